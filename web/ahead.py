"""What follows an outcome (办后去向): the papers it issues, and the next post or the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workflows.engine.models import Case
from workflows.engine.proposal import Stop, stop_at
from workflows.engine.words import Fork, Issue, Outcome, Step

MOST_NODES = 30


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


def all_ahead(step: Step, case: Case, facts: Any) -> list[Ahead]:
    """Every outcome of a step with what follows; forks are answered by today's facts."""
    return [_follow(str(code), label, step, case, facts) for code, label in step.form.outcomes.choices]


def _follow(outcome: str, label: Any, step: Step, case: Case, facts: Any) -> Ahead:
    node, papers = step.targets[outcome], list[str]()
    for _count in range(MOST_NODES):
        if isinstance(node, Step):
            return Ahead(outcome, label, tuple(papers), stop_at(node, case))
        if isinstance(node, Outcome):
            return Ahead(outcome, label, tuple(papers), end=node.title)
        if isinstance(node, Issue):
            papers.append(node.kind.title)
        node = node.targets[_way(node, facts)]
    return Ahead(outcome, label, tuple(papers))


def _way(node: Any, facts: Any) -> str:
    if isinstance(node, Fork):
        return "yes" if node.question.ask(facts) else "no"
    return "done" if "done" in node.targets else str(next(iter(node.targets)))
