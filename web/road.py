"""Where a case is (办理进度): the stages behind and ahead, who has it now, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from audit import clock
from registry.calendar import the_calendar
from registry.models import Appointment, Organisation, Person
from workflows.engine.inbox import DueChip, due_chip
from workflows.engine.models import Case, TaskAssignment
from workflows.engine.path import path_of
from workflows.engine.stops import Path, Stop

WINDOW = 5


@dataclass(frozen=True)
class Stage:
    """One stage of the road: done, now or still to come."""

    title: Any
    state: str


@dataclass(frozen=True)
class Hold:
    """Who has the case now: a post with its holders, or the member himself."""

    turn: TaskAssignment
    title: Any
    asks: Any
    person: Person | None
    holders: tuple[Appointment, ...]
    organisation: Organisation
    chip: DueChip

    @property
    def stands(self) -> bool:
        """True while the case is suspended and the term stands still meanwhile."""
        within = self.turn.definition.within
        return self.chip.kind == "held" and within is not None and within.stops


@dataclass(frozen=True)
class Road:
    """Stages around the present one, what comes after it, and who has it."""

    stages: tuple[Stage, ...]
    position: int
    total: int
    holds: tuple[Hold, ...]
    path: Path
    closed_as: Any

    @property
    def next(self) -> Stop | None:
        """The stop behind the present one."""
        return next(iter(self.path.to_come), None)


def of_case(case: Case) -> Road:
    """The road of a case that was fetched for the viewer."""
    path = path_of(case)
    now = [stop for stop in path.stops if stop.turn is not None]
    behind = _behind(case, {stop.step.name for stop in path.stops})
    stages = [Stage(title, "done") for title in behind]
    stages += [Stage(stop.step.title, "todo" if stop.turn is None else "now") for stop in path.stops]
    position = len(behind) + (1 if now else 0)
    return Road(
        stages=_around(stages, position),
        position=position,
        total=len(stages),
        holds=tuple(_hold(stop, turn) for stop in now for turn in stop.turns),
        path=path,
        closed_as=closed_as(case),
    )


def _behind(case: Case, still: Iterable[str]) -> list[Any]:
    """Titles of the opening and of the steps decided, those that stand ahead again left out."""
    decided = case.decisions.filter(recalled_at__isnull=True).order_by("pk").values_list("step", flat=True)
    names = [name for name in dict.fromkeys(decided) if name not in set(still)]
    return [case.flow_class.start.title, *(case.flow_class.step_said(name).title for name in names)]


def _around(stages: list[Stage], position: int) -> tuple[Stage, ...]:
    """At most so many stages as fit on a telephone, the present one among them."""
    first = max(0, min(position - 2, len(stages) - WINDOW))
    return tuple(stages[first : first + WINDOW])


def _hold(stop: Stop, turn: TaskAssignment) -> Hold:
    today = clock.today()
    return Hold(
        turn=turn,
        title=stop.step.title,
        asks=stop.step.asks,
        person=stop.person,
        holders=stop.holders_for(turn),
        organisation=turn.post.organisation,
        chip=due_chip(turn, today, the_calendar(today)),
    )


def closed_as(case: Case) -> Any:
    """How a closed case ended, in the words of its course; empty while it is open."""
    return outcome_title(case.flow_class, case.outcome) if case.outcome else ""


def outcome_title(process: Any, code: str) -> Any:
    """The title of an end of a course."""
    ends = (node for _name, node in process.in_order() if getattr(node, "code", None) == code)
    return next((node.title for node in ends), code)
