"""The rules of a member's own request to leave (要求退党): pure functions over its facts. No clock, no query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from forms.disposal.leaving import Motive
from registry.calendar import add_months
from workflows.engine.words import Guard, Question
from workflows.families.disposal import rules as shared
from workflows.policy.terms import OwnWithdrawalTerms, Pack

CONSTITUTION_9 = shared.CONSTITUTION_9
REGULATION_31_3 = "党员教育管理工作条例第31条（三）"
REGULATION_31_4 = "党员教育管理工作条例第31条（四）"
GENERAL_MEETING = shared.GENERAL_MEETING
HOUSE = shared.HOUSE


@dataclass(frozen=True)
class Facts:
    """What the rules of a request to leave look at (事实), gathered once.

    ``motive`` is what the talk found, empty before it. ``voted``: the newest meeting voted on it; ``agreed``: it did so in
    favour, or only discussed it.
    """

    today: dt.date
    pack: Pack
    member: str
    standing: str
    at_home_here: bool
    other_disposal: str
    opened_by_subject: bool
    motive: str
    voted: bool
    agreed: bool


def educated_first(facts: Facts) -> bool:
    """理想信念动摇而要求退党的，先教育 (R-WD-02), where the policy says so."""
    return facts.pack.own_withdrawal.educate_first.value and facts.motive == Motive.BELIEF


MUST_BE_FULL = Guard("is_full_member", CONSTITUTION_9, shared.is_full_member, ("done", "propose"))
MUST_BELONG_HERE = Guard("belongs_here", CONSTITUTION_9, shared.belongs_here, ("done", "propose"))
# What is being judged is judged to its end: leaving does not come before it.
MUST_BE_THE_ONLY_ONE = Guard("is_the_only_one", HOUSE, shared.is_the_only_one, ("done",))
OF_A_REQUEST = (MUST_BE_FULL, MUST_BELONG_HERE, MUST_BE_THE_ONLY_ONE)
OF_A_STUDY = (MUST_BE_FULL, MUST_BELONG_HERE)

BY_THE_MEMBER = Question(
    "by_the_member", _("Requested by the member himself?"), CONSTITUTION_9, lambda facts: facts.opened_by_subject
)
IS_EDUCATED_FIRST = Question(
    "educated_first", _("Has he lost belief, and is he educated first?"), REGULATION_31_3, educated_first,
    settled_by=("talk",),
)  # fmt: skip
WAS_VOTED = Question(
    "voted", _("Was it voted on?"), GENERAL_MEETING, lambda facts: facts.voted, settled_by=("discuss",)
)
WAS_AGREED = Question(
    "agreed", _("Was it agreed to, or discussed where that is enough?"), GENERAL_MEETING, lambda facts: facts.agreed,
    settled_by=("discuss",),
)  # fmt: skip


def last_day(terms: OwnWithdrawalTerms, *, announced_on: dt.date, recorded_on: dt.date) -> dt.date:
    """The last day of the membership (退党生效之日): that of the announcement, or of the record, as the policy has it."""
    return announced_on if terms.effective.value == "announcement" else recorded_on


def barred_until(terms: OwnWithdrawalTerms, last: dt.date) -> dt.date | None:
    """The last day on which he cannot be admitted again; None where no bar is laid down."""
    years = terms.rejoin_bar_years.value
    return add_months(last, 12 * years) if years else None


DOMAINS = {
    "standing": ("full", "probationary", "suspended"),
    "other_disposal": ("", "another"),
    "motive": ("", *Motive.values),
}
