"""What a persuasion enters in the registers (登记): two approvals, his statement, and how his membership ends."""

from __future__ import annotations

from typing import Any

from registry import evidence, standing
from registry.models import Measure, Statement
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import effects as shared
from workflows.families.disposal import removed, rules
from workflows.families.disposal.removal_papers import barred_until


def advised(case: Case, by: Any) -> None:
    """The committee's approval that he is persuaded."""
    shared.grant(case, by, Measure.PERSUASION)


def removal_granted(case: Case, by: Any) -> None:
    """The committee's approval that he is removed: the second one."""
    shared.grant(case, by, Measure.REMOVAL_REFUSED)


def stated(case: Case, by: Any) -> None:
    """That he leaves, as he stated himself."""
    said = Said(case)
    evidence.state(
        case.member, shared.source(case, "answer", rules.CONSTITUTION_9), by=by, organisation=case.organisation,
        on=said.newest("answer"), kind=Statement.Kind.LEAVING, on_paper=bool(said("answer").get("witness_1")),
    )  # fmt: skip


def left(case: Case, by: Any) -> None:
    """His membership ends on the day of his statement."""
    day = Said(case).newest("answer")
    standing.end(
        case.member, Measure.PERSUASION, by=by, on=day, case_reference=case.reference, article=rules.CONSTITUTION_9,
        barred_until=barred_until(case, day),
    )  # fmt: skip


def removed_now(case: Case, by: Any) -> None:
    """His membership ends on the day of the second approval."""
    removed.end(case, by, Measure.REMOVAL_REFUSED)
