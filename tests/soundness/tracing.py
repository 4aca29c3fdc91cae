"""The way a real case went, held against the model: whatever the engine does, the checker must have explored."""

from __future__ import annotations

from collections.abc import Iterator

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from workflows.engine.models import Case, Decision, TaskAssignment
from workflows.engine.soundness.keeping import returns_kept
from workflows.engine.soundness.model import (
    CALLED_OFF,
    TERMINATED,
    Model,
    Return,
    State,
    obligations_of,
    sent_back,
    with_returns,
)
from workflows.engine.words import Fork, Outcome


def way_of(case: Case) -> tuple[list[tuple[str, str]], str]:
    """How a case went: each node it left and by which outcome, forks left out; and the node where it stands."""
    taken_back = set(
        Decision.objects.filter(case=case, recalled_at__isnull=False).values_list("assignment__task_id", flat=True)
    )
    closed_how = dict(TaskAssignment.objects.filter(case=case).values_list("task_id", "closed_how"))
    way, stands = [], ""
    for task in Task.objects.filter(process_id=case.pk).order_by("pk"):
        node = task.flow_task
        if isinstance(node, Fork) or task.pk in taken_back:
            continue
        if task.status == STATUS.CANCELED:
            if how := {"withdrawn": CALLED_OFF, "terminated": TERMINATED}.get(closed_how.get(task.pk, "")):
                way.append((node.name, how))
        elif task.status != STATUS.DONE or isinstance(node, Outcome):
            stands = node.name
        else:
            data = task.data or {}
            way.append((node.name, sent_back(data["to"]) if "to" in data else data.get("outcome", "done")))
    return way, stands


def explored(model: Model, way: list[tuple[str, str]], stands: str) -> bool:
    """True if the model knows a way like this one; forks are passed by whatever answers they may give."""
    model = with_returns(model, _returns(model))
    states = {State("start")}
    for node, outcome in way:
        states = {
            target
            for state in _past_forks(model, states)
            if state.node == node
            for move, target in model.next(state)
            if move.outcome == outcome
        }
    return any(state.node == stands for state in _past_forks(model, states))


def _returns(model: Model) -> Iterator[Return]:
    """The returns that are kept with the proof, those that any page may offer."""
    own = frozenset(name for name, obligation in obligations_of(model.process).items() if obligation.own)
    for node, back in returns_kept(model.process).items():
        for to, undone in back.items():
            yield Return(node, to, undone, own & set(undone))


def _past_forks(model: Model, states: set[State]) -> set[State]:
    found, todo = set(states), list(states)
    while todo:
        state = todo.pop()
        if isinstance(model.nodes[state.node], Fork):
            for _move, target in model.next(state):
                if target not in found:
                    found.add(target)
                    todo.append(target)
    return found
