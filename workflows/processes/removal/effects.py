"""What a removal enters in the registers (登记): the approval, and how the membership ends, by its ground."""

from __future__ import annotations

from typing import Any

from registry.models import Measure
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import effects as shared
from workflows.families.disposal import removed
from workflows.processes.removal import rules
from workflows.processes.removal.facts import ground_of

MEASURES = {
    rules.SELF_WITHDRAWAL: Measure.REMOVAL_SELF_WITHDRAWAL,
    rules.SUSPENDED: Measure.REMOVAL_SELF_WITHDRAWAL,
    rules.LOST_CONDITIONS: Measure.REMOVAL_LOST_CONDITIONS,
}


def granted(case: Case, by: Any) -> None:
    """The committee's approval of the removal."""
    shared.grant(case, by, MEASURES[ground_of(Said(case))])


def removed_now(case: Case, by: Any) -> None:
    """His membership ends on the day of the approval."""
    removed.end(case, by, MEASURES[ground_of(Said(case))])
