"""What follows an outcome (办后去向): the papers it issues, and the next post or the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.engine.models import Case
from workflows.engine.path import after_deciding
from workflows.engine.stops import Path, Stop
from workflows.engine.words import Step


@dataclass(frozen=True)
class Ahead:
    """What happens after one outcome of a step."""

    outcome: str
    label: Any
    papers: tuple[str, ...] = ()
    stop: Stop | None = None
    end: Any = ""
    # Where others have to sign first: what is still needed.
    still: str = ""


def all_ahead(step: Step, case: Case) -> list[Ahead]:
    """Every outcome of a step with what follows, if it were decided now with the answers expected."""
    return [follow(step, case, str(code), label) for code, label in step.form.outcomes.choices]


def follow(step: Step, case: Case, outcome: str, label: Any = "", answers: Mapping[str, Any] | None = None) -> Ahead:
    """What follows one outcome of a step, if it were decided now."""
    path: Path = after_deciding(case, step, outcome, answers)
    return Ahead(
        outcome,
        label or dict(step.form.outcomes.choices)[outcome],
        tuple(paper.kind.title for paper in path.papers),
        path.stops[0] if path.stops else None,
        path.end.title if path.end else "",
    )
