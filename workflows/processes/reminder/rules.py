"""The rules of educating a member before anything else is done (提醒、批评、催告): pure functions over its facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.models import Standing
from workflows.engine.sentences import Sentence, say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.families.disposal import rules as shared
from workflows.families.six_months import ASKS, Rung
from workflows.policy.terms import Pack

REGULATION_28 = "党员教育管理工作条例第28条"
REGULATION_29 = "党员教育管理工作条例第29条"
CONSTITUTION_4 = "党章第4条（六）"
CONSTITUTION_9 = "党章第9条"
DEMAND = "政策：self_withdrawal.demand_months"
HOUSE = "产品约定"

STRICTER = {Rung.NONE: 0, Rung.REMINDER: 1, Rung.CRITICISM: 2, Rung.DEMAND: 3, Rung.CASE: 4}


@dataclass(frozen=True)
class Facts:
    """What the rules look at (事实), gathered once, as of the day it was opened.

    ``measure`` is how he is educated, ``milder`` whether a reason is given for less than is due. ``counted`` says that a
    ledger counts the failing; ``months`` how many it says were missed in a row, ``due`` what it asks for, ``may_correct``
    whether a correction can be considered. ``other`` names another open case of this kind about him. ``told_on`` is the day
    the talk was written down, ``due_on`` the last day of a demand.
    """

    today: dt.date
    pack: Pack
    member: str
    standing: str
    at_home_here: bool
    other: str
    measure: str
    milder: bool
    counted: bool
    months: int
    due: str
    may_correct: bool
    told_on: dt.date
    due_on: dt.date


def is_on_the_roll(facts: Facts) -> Verdict:
    """教育对象是党员，预备党员也在内: education is for everybody on the roll whose membership is not suspended."""
    source = say(_n("Register of members: %(standing)s"), standing=Standing(facts.standing).label)
    if facts.standing in (Standing.FULL, Standing.PROBATIONARY):
        return Verdict(Weight.OK, say(_n("%(member)s is on the roll."), member=facts.member), source)
    return Verdict(
        Weight.BLOCK, say(_n("%(member)s is suspended, or no member any more."), member=facts.member), source
    )


def is_the_only_one(facts: Facts) -> Verdict:
    """同一党员只有一件在办: two talks at once about one conduct would say two things."""
    source = say(_n("Open cases"))
    if facts.other:
        sentence = _n("He is already being educated: %(title)s. Finish it first.")
        return Verdict(Weight.BLOCK, say(sentence, title=facts.other), source)
    return Verdict(Weight.OK, say(_n("No other case of this kind about him is open.")), source)


def is_not_too_late(facts: Facts) -> Verdict:
    """满六个月的不再催告: where the general meeting has to decide on removal, a talk does not take its place."""
    if facts.due == Rung.CASE:
        return Verdict(Weight.BLOCK, say(ASKS[Rung.CASE]), _source(facts))
    return Verdict(Weight.OK, say(_n("Education comes in time.")), _source(facts))


def fits_the_months(facts: Facts) -> Verdict:
    """教育方式与未履行月数相当: what the ledger says is due; milder with a reason, a demand only where it counts enough months."""
    wanted, due = STRICTER[Rung(facts.measure)], STRICTER[Rung(facts.due)]
    if not facts.measure or wanted == due or facts.due == Rung.CASE:
        return Verdict(Weight.OK, _due(facts), _source(facts))
    if facts.measure == Rung.DEMAND:
        least = facts.pack.self_withdrawal.demand_months.value
        sentence = _n(
            "A demand says that %(least)s months were missed in a row, by a full member; the ledgers say %(months)s."
        )
        return Verdict(Weight.BLOCK, say(sentence, least=least, months=facts.months), _source(facts))
    if wanted < due and not facts.milder:
        sentence = _n("More is due than that. Say why it is milder, or do what is due.")
        return Verdict(Weight.BLOCK, say(sentence), _source(facts))
    return Verdict(Weight.DOUBT if wanted < due else Weight.OK, _due(facts), _source(facts))


def _due(facts: Facts) -> Sentence:
    if not facts.counted:
        return say(_n("No ledger counts conduct: the branch judges what fits."))
    asked = ASKS.get(Rung(facts.due))
    return say(asked) if asked else say(_n("The ledgers ask for nothing yet."))


def _source(facts: Facts) -> Sentence:
    return say(_n("Ledgers: %(months)s months in a row"), months=facts.months)


def last_day_to_answer(facts: Facts) -> dt.date:
    """The last day on which he can answer before it goes on without it: that of the demand, else some days after the talk."""
    after_talk = facts.told_on + dt.timedelta(days=facts.pack.disposal.reply_days.value)
    return max(facts.due_on, after_talk) if facts.measure == Rung.DEMAND else after_talk


MUST_BE_ON_THE_ROLL = Guard("is_on_the_roll", REGULATION_28, is_on_the_roll, ("done",))
MUST_BELONG_HERE = Guard("belongs_here", REGULATION_28, shared.belongs_here, ("done",))
MUST_BE_THE_ONLY_ONE = Guard("is_the_only_one", HOUSE, is_the_only_one, ("done",))
MUST_NOT_BE_TOO_LATE = Guard("is_not_too_late", CONSTITUTION_9, is_not_too_late, ("done",))
MUST_FIT_THE_MONTHS = Guard("fits_the_months", REGULATION_29, fits_the_months, ("done",))
OF_AN_OPENING = (MUST_BE_ON_THE_ROLL, MUST_BELONG_HERE, MUST_BE_THE_ONLY_ONE, MUST_NOT_BE_TOO_LATE, MUST_FIT_THE_MONTHS)

IS_DEMANDED = Question(
    "is_demanded", _("Is it demanded in writing?"), DEMAND, lambda facts: facts.measure == Rung.DEMAND, ("start",)
)
MAY_BE_CORRECTED = Question(
    "may_be_corrected", _("Can a correction be considered?"), "政策：self_withdrawal.correction_months", lambda facts: facts.may_correct,
    ("start",),
)  # fmt: skip

DOMAINS = {
    "standing": ("full", "probationary", "suspended"),
    "other": ("", "another"),
    "measure": ("reminder", "criticism", "demand"),
    "months": (0, 1, 4, 6),
    "due": tuple(str(rung) for rung in Rung),
    "told_on": (dt.date(2026, 11, 24),),
    "due_on": (dt.date(2026, 12, 4),),
}
