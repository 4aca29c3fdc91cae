"""What a correction enters in the registers (登记): the approval; who is called to the review."""

from __future__ import annotations

from typing import Any

from documents.models import Paper
from registry.models import Measure
from workflows.engine.meetings import standing
from workflows.engine.models import Case
from workflows.families import meetings
from workflows.families.disposal import effects as shared


def granted(case: Case, by: Any) -> None:
    """The committee's approval of the correction."""
    shared.grant(case, by, Measure.CORRECTION)


def conclusion_served(case: Case, by: Any) -> None:
    """That the conclusion reached him is in the register."""
    shared.served_at(case, by, "serve_conclusion")


def call_to_review(case: Case, paper: Paper, by: Any) -> None:
    """Whoever is on the roll is told of the meeting that reviews it, and the member too."""
    meetings.call(case, standing.last(case, "review"))
