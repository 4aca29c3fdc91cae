"""Everything that touches the inside of viewflow (引擎内核). Pinned to viewflow 2.4.0, with contract tests.

viewflow is our token engine and course language. Its assignment, inboxes, locks, boundary timers and views are not
used. What we rely on beyond its documentation is marked INT.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow import this
from viewflow.workflow import STATUS, Activation, Node, Token, flow
from viewflow.workflow.base import Edge
from viewflow.workflow.fields import import_task_by_ref
from viewflow.workflow.models import Task
from viewflow.workflow.nodes import AbstractJobActivation, ViewActivation
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.status import PROCESS

from audit import clock
from registry import rows
from registry.refusals import Conflict
from registry.rows import Shape
from workflows.engine.handling import handling
from workflows.engine.models import SENT_BACK, Case

CASE = Shape(Case, "c", parent="p")
LOCK = f"SELECT {CASE.columns} FROM viewflow_process p JOIN workflows_case c ON c.process_ptr_id = p.id WHERE p.id = %s FOR UPDATE"
OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED, STATUS.SCHEDULED, STATUS.ERROR)


class CaseLock:
    """The lock of a case (案件锁): ``SELECT ... FOR UPDATE`` on its rows, waiting in the database; gives the case.

    viewflow's default duplicates the next task in every simultaneous double submit; its own row lock sleeps and breaks
    inside an outer transaction. The waiting time is the session's lock_timeout. Both rows of the case are locked: the
    statement then returns them as they are once the lock is had, however long it has waited.
    """

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[Case | None]:
        with transaction.atomic(savepoint=False):
            try:
                found = rows.read(LOCK, [process_pk], CASE)
            except OperationalError as error:
                raise Conflict(_("Somebody is working on this case right now. Try again in a moment.")) from error
            yield found[0][0] if found else None


# -- from task to task ----------------------------------------------------------------------------------------------------


def _create(node: Any, before: Activation, token: Any) -> Task:
    """A new task after another, with its link: two rows, to be written with the others."""
    case = before.process
    with handling(case) as at:
        task = Task(
            pk=at.number("viewflow_task"), process=case, flow_task=node, flow_task_type=node.task_type, token=token, data={}
        )  # fmt: skip
        at.rows.add(task)
        at.rows.add(Task.previous.through(from_task_id=task.pk, to_task_id=before.task.pk))
    return task


def _end(activation: Activation) -> None:
    """End a task: what has changed of it, and nothing else. INT: stock saves every column, and sends a signal."""
    activation.task.finished = timezone.now()
    with handling(activation.process) as at:
        at.rows.change(activation.task, "status", "started", "finished", "data")


def _cancel(activation: Activation) -> None:
    activation.task.finished = timezone.now()
    with handling(activation.process) as at:
        at.rows.change(activation.task, "status", "finished")


def past_forks(node: Any, case: Any) -> tuple[dict[str, str], Any]:
    """Where a case comes to rest from a node on: the answers of the forks on the way, and the first node that is none.

    Asked of a case as it is, this is where it goes; of a case as it is supposed to be, where it would go.
    """
    forks: dict[str, str] = {}
    while (answer := node.answer(case)) is not None:
        if node.name in forks:
            raise RuntimeError(f"{node.name} leads back to itself without a task between")
        forks[node.name], node = answer, node.targets[answer]
    return forks, node


def _open(before: Activation, node: Any, token: Any = None) -> None:
    """Create the task at a node; forks on the way leave none: their answers are kept with the task before.

    INT: stock walks through every successor and asks each what it could do; ours have one, that waits.
    """
    forks, node = past_forks(node, before.process)
    if forks:
        before.task.data = {**before.task.data, "forks": forks}
    activation = node.activation_class(_create(node, before, token or before.task.token))
    activation.opened()


class OpeningActivation(StartHandleActivation):
    """How a case begins: its rows and those of its first task are written together."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.DONE)
    def complete(self) -> None:
        """The opening is done at once."""
        self.task.finished = timezone.now()


