"""Why a vote came out as it did (理由): the numbers, the threshold and its article, and the words of the minutes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from workflows.engine.sentences import Sentence, say
from workflows.engine.votes.kinds import Voters
from workflows.policy.terms import Provision
from workflows.policy.thresholds import Base, Op, Threshold

WHO: dict[Voters, str] = {
    Voters.MEMBERS: gettext_noop("full members entitled to vote"),
    Voters.ELECTORS: gettext_noop("full members entitled to elect"),
    Voters.COMMITTEE: gettext_noop("committee members in office"),
}
WHOM: dict[tuple[Voters, Base], str] = {
    (Voters.MEMBERS, Base.ENTITLED): gettext_noop("those entitled"),
    (Voters.ELECTORS, Base.ENTITLED): gettext_noop("those entitled to elect"),
    (Voters.COMMITTEE, Base.ENTITLED): gettext_noop("the committee members in office"),
    (Voters.MEMBERS, Base.PRESENT): gettext_noop("those present"),
    (Voters.ELECTORS, Base.PRESENT): gettext_noop("the electors present"),
    (Voters.COMMITTEE, Base.PRESENT): gettext_noop("the committee members present"),
}
SHARES: dict[tuple[int, int], str] = {
    (1, 2): gettext_noop("half"),
    (2, 3): gettext_noop("two thirds"),
    (3, 4): gettext_noop("three quarters"),
    (4, 5): gettext_noop("four fifths"),
}
OTHER_SHARE = gettext_noop("%(part)s/%(of)s")
# By the operator, and whether the threshold is met.
PRESENCE: dict[tuple[Op, bool], str] = {
    (Op.GT, True): gettext_noop("%(count)s of %(base)s %(who)s present, more than %(share)s: there is a quorum."),
    (Op.GE, True): gettext_noop("%(count)s of %(base)s %(who)s present, at least %(share)s: there is a quorum."),
    (Op.GT, False): gettext_noop(
        "%(count)s of %(base)s %(who)s present, not more than %(share)s: there is no quorum, %(least)s are needed."
    ),
    (Op.GE, False): gettext_noop(
        "%(count)s of %(base)s %(who)s present, fewer than %(share)s: there is no quorum, %(least)s are needed."
    ),
}
APPROVAL: dict[tuple[Op, bool], str] = {
    (Op.GT, True): gettext_noop("%(count)s of %(base)s in favour: more than %(share)s of %(whom)s."),
    (Op.GE, True): gettext_noop("%(count)s of %(base)s in favour: at least %(share)s of %(whom)s."),
    (Op.GT, False): gettext_noop(
        "%(count)s of %(base)s in favour: not more than %(share)s of %(whom)s, %(least)s are needed."
    ),
    (Op.GE, False): gettext_noop(
        "%(count)s of %(base)s in favour: fewer than %(share)s of %(whom)s, %(least)s are needed."
    ),
}


def share_of(threshold: Threshold) -> Sentence:
    """The part in words: half, four fifths."""
    known = SHARES.get((threshold.part, threshold.of))
    return say(known) if known else say(OTHER_SHARE, part=threshold.part, of=threshold.of)


@dataclass(frozen=True)
class Reason:
    """A count held against a threshold (计算依据). ``provision`` has the threshold, its source and how far it was verified."""

    count: int
    base: int
    provision: Provision[Threshold]
    voters: Voters

    @property
    def met(self) -> bool:
        """Whether the count is enough."""
        return self.provision.value.reached(self.count, self.base)

    @property
    def least(self) -> int:
        """The smallest count that is enough."""
        return self.provision.value.least(self.base)

    @property
    def article(self) -> str:
        """The article, as the pack cites it."""
        return self.provision.source

    @property
    def presence(self) -> Sentence:
        """The words of the minutes, of a count of those present."""
        return self._said(PRESENCE, who=say(WHO[self.voters]))

    @property
    def approval(self) -> Sentence:
        """The words of the minutes, of a count of those in favour."""
        return self._said(APPROVAL, whom=say(WHOM[self.voters, self.provision.value.base]))

    def _said(self, words: dict[tuple[Op, bool], str], **more: Sentence) -> Sentence:
        threshold, numbers = self.provision.value, {"count": self.count, "base": self.base, "least": self.least}
        return say(words[threshold.op, self.met], share=share_of(threshold), **numbers, **more)
