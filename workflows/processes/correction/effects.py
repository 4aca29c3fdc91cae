"""What a correction enters in the registers (登记): the approval; who is called to the review."""

from __future__ import annotations

from typing import Any

from documents.models import Paper
from registry.models import Measure
from workflows.engine.models import Case
from workflows.families.disposal import effects as shared


def granted(case: Case, by: Any) -> None:
    """The committee's approval of the correction."""
    shared.grant(case, by, Measure.CORRECTION)


def call_to_review(case: Case, paper: Paper, by: Any) -> None:
    """Whoever is on the roll is told of the meeting that reviews it, and the member too."""
    shared.call_to(case, "review")
