"""The rules of a time-limited correction (限期改正), besides those of every disposal: pure functions over its facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _n

from registry.calendar import add_months
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Verdict, Weight
from workflows.families.disposal import rules as shared

REGULATION_30 = "党员教育管理工作条例第30条"
REGULATION_31_5 = "党员教育管理工作条例第31条（五）"
HANDLING = shared.HANDLING
HOUSE = shared.HOUSE


@dataclass(frozen=True)
class Facts(shared.Facts):
    """What the rules of a correction look at (事实).

    ``months`` is the length that is proposed, 0 before; ``months_before`` what earlier orders have used that he did not
    mend by. ``mended`` is what the general meeting found when it was over.
    """

    months: int
    months_before: int
    mended: bool


def months_left(facts: Facts) -> int:
    """How many months a correction can still last: all together a year at most, no extension beyond it."""
    return max(0, facts.pack.correction.max_months.value - facts.months_before)


def has_months_left(facts: Facts) -> Verdict:
    """合计不超过一年: earlier orders that did not help count."""
    words = {"before": facts.months_before, "most": facts.pack.correction.max_months.value}
    source = say(_n("Earlier cases of the member"))
    if facts.months_before + facts.months > facts.pack.correction.max_months.value or months_left(facts) == 0:
        sentence = _n(
            "All corrections together last %(most)s months at most; %(before)s are used: persuasion is what comes next."
        )
        return Verdict(Weight.BLOCK, say(sentence, **words), source)
    return Verdict(Weight.OK, say(_n("Of %(most)s months in all, %(before)s are used."), **words), source)


def last_day(facts: Facts) -> dt.date:
    """The last day of the correction: so many months after the approval, clamped to the month's end."""
    return add_months(facts.approved_on, facts.months)


MUST_HAVE_MONTHS_LEFT = Guard("has_months_left", REGULATION_30, has_months_left, ("done", "propose", "carried"))
OF_A_PROPOSAL = (*shared.OF_A_PROPOSAL, MUST_HAVE_MONTHS_LEFT)

DOMAINS = {
    "standing": ("full", "probationary", "suspended"),
    "other_disposal": ("", "another"),
    "told_on": (dt.date(2026, 11, 24),),
    "approved_on": (dt.date(2026, 11, 24),),
    "months": (0, 6),
    "months_before": (0, 6, 7, 12),
}
