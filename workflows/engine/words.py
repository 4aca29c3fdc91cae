"""The words a course is written in (流程用语).

A course is a class; each step an attribute that cites its article, names its post, its form and its term, and says
where the case goes by each outcome. Guards, questions and effects are declared objects with a name and an article,
never lambdas, so that the course can be read, drawn and checked without running it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from viewflow.workflow import flow
from viewflow.workflow.nodes import StartHandle, View

from documents.kinds import PaperKind
from forms.kit import Limits, StepForm
from registry.calendar import Calendar, add_months, the_calendar
from registry.models import Organisation
from workflows.engine import models, nodes
from workflows.engine.models import Case, Decision
from workflows.engine.obligations import Guard, Obligation, Obliged
from workflows.engine.routing import Place, PostOf
from workflows.engine.said import Said
from workflows.engine.sentences import Sentence
from workflows.policy import asking
from workflows.policy.terms import Pack, Provision


class Weight(StrEnum):
    """What a check says (核对结果): in order, to be looked at by a person, or not allowed."""

    OK = "ok"
    DOUBT = "doubt"
    BLOCK = "block"


@dataclass(frozen=True)
class Verdict:
    """The answer of a rule (结论), with its sentence and the record it was read from."""

    weight: Weight
    sentence: Sentence
    source: Sentence


@dataclass(frozen=True)
class Question:
    """A question at a fork (分支条件): a pure yes or no over the facts.

    ``settled_by`` names the steps whose answers settle it: it is open again after each of them, and stays as it is else.
    """

    name: str
    title: Any
    article: str
    ask: Callable[[Any], bool]
    settled_by: tuple[str, ...] = ("start",)


@dataclass(frozen=True)
class Term:
    """A term (期限) from the pack: so many working days, days or months after a step opens or a date in the facts."""

    provision: Callable[[Pack], Provision[int]]
    unit: str
    since: Callable[[Any], dt.date] | None = None

    def due(self, start: dt.date, pack: Pack, calendar: Calendar) -> dt.date:
        """The last day in time."""
        amount = self.provision(pack).value
        if self.unit == "working_days":
            return calendar.after(start, amount)
        return add_months(start, amount) if self.unit == "months" else start + dt.timedelta(days=amount)


def working_days(provision: Callable[[Pack], Provision[int]]) -> Term:
    """A term in working days of the calendar with make-up days."""
    return Term(provision, "working_days")


def months(provision: Callable[[Pack], Provision[int]], since: Callable[[Any], dt.date] | None = None) -> Term:
    """A term in calendar months, clamped to the month's end."""
    return Term(provision, "months", since)


@dataclass(frozen=True)
class Subject:
    """The subject himself (本人): the task is his own; the post may record it on paper with two witnesses."""

    recorded_by: PostOf


class Step(Obliged, nodes.CourseNode, View):
    """One act by one post (步骤)."""

    task_type = "HUMAN"
    bpmn_element = "userTask"
    activation_class = nodes.TurnActivation

    def __init__(
        self,
        form: type[StepForm],
        *,
        title: Any,
        asks: Any,
        article: str,
        to: PostOf | Subject,
        within: Term | None = None,
        guards: tuple[Guard, ...] = (),
        kind: str = Decision.Kind.ACT,
        papers: Mapping[str, str] | None = None,
        serious: bool = False,
    ) -> None:
        View.__init__(self, view=None)
        self.targets: dict[str, Any] = {}
        self.form, self.title, self.asks, self.article, self.to = form, title, asks, article, to
        self.within, self.guards, self.kind, self.serious = within, guards, kind, serious
        # Which Issue node an outcome leads to, so that its paper is tried before the decision.
        self.papers = dict(papers or {})
        self.lapse: Lapse | None = None
        self.on_lapse: Callable[[Case, Any], None] | None = None

    def Lapsed(  # noqa: N802 -- as Next
        self,
        node: Any,
        *,
        on: Callable[[Any], dt.date],
        article: str,
        effect: Callable[[Case, Any], None] | None = None,
    ) -> Step:
        """Where the case goes if nobody has acted by the end of a day (逾期自动流转), and what is noted then."""
        self.lapse, self.on_lapse = Lapse(on, article), effect
        self.On("lapsed", node)
        return self

    def opened(self, case: Case, task: Any) -> None:
        """Route a new task; called by the node machinery inside the transaction."""
        from workflows.engine import turns  # noqa: PLC0415 -- turns reads courses written with this module

        turns.open_turn(self, case, task)


@dataclass(frozen=True)
class Lapse:
    """The date on which a turn lapses, with its article."""

    on: Callable[[Any], dt.date]
    article: str


class Opening(Obliged, nodes.CourseNode, StartHandle):
    """How a case begins (发起): the form that opens it, by whom, under which article."""

    task_type = "START"
    bpmn_element = "startEvent"
    shape = StartHandle.shape
    activation_class = StartHandle.activation_class

    def __init__(self, form: type[StepForm], *, title: Any, article: str, guards: tuple[Guard, ...] = ()) -> None:
        StartHandle.__init__(self)
        self.targets: dict[str, Any] = {}
        self.form, self.title, self.article, self.guards = form, title, article, guards

    def Next(self, node: Any) -> Opening:  # noqa: N802 -- viewflow's way of writing a course
        """The first node after the opening."""
        self.targets = {"done": node}
        self._next = node
        return self

    def _resolve(self, instance: Any) -> None:
        StartHandle._resolve(self, instance)  # noqa: SLF001 -- INT viewflow's start resolves its own edge
        self.targets = {"done": self._next}


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
    """What the worker does once the undo hold is over (撤销期满后执行): nothing leaves the house before."""

    def __init__(self, *, title: Any, article: str) -> None:
        super().__init__()
        self.title, self.article = title, article

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
        then: Callable[..., None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title=title, article=article)
        self.kind, self.facts_of, self.issuer, self.addressees = kind, facts, issuer, addressees
        self.numbered_as, self.then = numbered_as, then


