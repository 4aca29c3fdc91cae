"""A motion put to the vote (议案表决): are its numbers possible, is there a quorum, is it carried?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop

from workflows.engine.sentences import Sentence, say
from workflows.engine.votes.faults import Fault, Impossible, Wrong, over
from workflows.engine.votes.kinds import Voters
from workflows.engine.votes.reasons import Reason
from workflows.policy.terms import MotionTerms
from workflows.policy.thresholds import Base


@dataclass(frozen=True)
class Tally:
    """The numbers of one motion (表决情况), persons throughout.

    ``entitled`` 应到会有表决权, ``present`` 实到会有表决权, ``aside`` those of them who do not vote on this one (本人不参加表决).
    Votes may be fewer than voters: void ones and ones not handed in stand nowhere. Written opinions come from absent members.
    """

    entitled: int
    present: int
    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0
    written_for: int = 0
    written_against: int = 0
    written_abstained: int = 0
    aside: int = 0

    @property
    def votes(self) -> tuple[tuple[str, int], ...]:
        """What was voted in the meeting, by field."""
        return tuple((name, getattr(self, name)) for name in ("votes_for", "votes_against", "abstained"))

    @property
    def opinions(self) -> tuple[tuple[str, int], ...]:
        """What was handed in before the meeting, by field."""
        return tuple((name, getattr(self, name)) for name in ("written_for", "written_against", "written_abstained"))

    @property
    def written(self) -> int:
        """How many written opinions were handed in."""
        return self.written_for + self.written_against + self.written_abstained


class Result(StrEnum):
    """What a motion comes to (表决结果). Without a quorum the meeting is held again, whatever was voted."""

    CARRIED = "carried"
    LOST = "lost"
    NO_QUORUM = "no_quorum"


RESULTS: dict[Result, str] = {
    Result.CARRIED: gettext_noop("Carried."),
    Result.LOST: gettext_noop("Not carried."),
    Result.NO_QUORUM: gettext_noop("Without a quorum nothing is decided; the meeting is held again."),
}
WRITTEN_COUNTED = gettext_noop("Written opinions of absent members among the votes in favour: %(count)s.")
WRITTEN_NOT_COUNTED = gettext_noop("Written opinions handed in: %(count)s; in this kind of meeting they do not count.")


@dataclass(frozen=True)
class Outcome:
    """A motion judged (表决结论): the result, and both counts whether or not the first one is enough."""

    result: Result
    presence: Reason
    approval: Reason
    note: Sentence | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The words of the minutes; without a quorum nothing is said of the votes."""
        end = say(RESULTS[self.result])
        if self.result is Result.NO_QUORUM:
            return self.presence.presence, end
        return self.presence.presence, self.approval.approval, *([self.note] if self.note else []), end


def faults(tally: Tally) -> tuple[Fault, ...]:
    """What cannot be so in the numbers of a motion (核对), in the order of the form; none if they are possible."""
    below = tuple(Fault(name, Wrong.NEGATIVE) for name, number in vars(tally).items() if number < 0)
    if below:
        return below
    if not tally.entitled:
        return (Fault("entitled", Wrong.NOBODY_ENTITLED),)
    return (
        over([("present", tally.present)], tally.entitled, Wrong.MORE_PRESENT_THAN_ENTITLED)
        or over([("aside", tally.aside)], tally.present, Wrong.MORE_ASIDE_THAN_PRESENT)
        or over(tally.votes, tally.present - tally.aside, Wrong.MORE_VOTES_THAN_VOTERS)
        + over(tally.opinions, tally.entitled - tally.present, Wrong.MORE_OPINIONS_THAN_ABSENT)
    )


def judge(terms: MotionTerms, tally: Tally, voters: Voters = Voters.MEMBERS) -> Outcome:
    """What a motion comes to (表决结论); Impossible for numbers that cannot be.

    A written opinion counts among the votes where the rule says so, never among those present (handbook 3.2).
    """
    if wrong := faults(tally):
        raise Impossible(wrong)
    counted = terms.written_opinions.value
    presence = Reason(tally.present, tally.entitled, terms.presence, voters)
    in_favour = tally.votes_for + (tally.written_for if counted else 0)
    approval = Reason(in_favour, _base(terms, tally), terms.approval, voters)
    result = Result.NO_QUORUM if not presence.met else Result.CARRIED if approval.met else Result.LOST
    return Outcome(result, presence, approval, _note(tally, counted=counted))


def _base(terms: MotionTerms, tally: Tally) -> int:
    """Of how many the approval is taken; where it is of those present, whoever is heard in writing is counted with them."""
    if terms.approval.value.base is Base.ENTITLED:
        return tally.entitled
    return tally.present + (tally.written if terms.written_opinions.value else 0)


def _note(tally: Tally, *, counted: bool) -> Sentence | None:
    """What is to be said of written opinions."""
    if counted:
        return say(WRITTEN_COUNTED, count=tally.written_for) if tally.written_for else None
    return say(WRITTEN_NOT_COUNTED, count=tally.written) if tally.written else None
