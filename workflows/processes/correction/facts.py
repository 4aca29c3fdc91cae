"""The facts of a correction (事实): those of every disposal, how long it lasts, and what came of it."""

from __future__ import annotations

from typing import Any

from registry.models import Member
from workflows.engine.handling import once
from workflows.engine.models import SENT_BACK, Case, Decision
from workflows.engine.said import Said
from workflows.families.disposal import facts as shared
from workflows.processes.correction.rules import Facts

NAME = "correction"
# Ends by which an order was used up without his mending.
USED = ("not_mended", "worse")


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said = said or Said(case)
    return Facts(
        **shared.shared(case, said),
        months=months_of(said),
        months_before=once(case, "months before", lambda: months_before(case.member, but=case)),
        mended=said.outcome("review") == "carried",
    )


def months_of(said: Said) -> int:
    """For how many months it is proposed; 0 before it is."""
    return int(said("deliberate").get("months") or 0) if "deliberate" in said else 0


def months_before(member: Member, *, but: Case | None = None) -> int:
    """How many months earlier orders have used since he last mended (改正期限合计)."""
    earlier = member.cases.filter(process_name=NAME, closed_at__isnull=False).order_by("closed_at")
    used = 0
    for case in earlier.exclude(pk=but.pk) if but is not None and but.pk else earlier:
        used = 0 if case.outcome == "mended" else used + (months_of(Said(case)) if case.outcome in USED else 0)
    return used


def talks(case: Case) -> list[dict[str, Any]]:
    """The answers of every talk of the log, oldest first."""
    found = Decision.objects.filter(case=case, step="during", recalled_at__isnull=True).exclude(outcome=SENT_BACK)
    return [dict(one.answers) for one in found.order_by("pk") if one.answers.get("on")]
