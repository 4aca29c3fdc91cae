"""Who has a vote and who is counted (表决权和应到会人数), handbook 3.1, from facts about one person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop

from workflows.engine.sentences import Sentence, say
from workflows.engine.votes.kinds import Kind
from workflows.policy.terms import EntitledTerms

FULL = "full"
CONSTITUTION_7 = "党章第7条；基层组织选举工作条例第5条"
CONSTITUTION_41 = "党章第41条；基层组织选举工作条例第5条"
ELECTION_5 = "基层组织选举工作条例第5条"
COMMITTEES = {
    Kind.BC_MEETING: "支部工作条例（试行）第12条",
    Kind.BC_ELECTION: "支部工作条例（试行）第12条",
    Kind.CM_APPROVAL: "发展党员工作细则（2026年）第24条",
}
HOUSE = "产品约定：本人不批准自己的事项"
EARLIER = "产品约定：参与原决定的人员不参加复查"


class LeftOut(StrEnum):
    """The five kinds of members who may be left out of the number (可以不计入应到会人数的五种党员), R-VT-04."""

    ILLNESS = "illness"
    ABROAD = "abroad"
    SENTENCE = "sentence"
    BEDRIDDEN = "bedridden"
    UNMOVED = "unmoved"


class Why(StrEnum):
    """Why somebody has no vote (没有表决权的原因), or is counted although he might have been left out."""

    NOT_FULL = "not_full"
    DISCIPLINARY_PROBATION = "disciplinary_probation"
    RIGHTS_SUSPENDED = "rights_suspended"
    CORRECTION = "correction"
    NO_SEAT = "no_seat"
    LEFT_OUT = "left_out"
    NOT_AGREED = "not_agreed"
    SUBJECT = "subject"
    SUBJECT_APPROVES = "subject_approves"
    DECIDED_BEFORE = "decided_before"


SAID: dict[Why, str] = {
    Why.NOT_FULL: gettext_noop("Only full members vote; a probationary member attends without a vote."),
    Why.DISCIPLINARY_PROBATION: gettext_noop("Under disciplinary probation there is no vote."),
    Why.RIGHTS_SUSPENDED: gettext_noop("The organisation has suspended these rights."),
    Why.CORRECTION: gettext_noop("Under time-limited correction there is no vote here."),
    Why.NO_SEAT: gettext_noop("Only members of the committee in office vote."),
    Why.LEFT_OUT: gettext_noop("Left out of the number, as the superior agreed and the general meeting passed."),
    Why.NOT_AGREED: gettext_noop(
        "Counted: being left out needs a reason the rules know, the superior's consent and the general meeting's vote."
    ),
    Why.SUBJECT: gettext_noop("Counted, but does not vote in a matter of his own."),
    Why.SUBJECT_APPROVES: gettext_noop("Counted, but nobody approves a matter of his own."),
    Why.DECIDED_BEFORE: gettext_noop("Counted, but whoever decided the matter before does not re-examine it."),
}


@dataclass(frozen=True)
class Facts:
    """What is known of a person on the day of the meeting (个人情况). ``standing`` is the party standing (党籍状态).

    ``rights_suspended`` is the organisation's act, not the detention itself (R-VT-03). ``left_out`` is the kind that is
    put forward, with the two consents it needs. ``subject``: the matter is about him; ``decided_before``: he had a part in
    the decision that is re-examined.
    """

    standing: str = FULL
    disciplinary_probation: bool = False
    rights_suspended: bool = False
    in_correction: bool = False
    on_committee: bool = False
    left_out: LeftOut | None = None
    superior_agreed: bool = False
    meeting_passed: bool = False
    subject: bool = False
    decided_before: bool = False


@dataclass(frozen=True)
class Entitlement:
    """Whether a person is in the number entitled (计入应到会) and may vote (可以表决); ``why`` and the article where not."""

    counts: bool
    votes: bool
    why: Why | None = None
    article: str = ""

    @property
    def sentence(self) -> Sentence | None:
        """The reason in words, if there is one."""
        return say(SAID[self.why]) if self.why else None


def entitlement(facts: Facts, kind: Kind, terms: EntitledTerms) -> Entitlement:
    """Whether somebody is counted and votes in a kind of vote (有无表决权); the first reason that applies is given."""
    return _no_right(facts, kind, terms) or _left_out(facts, kind, terms) or _subject(facts, kind, terms)


def _no_right(facts: Facts, kind: Kind, terms: EntitledTerms) -> Entitlement | None:
    """Whoever has no such right at all: R-VT-01, 02, 03, 05; in a committee, whoever has no seat."""
    correction = terms.correction_votes
    found = [
        (facts.standing != FULL, Why.NOT_FULL, CONSTITUTION_7),
        (facts.disciplinary_probation, Why.DISCIPLINARY_PROBATION, CONSTITUTION_41),
        (facts.rights_suspended, Why.RIGHTS_SUSPENDED, ELECTION_5),
        (facts.in_correction and not correction.value, Why.CORRECTION, correction.source),
        (kind.of_committee and not facts.on_committee, Why.NO_SEAT, COMMITTEES.get(kind, "")),
    ]
    return next((Entitlement(False, False, why, article) for so, why, article in found if so), None)


def _left_out(facts: Facts, kind: Kind, terms: EntitledTerms) -> Entitlement | None:
    """R-VT-04, in the general meeting only: both consents, and a kind the pack knows."""
    known = facts.left_out is not None and facts.left_out in terms.may_leave_out.value.split(",")
    if kind.of_committee or not known or not (facts.superior_agreed and facts.meeting_passed):
        return None
    return Entitlement(counts=False, votes=False, why=Why.LEFT_OUT, article=terms.may_leave_out.source)


def _subject(facts: Facts, kind: Kind, terms: EntitledTerms) -> Entitlement:
    """R-VT-06: whom the matter is about stays in the number; whether he votes is a switch, but he never approves it."""
    if facts.decided_before:
        return Entitlement(counts=True, votes=False, why=Why.DECIDED_BEFORE, article=EARLIER)
    if facts.subject and kind is Kind.CM_APPROVAL:
        return Entitlement(counts=True, votes=False, why=Why.SUBJECT_APPROVES, article=HOUSE)
    if facts.subject and not terms.subject_votes.value:
        return Entitlement(counts=True, votes=False, why=Why.SUBJECT, article=terms.subject_votes.source)
    if facts.left_out is not None and not kind.of_committee:
        return Entitlement(counts=True, votes=True, why=Why.NOT_AGREED, article=terms.may_leave_out.source)
    return Entitlement(counts=True, votes=True)
