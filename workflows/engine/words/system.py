"""What the system does in a course (系统环节): forks, papers, effects, waits, ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Self

from viewflow.workflow import flow

from documents.kinds import PaperKind
from workflows.engine import models, nodes
from workflows.engine.handling import handling
from workflows.engine.models import Case
from workflows.engine.obligations import Obliged
from workflows.engine.routing import Place
from workflows.engine.words.rules import Question


class Fork(Obliged, nodes.CourseNode):
    """A fork (分支) that a declared question decides."""

    task_type = "IF"
    bpmn_element = "exclusiveGateway"
    shape = flow.If.shape

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question, self.title, self.article = question, question.title, question.article

    def answer(self, case: Case) -> str:
        """``yes`` or ``no`` for a case."""
        return "yes" if self.question.ask(case.flow_class.facts(case)) else "no"

    def Yes(self, node: Any) -> Fork:  # noqa: N802 -- viewflow's way of writing a course
        """Where a yes leads."""
        self.On("yes", node)
        return self

    def No(self, node: Any) -> Fork:  # noqa: N802 -- viewflow's way of writing a course
        """Where a no leads."""
        self.On("no", node)
        return self


class Later(Obliged, nodes.CourseNode):
    """What the worker does once the undo hold is over (撤销期满后执行): nothing leaves the house before.

    ``foresees`` tells a supposed case what the registers will say afterwards, where later steps ask for it.
    """

    foresees: Callable[[Case], None] | None = None

    # Whether it may be done a second time after a return, though it lasts.
    repeatable = False

    def __init__(self, *, title: Any, article: str) -> None:
        super().__init__()
        self.title, self.article = title, article

    @property
    def lasts(self) -> bool:
        """True for what stays done when a case goes back: it left the house, or changed a register (不可逆)."""
        return False

    def Repeatable(self) -> Self:  # noqa: N802 -- viewflow's way of writing a course
        """Doing it again after a return is harmless: the case may be sent back across it."""
        self.repeatable = True
        return self

    def scheduled(self, case: Case, task: Any) -> None:
        """Enqueue the job in the same transaction."""
        from workflows.engine import jobs  # noqa: PLC0415 -- jobs reads courses written with this module

        jobs.enqueue(case, task)

    def do(self, case: Case, task: Any) -> str:
        """Do it under the case lock; returns the outcome."""
        raise NotImplementedError


class Issue(Later):
    """Issue a paper (制发文书): number it, freeze its facts, render, archive."""

    def __init__(
        self, kind: PaperKind, *, title: Any, article: str, facts: Callable[..., dict[str, Any]], issuer: Place,
        addressees: tuple[Place, ...] = (), numbered_as: Callable[[Case], Any] | None = None,
        then: Callable[..., None] | None = None, foresees: Callable[[Case], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title=title, article=article)
        self.foresees = foresees
        self.kind, self.facts_of, self.issuer, self.addressees = kind, facts, issuer, addressees
        self.numbered_as, self.then = numbered_as, then

    @property
    def lasts(self) -> bool:
        """A paper lasts where others get it or a register knows it; one kept in its own file can be issued again."""
        return bool(self.addressees) or self.then is not None


class Effect(Later):
    """Change a lasting record (登记变更), e.g. move the member's relationship."""

    def __init__(
        self, apply: Callable[[Case, Any], None], *, title: Any, article: str,
        foresees: Callable[[Case], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title=title, article=article)
        self.apply, self.foresees = apply, foresees

    @property
    def lasts(self) -> bool:
        """A register does not forget."""
        return True


class Wait(Later):
    """Wait until the end of a day (等待至某日): a DATE that ``manage.py sweep`` looks at, no timer of the engine's.

    ``stops`` says whether the day moves on while the case is suspended.
    """

    on_lapse: Callable[[Case, Any], None] | None = None

    def __init__(self, *, until: Callable[[Any], dt.date], title: Any, article: str, stops: bool = False) -> None:
        super().__init__(title=title, article=article)
        self.until, self.stops = until, stops

    def Over(self, node: Any) -> Wait:  # noqa: N802 -- viewflow's way of writing a course
        """Where the case goes the day after."""
        self.On("lapsed", node)
        return self

    def scheduled(self, case: Case, task: Any) -> None:
        """Write the date into a row; nothing is enqueued."""
        until = self.until(case.flow_class.facts(case))
        with handling(case) as at:
            at.rows.add(models.Wait(task=task, case=case, until=until, article=self.article, stops=self.stops))


class Outcome(Later):
    """An end of the case (办结): after the undo hold it is closed for good.

    ``again`` says that it is not what was hoped for: whoever may open such a case may ask again. ``leads_to`` names the
    process that has to be asked for now (应另行办理): a person starts it, the case only says so.
    """

    task_type = "END"
    bpmn_element = "endEvent"
    shape = flow.End.shape

    def __init__(self, code: str, *, title: Any, article: str, again: bool = False, leads_to: str = "") -> None:
        super().__init__(title=title, article=article)
        self.code, self.again, self.leads_to = code, again, leads_to