class TurnActivation(ViewActivation):
    """A task of a person: no claim step, an assignment row from the moment it exists."""

    def opened(self) -> None:
        """Let the step route the new task, in the same transaction."""
        self.flow_task.opened(self.process, self.task)

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.STARTED)
    def start(self, request: Any) -> None:
        """INT: sources widened, since there is no claim; and no signal."""
        self.task.started = timezone.now()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        """The task is done."""
        _end(self)

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Close the task without a decision."""
        _cancel(self)


class LaterActivation(AbstractJobActivation):
    """A task of the system: it waits for the worker or for a date."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def opened(self) -> None:
        """Let the node enqueue the new task, in the same transaction."""
        self.task.scheduled = self.process.hold_until or clock.now()
        self.flow_task.scheduled(self.process, self.task)

    @Activation.status.transition(source=[STATUS.SCHEDULED, STATUS.STARTED], target=STATUS.STARTED)
    def start(self, request: Any = None) -> None:
        """INT: stock saves the row here, and once more when the task is done."""
        self.task.started = timezone.now()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        """The task is done."""
        _end(self)

    @Activation.status.transition(source=[STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Stock jobs cannot be cancelled."""
        _cancel(self)


class CourseNode(Node):
    """A node with one edge for each outcome."""

    task_type = "JOB"
    shape = flow.View.shape
    bpmn_element = "serviceTask"
    activation_class: Any = LaterActivation

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, Any] = {}

    def answer(self, case: Any) -> str | None:
        """The edge of a node that leaves no task, such as a fork; None for all others."""
        return None

    @property
    def ordinary(self) -> str:
        """The outcome with which the node ends if everything goes the ordinary way."""
        return "done" if "done" in self.targets else str(next(iter(self.targets)))

    def On(self, outcome: str, node: Any) -> CourseNode:  # noqa: N802 -- viewflow's way of writing a course
        """Where the case goes when this node ends with an outcome."""
        self.targets = {**self.targets, str(outcome): node}
        return self

    def Next(self, node: Any) -> CourseNode:  # noqa: N802 -- viewflow's way of writing a course
        """Where the case goes when this node has only one way to end."""
        return self.On("done", node)

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.targets = {outcome: this.resolve(instance, node) for outcome, node in self.targets.items()}

    def _outgoing(self) -> Iterator[Edge]:
        for outcome, node in self.targets.items():
            yield Edge(src=self, dst=node, edge_class="next", label=outcome)


def begin(flow_class: Any, case: Any) -> None:
    """Write a new case with its first task and advance it."""
    node = flow_class.start
    with handling(case) as at:
        case.pk = case.id = at.number("viewflow_process")
        task = Task(pk=at.number("viewflow_task"), flow_task=node, flow_task_type=node.task_type, process=case, started=timezone.now())  # fmt: skip
        at.rows.add(case)
        at.rows.add(task)
        activation = OpeningActivation(task)
        activation.complete()
        _open(activation, node.targets["done"])


def finish(task: Task, outcome: str, case: Any) -> None:
    """End a task with an outcome and create what follows; the case lock is held."""
    node = task.flow_task
    with handling(case):
        activation = _ended(task, {"outcome": outcome}, case)
        if node.targets:
            _open(activation, node.targets[outcome])


def send_back(task: Task, to: str, case: Any) -> None:
    """End a task and create one at an earlier node, whatever the edges say; the case lock is held."""
    with handling(case):
        activation = _ended(task, {"outcome": SENT_BACK, "to": to}, case)
        _open(activation, case.flow_class.instance.node(to, no_obsolete=True), Token("start"))


def _ended(task: Task, data: dict[str, str], case: Any) -> Activation:
    task.data, task.process = {**task.data, **data}, case
    activation = task.flow_task.activation_class(task)
    if task.status != STATUS.STARTED:
        activation.start(None)
    activation.complete()
    return activation


def named(reference: str) -> Any:
    """The node a task row names. INT: how viewflow reads the column."""
    return import_task_by_ref(reference)


def close(case: Any) -> None:
    """Mark the process as finished; its last task ends without a successor."""
    case.status, case.finished = PROCESS.DONE, timezone.now()


def open_tasks(case: Any) -> list[Task]:
    """The tasks of a case that are not over, oldest first."""
    return list(Task.objects.filter(process_id=case.pk, status__in=OPEN).order_by("pk"))


def cancel_open(case: Any) -> list[Task]:
    """Cancel every open task of a case; the case lock is held."""
    tasks = open_tasks(case)
    with handling(case):
        for task in tasks:
            task.process = case
            task.flow_task.activation_class(task).cancel()
    return tasks


def go_to(case: Any, after: Task, name: str) -> None:
    """Create a task at a node of the course, whatever the edges say: recall, withdrawal, termination."""
    node = case.flow_class.instance.node(name, no_obsolete=True)
    after.process = case
    with handling(case):
        _open(after.flow_task.activation_class(after), node, Token("start"))
