"""What each step of a correction may choose from besides what those of every disposal may (填写限定)."""

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
from workflows.processes.correction import facts as of


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """How many months are left, and who helps."""
    terms, before = pack_of(case).correction, of.months_before(case.member, but=case)
    more: dict[str, Any] = {
        "usual_months": terms.usual_months.value,
        "most_months": max(0, terms.max_months.value - before),
        "months_before": before,
    }
    if step == "during":
        chosen = Said(case)("deliberate")
        more["talks"] = len(of.talks(case))
        more["helpers"] = {name: chosen[name].person.name for name in ("helper_1", "helper_2")}
    return shared.limits(case, step, today=today, by_subject=by_subject, **more)


def initial(case: Case, step: str) -> dict[str, Any]:
    """As of every disposal; the usual length of a correction."""
    if step == "deliberate":
        return {"months": pack_of(case).correction.usual_months.value}
    return shared.initial(case, step)


def expected(case: Case, step: str) -> dict[str, Any]:
    """For the path ahead: a correction of the usual length."""
    if step == "deliberate":
        return {"months": pack_of(case).correction.usual_months.value}
    return {}


def measure(case: Case) -> ItemAsked:
    """What the general meeting votes on."""
    return ItemAsked(Kind.GM_DISPOSAL, f"关于给予{case.member.person.name}同志限期改正处置的决议", case.member)


def approval(case: Case) -> ItemAsked:
    """What the committee votes on."""
    return ItemAsked(Kind.CM_APPROVAL, f"审批给予{case.member.person.name}同志限期改正处置", case.member)


def mended(case: Case) -> ItemAsked:
    """What the general meeting votes on when it is over; whoever votes against finds that he has not mended."""
    return ItemAsked(Kind.GM_DISPOSAL, f"认定{case.member.person.name}同志在限期改正期间已经改正", case.member)
