"""What each step may choose from besides what those of every disposal may (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from forms.kit import Limits
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.engine.votes.kinds import Kind
from workflows.families.disposal import asking as shared
from workflows.processes.probation import facts as of
from workflows.processes.probation.rules import EXTEND


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """By how many months a probation is extended."""
    terms = pack_of(case).probation
    more = {"least_months": terms.extension_min_months.value, "most_months": terms.extension_max_months.value}
    return shared.limits(case, step, today=today, by_subject=by_subject, **more)


def expected(case: Case, step: str) -> dict[str, Any]:
    """For the path ahead: an extension, as short as it can be."""
    if step == "deliberate":
        return {"measure": EXTEND, "months": pack_of(case).probation.extension_min_months.value}
    return {}


def matter(case: Case) -> str:
    """What is decided, in words."""
    measure, months = of.proposed(Said(case))
    name = case.member.person.name
    return f"延长{name}同志预备期{months}个月" if measure == EXTEND else f"取消{name}同志预备党员资格"


def resolved(case: Case) -> ItemAsked:
    """What the general meeting votes on."""
    return ItemAsked(Kind.GM_ADMISSION, f"关于{matter(case)}的决议", case.member)


def approval(case: Case) -> ItemAsked:
    """What the committee votes on."""
    return ItemAsked(Kind.CM_APPROVAL, f"审批{matter(case)}", case.member)
