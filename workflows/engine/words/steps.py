"""What people do in a course (环节): the opening, and one act by one post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from viewflow.workflow.nodes import StartHandle, View

from forms.kit import Access, Differs, Endings, StepForm
from workflows.engine import nodes
from workflows.engine.models import Case, Decision
from workflows.engine.obligations import Guard, Obliged
from workflows.engine.routing import PostOf
from workflows.engine.words.rules import Term


@dataclass(frozen=True)
class Subject:
    """The subject himself (本人): the task is his own; the post may record it on paper with two witnesses."""

    recorded_by: PostOf


class Step(Obliged, nodes.CourseNode, View):
    """One act by one post (步骤)."""

    task_type = "HUMAN"
    bpmn_element = "userTask"
    activation_class = nodes.TurnActivation
    # Whether what its paper says is known when the case is opened.
    paper_is_foreseen = True

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
        fields: Mapping[str, Access | Differs] | None = None,
    ) -> None:
        View.__init__(self, view=None)
        self.targets: dict[str, Any] = {}
        self.form, self.title, self.asks, self.article, self.to = form, title, asks, article, to
        self.within, self.guards, self.kind, self.serious = within, guards, kind, serious
        # Which Issue node an outcome leads to, so that its paper is tried before the decision.
        self.papers = dict(papers or {})
        if "outcome" in (fields or {}):
            raise ValueError("how a step ends is always asked")
        # Which fields of the form may be changed, only read, or are not asked; those not named may be changed.
        self.fields = dict(fields or {})
        self.lapse: Lapse | None = None
        self.on_lapse: Callable[[Case, Any], None] | None = None
        self.escalation: Escalation | None = None

    @property
    def ordinary(self) -> str:
        """The outcome that needs no reason: the first one of the form."""
        return str(next(iter(self.form.outcomes)).value)

    def endings_now(self, case: Case) -> Endings | None:
        """By which outcomes a case can leave the step now, where a record settles that; None where all are open."""
        return None

    def bars_withdrawal(self, case: Case) -> str:
        """Why a case can no longer be called off here, though the course would let it; empty where it can."""
        return ""

    def access(self, *, by_subject: bool) -> dict[str, Access]:
        """What whoever answers may do with the fields that are named."""
        return {
            name: (rule.by_subject if by_subject else rule.by_post) if isinstance(rule, Differs) else rule
            for name, rule in self.fields.items()
        }

    def Lapsed(  # noqa: N802 -- as Next
        self,
        node: Any,
        *,
        on: Callable[[Any], dt.date],
        article: str,
        effect: Callable[[Case, Any], None] | None = None,
        stops: bool = False,
    ) -> Step:
        """Where the case goes if nobody has acted by the end of a day (逾期自动流转), and what is noted then.

        ``stops`` says whether the day moves on while the case is suspended.
        """
        self.lapse, self.on_lapse = Lapse(on, article, stops), effect
        self.On("lapsed", node)
        return self

    def Escalates(self, *, to: PostOf, on: Callable[[Any], dt.date], article: str) -> Step:  # noqa: N802 -- as Next
        """Whom a rule wants told if nobody has acted by a day (按规定上报): once a turn; he may ask for haste, not decide."""
        self.escalation = Escalation(to, on, article)
        return self

    def opened(self, case: Case, task: Any) -> None:
        """Route a new task; called by the node machinery inside the transaction."""
        from workflows.engine import turns  # noqa: PLC0415 -- turns reads courses written with this module

        turns.open_turn(self, case, task)


@dataclass(frozen=True)
class Lapse:
    """The date on which a turn lapses, with its article; whether it moves on while the case is suspended."""

    on: Callable[[Any], dt.date]
    article: str
    stops: bool = False


@dataclass(frozen=True)
class Escalation:
    """Which post is told from which day on, with the article or policy key (按规定上报)."""

    to: PostOf
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
