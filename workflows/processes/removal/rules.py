"""The rules of a removal without persuasion (直接除名), besides those of every disposal: pure functions over its facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.models import Standing
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.families.disposal import rules as shared
from workflows.families.lost_contact.rules import REGULATION_24, suspended_long_enough

CONSTITUTION_9 = shared.CONSTITUTION_9
REGULATION_31 = "党章第9条；党员教育管理工作条例第31条（一）（六）"
SELF_WITHDRAWAL, LOST_CONDITIONS, SUSPENDED = "self_withdrawal", "lost_conditions", "suspended"


@dataclass(frozen=True)
class Facts(shared.Facts):
    """What the rules of a removal look at (事实).

    ``ground`` is the code of the ground. ``case_is_due`` whether the ledgers hold so many missed months in a row that the
    six-month case is due, ``missed`` the longest such row (months). ``suspended_since`` is since when the membership is
    suspended, None where it is not.
    """

    ground: str
    case_is_due: bool
    missed: int
    suspended_since: dt.date | None


def fits_his_standing(facts: Facts) -> Verdict:
    """情形与党籍状况相符: that he cannot be reached after two years is a ground only of somebody whose membership is suspended."""
    source = say(_n("Register of members: %(standing)s"), standing=Standing(facts.standing).label)
    if facts.ground != SUSPENDED or facts.standing == Standing.SUSPENDED:
        return Verdict(Weight.OK, say(_n("The ground fits his standing.")), source)
    sentence = _n("The membership of %(member)s is not suspended: look for him and suspend it first.")
    return Verdict(Weight.BLOCK, say(sentence, member=facts.member), source)


def ledgers_bear_it_out(facts: Facts) -> Verdict:
    """连续六个月以台账为据 (R-MO-01): what the branch did not write down month by month cannot be held against him."""
    source = say(_n("Ledgers of dues, organisational life and assigned work"))
    if facts.ground != SELF_WITHDRAWAL:
        return Verdict(Weight.OK, say(_n("This ground does not rest on the ledgers.")), source)
    words = {"missed": facts.missed, "months": facts.pack.self_withdrawal.months.value}
    if facts.case_is_due:
        return Verdict(Weight.OK, say(_n("The ledgers hold %(missed)s missed months in a row."), **words), source)
    sentence = _n(
        "The ledgers hold %(missed)s missed months in a row; %(months)s are needed. Enter the months first, or begin with a reminder."
    )
    return Verdict(Weight.BLOCK, say(sentence, **words), source)


def was_suspended_long_enough(facts: Facts) -> Verdict:
    """停止党籍满两年 (R-SU-03): not a day earlier."""
    source = say(_n("Register of members"))
    if facts.ground != SUSPENDED or facts.suspended_since is None:
        return Verdict(Weight.OK, say(_n("This ground does not rest on a suspension.")), source)
    words = {"since": facts.suspended_since.isoformat(), "years": facts.pack.lost_contact.remove_years_after.value}
    if suspended_long_enough(facts.suspended_since, facts.today, facts.pack):
        return Verdict(Weight.OK, say(_n("Suspended since %(since)s, for %(years)s years or more."), **words), source)
    sentence = _n("Suspended since %(since)s: whoever cannot be reached is removed after %(years)s years, not earlier.")
    return Verdict(Weight.BLOCK, say(sentence, **words), source)


MUST_FIT_STANDING = Guard("fits_standing", REGULATION_24, fits_his_standing, ("done", "propose", "carried"))
MUST_BE_IN_THE_LEDGERS = Guard("in_the_ledgers", CONSTITUTION_9, ledgers_bear_it_out, ("done",))
MUST_HAVE_WAITED = Guard("waited", REGULATION_24, was_suspended_long_enough, ("done",))
OF_ITS_OWN = (MUST_FIT_STANDING, MUST_BE_IN_THE_LEDGERS, MUST_HAVE_WAITED)
OF_A_PROPOSAL = (*shared.OF_A_PROPOSAL, *OF_ITS_OWN)

RESTS_ON_LEDGERS = Question(
    "rests_on_ledgers",
    _("Does it rest on the ledgers?"),
    CONSTITUTION_9,
    lambda facts: facts.ground == SELF_WITHDRAWAL,
    settled_by=("start", "amend"),
)

DOMAINS = {
    "standing": ("full", "probationary", "suspended"),
    "other_disposal": ("", "another"),
    "told_on": (dt.date(2026, 11, 24),),
    "approved_on": (dt.date(2026, 11, 24),),
    "ground": (SELF_WITHDRAWAL, LOST_CONDITIONS, SUSPENDED),
    "missed": (0, 6),
    "suspended_since": (None, dt.date(2024, 11, 24), dt.date(2024, 11, 25)),
}
