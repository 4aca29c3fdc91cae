"""What is entered in the registers (登记): that the demand was served, and the talk."""

from __future__ import annotations

from typing import Any

from documents.models import Paper
from registry import evidence
from registry.evidence import Source
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.processes.reminder import rules


def served(case: Case, by: Any) -> None:
    """That the demand reached him is in the register."""
    said = Said(case)("serve")
    demand = Paper.objects.filter(case_reference=case.reference, kind="D-MO-2").order_by("-pk")
    evidence.serve(
        case.member, Source(case.reference, Said(case).decided("serve").public_id, rules.CONSTITUTION_9), by=by,
        organisation=case.organisation, on=said["served_on"], how=said["how"], paper=demand.values_list("number", flat=True).first() or "",
    )  # fmt: skip
