"""Who is elected (选举结果), handbook R-EL-01, 05 to 07."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext_noop

from workflows.engine.sentences import Sentence, say
from workflows.engine.votes.counts import Count, Line, faults
from workflows.engine.votes.faults import Fault, Impossible, Wrong
from workflows.engine.votes.kinds import Voters
from workflows.engine.votes.reasons import Reason
from workflows.policy.terms import ElectionTerms
from workflows.policy.thresholds import Base


class Ending(StrEnum):
    """How a ballot ends (选举结论)."""

    NO_QUORUM = "no_quorum"
    INVALID = "invalid"
    FILLED = "filled"
    SECOND_BALLOT = "second_ballot"
    SUPERIOR_DECIDES = "superior_decides"
    SEATS_LEFT = "seats_left"


ENDINGS: dict[Ending, str] = {
    Ending.NO_QUORUM: gettext_noop("Without a quorum nobody is elected; the meeting is held again."),
    Ending.INVALID: gettext_noop(
        "Ballots collected: %(collected)s, handed out: %(issued)s; the election is invalid and is held again."
    ),
    Ending.FILLED: gettext_noop("Every seat is filled."),
    Ending.SECOND_BALLOT: gettext_noop(
        "Equal votes for the last seats (%(open)s): %(tied)s; there is a second ballot among them."
    ),
    Ending.SUPERIOR_DECIDES: gettext_noop(
        "Equal votes once more for the last seats (%(open)s): %(tied)s; the superior decides."
    ),
    Ending.SEATS_LEFT: gettext_noop("Seats left: %(open)s; there is a separate election for them."),
}
MAY_REDUCE = gettext_noop(
    "Seats left: %(open)s; they are elected separately, or fewer seats are filled if the electors agree."
)


@dataclass(frozen=True)
class Elected:
    """A ballot judged (选举结果). ``elected`` by votes, most first, equals in the order of the ballot.

    ``tied`` have equal votes for the ``open`` seats that are left; ``may_reduce``: so few are left that the electors may
    agree to fill fewer (R-EL-07).
    """

    ending: Ending
    presence: Reason
    count: Count
    seats: int
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    open: int = 0
    may_reduce: bool = False

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The words of the minutes about presence and ending."""
        words = MAY_REDUCE if self.may_reduce else ENDINGS[self.ending]
        numbers = {
            "seats": self.seats,
            "open": self.open,
            "issued": self.count.issued,
            "collected": self.count.collected,
        }
        return self.presence.presence, say(words, tied="、".join(self.tied), **numbers)


def judge(
    terms: ElectionTerms,
    count: Count,
    seats: int,
    voters: Voters = Voters.ELECTORS,
    *,
    ballot: int = 1,
    before: int = 0,
) -> Elected:
    """Who is elected by a ballot (选举结果); Impossible for numbers that cannot be.

    ``ballot`` is 1, and one more for each ballot among those tied in the one before it; then ``seats`` are the open ones.
    ``before``: how many were elected by earlier ballots of the same election.
    """
    if wrong := faults(terms, count, seats):
        raise Impossible(wrong)
    presence = Reason(count.present, count.entitled, terms.presence, voters)
    if not presence.met:
        return Elected(Ending.NO_QUORUM, presence, count, seats, open=seats)
    if count.collected > count.issued:
        return Elected(Ending.INVALID, presence, count, seats, open=seats)
    return _placed(terms, Elected(Ending.FILLED, presence, count, seats), ballot, before)


def passing(terms: ElectionTerms, count: Count) -> list[Line]:
    """Whoever has enough votes in favour (得票过半数者), most first, equals in the order of the ballot."""
    approval = terms.approval.value
    base = count.entitled if approval.base is Base.ENTITLED else count.present
    found = [line for line in count.lines if approval.reached(line.votes_for, base)]
    return sorted(found, key=lambda line: -line.votes_for)


def _placed(terms: ElectionTerms, unplaced: Elected, ballot: int, before: int) -> Elected:
    """The seats filled by votes (R-EL-05); a tie about the last ones (06) or too few with enough votes (07)."""
    found, seats = passing(terms, unplaced.count), unplaced.seats
    beyond = found[seats].votes_for if len(found) > seats else -1
    names = tuple(line.name for line in found[:seats] if line.votes_for > beyond)
    left = seats - len(names)
    if not left:
        return replace(unplaced, elected=names)
    again = ballot >= terms.tie_ballots.value
    tied = _tied(unplaced.count, names)
    # Two cannot both be above half on ballots for one seat, so equal votes in a second ballot are a tie below half too.
    if len(tied) > left and (len(found) > seats or again):
        ending = Ending.SUPERIOR_DECIDES if again else Ending.SECOND_BALLOT
        return replace(unplaced, ending=ending, elected=names, tied=tied, open=left)
    few = len(names) + before > 0 and left <= terms.reduction_missing_most.value
    return replace(unplaced, ending=Ending.SEATS_LEFT, elected=names, open=left, may_reduce=few)


def _tied(count: Count, elected: tuple[str, ...]) -> tuple[str, ...]:
    """Whoever has most votes of those not elected, in the order of the ballot."""
    rest = [line for line in count.lines if line.name not in elected]
    most = max((line.votes_for for line in rest), default=0)
    return tuple(line.name for line in rest if line.votes_for == most)


def votes_of(terms: ElectionTerms, count: Count, line: Line, voters: Voters = Voters.ELECTORS) -> Reason:
    """The votes for one name held against what he needs (得票依据)."""
    base = count.entitled if terms.approval.value.base is Base.ENTITLED else count.present
    return Reason(line.votes_for, base, terms.approval, voters)


def reduction(terms: ElectionTerms, result: Elected, agreeing: int, voters: Voters = Voters.ELECTORS) -> Reason:
    """Whether the electors have agreed to fill fewer seats (减少名额), R-EL-07; Impossible where that cannot be asked.

    Of those entitled (handbook 21); whoever agrees is present.
    """
    count = result.count
    if not result.may_reduce:
        raise Impossible((Fault("seats", Wrong.NOT_REDUCIBLE, found=result.open),))
    if not 0 <= agreeing <= count.present:
        wrong = Wrong.NEGATIVE if agreeing < 0 else Wrong.MORE_VOTES_THAN_VOTERS
        raise Impossible((Fault("agreeing", wrong, found=agreeing, most=count.present),))
    base = count.entitled if terms.reduction.value.base is Base.ENTITLED else count.present
    return Reason(agreeing, base, terms.reduction, voters)
