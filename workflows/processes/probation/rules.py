"""The rules of extending and cancelling a probation (预备期), besides those of every disposal: pure functions over its facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.calendar import add_months
from registry.models import Standing
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.families.disposal import rules as shared

CONSTITUTION_7 = "党章第7条"
ADMISSION_31 = "发展党员工作细则（2026年）第31条"
ADMISSION_32 = "发展党员工作细则（2026年）第32条"
ADMISSION_33 = "发展党员工作细则（2026年）第33条"
EXTEND, CANCEL = "extend", "cancel"
ONLY_EXTENDED, ONLY_CANCELLED = ("minor", "more_time"), ("grave",)


@dataclass(frozen=True)
class Facts(shared.Facts):
    """What the rules of a probation look at (事实).

    ``measure`` and ``months`` are what is proposed, empty and 0 before; ``extended_before`` says that the probation was
    extended once. ``ends_on`` is the day on which it ends as it is.
    """

    ground: str
    measure: str
    months: int
    extended_before: bool
    ends_on: dt.date


def ends_after(joined_on: dt.date, months: int) -> dt.date:
    """The day on which a probation ends that began on a day: clamped to the month's end."""
    return add_months(joined_on, months)


def extended_until(facts: Facts) -> dt.date:
    """Until when an extension lasts: so many months after the day on which it would have ended."""
    return add_months(facts.ends_on, facts.months)


def is_probationary(facts: Facts) -> Verdict:
    """只适用于预备党员: a full member is corrected, persuaded or removed instead."""
    source = say(_n("Register of members: %(standing)s"), standing=Standing(facts.standing).label)
    if facts.standing == Standing.PROBATIONARY:
        return Verdict(Weight.OK, say(_n("%(member)s is on probation."), member=facts.member), source)
    if facts.standing == Standing.FULL:
        sentence = _n(
            "%(member)s is a full member, not on probation: correction for a limited time, persuasion or removal is the way."
        )
        return Verdict(Weight.BLOCK, say(sentence, member=facts.member), source)
    return Verdict(Weight.BLOCK, say(_n("%(member)s is not on probation."), member=facts.member), source)


def may_extend(facts: Facts) -> Verdict:
    """只能延长一次: whoever was extended is confirmed or cancelled when it is over."""
    source = say(_n("Register of members"))
    if facts.measure == EXTEND and facts.extended_before:
        sentence = _n("The probation was extended before, and that is done once: confirm the member or cancel it.")
        return Verdict(Weight.BLOCK, say(sentence), source)
    return Verdict(Weight.OK, say(_n("The probation was not extended twice.")), source)


def fits_the_months(facts: Facts) -> Verdict:
    """延长不少于六个月、不超过一年 (by the policy)."""
    least, most = facts.pack.probation.extension_min_months.value, facts.pack.probation.extension_max_months.value
    words, source = {"least": least, "most": most}, say(_n("What the branch proposes"))
    sentence = _n("A probation is extended by %(least)s to %(most)s months.")
    wrong = facts.measure == EXTEND and not least <= facts.months <= most
    return Verdict(Weight.BLOCK if wrong else Weight.OK, say(sentence, **words), source)


def fits_the_ground(facts: Facts) -> Verdict:
    """情节较轻的批评教育或者延长，情节严重的取消: neither more nor less than the ground allows."""
    source = say(_n("What the branch says of it"))
    if facts.measure == CANCEL and facts.ground in ONLY_EXTENDED:
        sentence = _n(
            "On this ground he is criticised and educated, or the probation is extended; it is not cancelled."
        )
        return Verdict(Weight.BLOCK, say(sentence), source)
    if facts.measure == EXTEND and facts.ground in ONLY_CANCELLED:
        return Verdict(Weight.BLOCK, say(_n("After a grave breach the probation is cancelled, not extended.")), source)
    return Verdict(Weight.OK, say(_n("The ground allows what is proposed.")), source)


MUST_BE_PROBATIONARY = Guard("is_probationary", CONSTITUTION_7, is_probationary, ("done", "propose", "carried"))
MAY_EXTEND = Guard("may_extend", CONSTITUTION_7, may_extend, ("propose",))
MUST_FIT_THE_MONTHS = Guard("fits_the_months", ADMISSION_31, fits_the_months, ("propose",))
MUST_FIT_THE_GROUND = Guard("fits_the_ground", ADMISSION_31, fits_the_ground, ("propose",))
OF_A_REVIEW = (MUST_BE_PROBATIONARY, shared.MUST_BELONG_HERE, shared.MUST_BE_THE_ONLY_ONE)
OF_A_DECISION = (MUST_BE_PROBATIONARY, shared.MUST_BELONG_HERE)
OF_AN_OPINION = (*OF_A_DECISION, MAY_EXTEND, MUST_FIT_THE_MONTHS, MUST_FIT_THE_GROUND)

IS_EXTENDED = Question(
    "is_extended", _("Is the probation extended?"), ADMISSION_31, lambda facts: facts.measure == EXTEND, ("deliberate",)
)

DOMAINS = {
    "standing": ("full", "probationary", "suspended"),
    "other_disposal": ("", "another"),
    "told_on": (dt.date(2026, 11, 24),),
    "approved_on": (dt.date(2026, 11, 24),),
    "ends_on": (dt.date(2026, 11, 24),),
    "ground": ("duties", "minor", "grave"),
    "measure": (EXTEND, CANCEL),
    "months": (5, 6),
}