class Effect(Later):
    """Change a lasting record (登记变更), e.g. move the member's relationship."""

    def __init__(self, apply: Callable[[Case, Any], None], *, title: Any, article: str) -> None:
        super().__init__(title=title, article=article)
        self.apply = apply


class Wait(Later):
    """Wait until the end of a day (等待至某日): a DATE that ``manage.py sweep`` looks at, no timer of the engine's."""

    on_lapse: Callable[[Case, Any], None] | None = None

    def __init__(self, *, until: Callable[[Any], dt.date], title: Any, article: str) -> None:
        super().__init__(title=title, article=article)
        self.until = until

    def Over(self, node: Any) -> Wait:  # noqa: N802 -- viewflow's way of writing a course
        """Where the case goes the day after."""
        self.On("lapsed", node)
        return self

    def scheduled(self, case: Case, task: Any) -> None:
        """Write the date into a row; nothing is enqueued."""
        until = self.until(case.flow_class.facts(case))
        models.Wait.objects.create(task=task, case=case, until=until, article=self.article)


class Outcome(Later):
    """An end of the case (办结): after the undo hold it is closed for good."""

    task_type = "END"
    bpmn_element = "endEvent"
    shape = flow.End.shape

    def __init__(self, code: str, *, title: Any, article: str) -> None:
        super().__init__(title=title, article=article)
        self.code = code


@dataclass(frozen=True)
class Withdrawal:
    """Who may call the whole case off (撤回申请), at which steps, and where it then goes."""

    article: str
    at: tuple[str, ...]
    then: str


class Process(flow.Flow):
    """A process (流程): base of every course."""

    process_class = Case
    lock_impl = nodes.CaseLock()

    name: ClassVar[str]
    code: ClassVar[str]
    title: ClassVar[Any]
    summary: ClassVar[Any] = ""
    prepares: ClassVar[tuple[Any, ...]] = ()
    minutes: ClassVar[int] = 5
    icon: ClassVar[str] = "file-text"
    start: ClassVar[Opening]
    opened_by: ClassVar[tuple[str, ...]]
    opened_at_levels: ClassVar[tuple[str, ...]]
    opened_by_subject: ClassVar[bool] = False
    withdrawal: ClassVar[Withdrawal | None] = None
    quick: ClassVar[bool] = True
    # The class of the facts, and what each field of them may be besides what its type says: for the soundness checker.
    known: ClassVar[type]
    domains: ClassVar[Mapping[str, tuple[Any, ...]]] = {}

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member a new case is about, from its opening answers."""
        raise NotImplementedError

    @classmethod
    def organisations_of(cls, answers: Mapping[str, Any], organisation: Organisation) -> list[Organisation]:
        """The organisations that have a part in a new case from the start."""
        return [organisation]

    @classmethod
    def opening_answers(cls, case: Case) -> Mapping[str, Any]:
        """The answers the case was opened with, as they were given."""
        return dict(case.data["request"])

    @classmethod
    def facts(cls, case: Case, said: Said | None = None) -> Any:
        """Everything the rules of this process look at, gathered once; a frozen dataclass."""
        raise NotImplementedError

    @classmethod
    def limits(cls, case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
        """What a step allows its form."""
        raise NotImplementedError

    @classmethod
    def limits_for_reading(cls, case: Case, step: str, decision: Decision) -> Limits:
        """The limits by which kept answers are read back: those of the day they were given."""
        by_subject = decision.person_id == case.subject_person_id
        return cls.limits(case, step, today=decision.on, by_subject=by_subject)

    @classmethod
    def opening_limits(cls, organisation: Organisation, person: Any, *, today: dt.date) -> Limits:
        """What the opening form may choose from."""
        raise NotImplementedError

    @classmethod
    def initial(cls, case: Case, step: str) -> dict[str, Any]:
        """What a step's form proposes before anything was typed."""
        return {}

    @classmethod
    def pack(cls, case: Case) -> Pack:
        """The policy a case was opened under and keeps."""
        return asking.pinned(case.pack, case.pack_version)

    @classmethod
    def summary_of(cls, case: Case, said: Said) -> list[tuple[Any, str]]:
        """The facts a reader of the case needs first: label and value."""
        raise NotImplementedError

    @classmethod
    def steps(cls) -> dict[str, Step]:
        """The steps of the course by name, in the order they are written."""
        return {name: node for name, node in cls.in_order() if isinstance(node, Step)}

    @classmethod
    def in_order(cls) -> list[tuple[str, Any]]:
        """All nodes in the order in which the course file writes them."""
        by_name = cls.instance._nodes_by_name  # noqa: SLF001 -- INT viewflow sorts by name, the regulation does not
        written = [name for base in reversed(cls.__mro__) for name in vars(base) if name in by_name]
        return [(name, by_name[name]) for name in dict.fromkeys(written)]


def calendar_for(day: dt.date) -> Calendar:
    """The working-day calendar around a day."""
    return the_calendar(day)


__all__ = [
    "Effect", "Fork", "Guard", "Issue", "Later", "Obligation", "Opening", "Outcome", "Place", "Process", "Question", "Step", "Subject",
    "Term", "Verdict", "Wait", "Weight", "Withdrawal", "field", "months", "working_days",
]  # fmt: skip
