"""Everything that touches the inside of viewflow (引擎内核). Pinned to viewflow 2.4.0, with contract tests.

viewflow is our token engine and course language. Its assignment, inboxes, locks, boundary timers and views are not
used. What we rely on beyond its documentation is marked INT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow import this
from viewflow.workflow import STATUS, Activation, Node, Token, flow
from viewflow.workflow.base import Edge
from viewflow.workflow.models import Task
from viewflow.workflow.nodes import AbstractJobActivation, ViewActivation
from viewflow.workflow.status import PROCESS

from audit import clock
from registry.refusals import Conflict

OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED, STATUS.SCHEDULED, STATUS.ERROR)


class CaseLock:
    """The lock of a case (案件锁): ``SELECT ... FOR UPDATE`` on its process row, waiting in the database.

    viewflow's default duplicates the next task in every simultaneous double submit; its own row lock sleeps and breaks
    inside an outer transaction. The waiting time is the session's lock_timeout.
    """

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        with transaction.atomic(savepoint=False):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1 FROM viewflow_process WHERE id = %s FOR UPDATE", [process_pk])
            except OperationalError as error:
                raise Conflict(_("Somebody is working on this case right now. Try again in a moment.")) from error
            yield


def _next_by_outcome(activation: Any) -> Iterator[Any]:
    """The one edge that the outcome of a finished task leads along."""
    target = activation.flow_task.targets[activation.task.data["outcome"]]
    yield target._create(activation, activation.task.token)  # noqa: SLF001 -- INT Node._create


class TurnActivation(ViewActivation):
    """A task of a person: no claim step, an assignment row from the moment it exists."""

    @classmethod
    def create(cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None) -> Any:
        """Create the task and let the step route it, in the same transaction."""
        activation = super().create(flow_task, prev_activation, token, data=data, seed=seed)
        flow_task.opened(activation.process, activation.task)
        return activation

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.STARTED)
    def start(self, request: Any) -> None:
        """INT: sources widened, since there is no claim; and no signal."""
        self.task.started = timezone.now()

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Close the task without a decision."""
        self.task.finished = timezone.now()
        self.task.save(update_fields=["status", "finished"])

    @Activation.status.super()
    def create_next(self) -> Iterator[Any]:
        """Follow the outcome."""
        yield from _next_by_outcome(self)


class LaterActivation(AbstractJobActivation):
    """A task of the system: it waits for the worker or for a date."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        """Store the task and let the node enqueue it in the same transaction."""
        self.task.scheduled = self.process.hold_until or clock.now()
        self.task.status = STATUS.SCHEDULED
        self.task.save()
        self.flow_task.scheduled(self.process, self.task)

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        """INT: stock execute() keeps an error of the next node, with local variables, in the row; ours raises it."""
        self.complete()
        self.activate_next()

    @Activation.status.transition(source=[STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Stock jobs cannot be cancelled."""
        self.task.finished = timezone.now()
        self.task.save(update_fields=["status", "finished"])

    @Activation.status.super()
    def create_next(self) -> Iterator[Any]:
        """Follow the outcome, if the node has one to follow."""
        if self.flow_task.targets:
            yield from _next_by_outcome(self)


class ForkActivation(Activation):
    """A fork: one of two edges, by a declared condition."""

    @Activation.status.super()
    def activate(self) -> None:
        """Ask the condition and remember the answer in the task."""
        self.task.data = {"outcome": self.flow_task.answer(self.process)}

    @Activation.status.super()
    def create_next(self) -> Iterator[Any]:
        """Follow the answer."""
        yield from _next_by_outcome(self)


class CourseNode(Node):
    """A node with one edge for each outcome."""

    task_type = "JOB"
    shape = flow.View.shape
    bpmn_element = "serviceTask"
    activation_class: Any = LaterActivation

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, Any] = {}

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
    """Save a new case with its first task and advance it."""
    node = flow_class.start
    activation = node.activation_class(Task(flow_task=node, process=case, started=timezone.now()))
    activation.execute()


def finish(task: Task, outcome: str, case: Any) -> None:
    """End a task with an outcome and create what follows; the case lock is held."""
    task.data = {**task.data, "outcome": outcome}
    task.process = case
    activation = task.flow_task.activation_class(task)
    if isinstance(activation, TurnActivation):
        activation.start(None)
    elif task.status == STATUS.SCHEDULED:
        activation.start()
    activation.execute()


def close(case: Any) -> None:
    """Mark the process as finished; its last task ends without a successor."""
    case.status, case.finished = PROCESS.DONE, timezone.now()


def open_tasks(case: Any) -> list[Task]:
    """The tasks of a case that are not over, oldest first."""
    return list(Task.objects.filter(process_id=case.pk, status__in=OPEN).order_by("pk"))


def cancel_open(case: Any) -> list[Task]:
    """Cancel every open task of a case; the case lock is held."""
    tasks = open_tasks(case)
    for task in tasks:
        task.process = case
        task.flow_task.activation_class(task).cancel()
    return tasks


def go_to(case: Any, after: Task, name: str) -> None:
    """Create a task at a node of the course, whatever the edges say: recall, withdrawal, return."""
    node = case.flow_class.instance.node(name, no_obsolete=True)
    after.process = case
    activation = node._create(after.flow_task.activation_class(after), Token("start"))  # noqa: SLF001 -- INT Node._create
    activation._activate_next({activation})  # noqa: SLF001 -- INT runs what needs no person


Handler = Callable[..., Any]
