"""The way a real case went (实际经过), held against the model of a course: its own, or that of another edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import F, Q
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from workflows.engine.models import Case, Decision, TaskAssignment
from workflows.engine.soundness.keeping import returns_kept
from workflows.engine.soundness.model import (
    CALLED_OFF,
    TERMINATED,
    Model,
    Move,
    Return,
    State,
    obligations_of,
    sent_back,
    with_returns,
)
from workflows.engine.words import Fork, Outcome


def way_of(case: Case, *, with_forks: bool = False) -> tuple[list[tuple[str, str]], str]:
    """How a case went: each node it left and by which outcome, forks only if they are asked for; and where it stands."""
    taken_back, ended = _taken_back(case), _ended(case)
    way, stands = [], ""
    for task in Task.objects.filter(process_id=case.pk).order_by("pk"):
        node = task.flow_task
        if isinstance(node, Fork) or task.pk in taken_back:
            continue
        if task.status == STATUS.CANCELED:
            if task.pk in ended:
                way.append((node.name, ended[task.pk]))
        elif task.status != STATUS.DONE or isinstance(node, Outcome):
            stands = node.name
        else:
            data = task.data or {}
            way.append((node.name, sent_back(data["to"]) if "to" in data else data.get("outcome", "done")))
            way += data.get("forks", {}).items() if with_forks else ()
    return way, stands


def _taken_back(case: Case) -> set[int]:
    """The tasks that ended by a decision which was taken back: each was done anew at a task of its own.

    A signature that was taken back while its round ran on ended no task: the round is still, or was last, at that one.
    """
    recalled = Decision.objects.filter(case=case, recalled_at__isnull=False)
    ran_on = Q(assignment__signer__signing__task_id=F("assignment__task_id"))
    return set(recalled.exclude(ran_on).values_list("assignment__task_id", flat=True))


def _ended(case: Case) -> dict[int, str]:
    """The tasks at which the whole case was called off or ended, and by what; some who sign there may have signed before."""
    how = {"withdrawn": CALLED_OFF, "terminated": TERMINATED} | {i.name: i.name for i in case.flow_class.incidents}
    closed = TaskAssignment.objects.filter(case=case, closed_how__in=how).values_list("task_id", "closed_how")
    return {task: how[closed_how] for task, closed_how in closed}


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
    """The returns that are kept with the proof of a course, those that any page may offer."""
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


def state_under(model: Model, way: Iterable[tuple[str, str]], stands: str) -> State:
    """Where a case stands in the model of a course that it did not go through: what its way meets by this declaration.

    What was done at a node that this course does not have, or has without this outcome, meets nothing here.
    """
    state = State("start")
    for node, outcome in way:
        if node in model.nodes:
            state = _after(model, replace(state, node=node), outcome)
    return replace(state, node=stands)


def _after(model: Model, state: State, outcome: str) -> State:
    back = outcome.removeprefix(sent_back(""))
    if back == outcome:
        return model.after(state, _move(model, state.node, outcome))
    known = [one for one in _returns(model) if (one.node, one.to) == (state.node, back)]
    # A return that was not proved safe here undoes everything: then nothing is taken for done that may not be.
    return known[0].after(state) if known else replace(state, node=back, met=frozenset())


def _move(model: Model, node: str, outcome: str) -> Move:
    """One real move, as the model would make it; where it leads does not matter, the next one says where it begins."""
    known = model.nodes[node]
    answer = (known.question.name, outcome == "yes") if isinstance(known, Fork) else None
    return Move(node, outcome, node, answer=answer)
