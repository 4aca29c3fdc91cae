"""The history of the demo prefecture (演示经过): day by day, every case goes on by the write functions, as people act.

The clock travels forward only: numbers, journal and deadlines come in the order in which they would have come.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from audit import clock
from config.demo.building import Demo
from config.demo.prefecture import caseload
from config.demo.prefecture.caseload import Start, Trace
from config.demo.prefecture.crew import Crew
from config.demo.prefecture.deputies import DEPUTIES, Deputy, give, given_on
from config.demo.prefecture.figures import PAUSE, Figures
from config.demo.prefecture.journeys import Journey, evening, go_on
from config.demo.prefecture.openings import Openings
from config.demo.prefecture.planning import Register
from registry.calendar import the_calendar
from workflows.engine import catalogue, jobs, notifying, reminding, stranded, waiting
from workflows.engine.walks import Walk, walks_of

DAY = dt.timedelta(days=1)
MORNING, EVENING = 9, 17


Walks = Mapping[tuple[str, str], Walk]


def every_walk() -> Walks:
    """The walks of every process there is, by the names of process and walk; but those that come after another one: each case
    of the history is about a member of its own."""
    every = ((name, walk, found) for name in sorted(catalogue.processes()) for walk, found in walks_of(name).items())
    return {(name, walk): found for name, walk, found in every if found.after is None}


@dataclass
class History:
    """What has happened so far: every case on its way."""

    demo: Demo
    planned: Register
    figures: Figures
    crew: Crew
    walks: Walks
    journeys: list[Journey] = field(default_factory=list)
    never_opened: list[Start] = field(default_factory=list)
    given: set[Deputy] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.demo.seed)  # noqa: S311 -- must be the same every time, not secret
        self.openings = Openings(self.demo, self.planned, self.dice)

    def live(self) -> None:
        """From the first day to the eve of the demo's; the clock is then at its day."""
        day, figures = self.demo.day, self.figures
        first = caseload.closed(caseload.showing_all(self.walks), day, figures)
        turning = day - dt.timedelta(days=figures.open_from)
        self._days(first[0].on, turning, first)
        later = caseload.left_open(self.traces(), day, figures, self.dice)
        self._days(turning, day, later)
        clock.travel_to(day, hour=0)
        self._settle()
        notifying.run_due()

    def traces(self) -> list[Trace]:
        """What the walks that are at home have passed through so far."""
        return [journey.trace() for journey in self.journeys if journey.start.at_home]

    def _days(self, first: dt.date, until: dt.date, starts: Sequence[Start]) -> None:
        waiting_starts = sorted(starts, key=lambda start: start.on)
        day = first
        while day < until:
            if the_calendar(day).is_working(day):
                due = [start for start in waiting_starts if start.on <= day]
                del waiting_starts[: len(due)]
                self._day(day, due)
            day += DAY

    def _day(self, day: dt.date, starts: Iterable[Start]) -> None:
        """What was due, then notices, new cases and everybody who acts that day; in the evening papers."""
        self.morning(day)
        self._give(day)
        acting, before = [n for n, one in enumerate(self.journeys) if one.wakes_on <= day], len(self.journeys)
        self._each(go_on, acting, meanwhile=lambda: self._by_the_caller(starts))
        clock.travel_to(day, EVENING)
        self._each(evening, [*acting, *range(before, len(self.journeys))])

    def _each(
        self, what: Callable[[Journey], Journey], places: list[int], meanwhile: Callable[[], None] | None = None
    ) -> None:
        """Do something with some journeys; where they travelled, what comes back takes their places."""
        done = self.crew.each(what, [self.journeys[n] for n in places], meanwhile)
        for n, journey in zip(places, done, strict=True):
            self.journeys[n] = journey

    def _by_the_caller(self, starts: Iterable[Start]) -> None:
        """Notices, and new cases: one after another, since where and about whom depends on those before."""
        notifying.run_due()
        for start in starts:
            if opened := self.openings.open(start):
                self.journeys.append(opened)
                clock.advance(PAUSE)
            else:
                self.never_opened.append(start)

    def morning(self, day: dt.date) -> None:
        """What the worker finds by the clock on a day: terms that ran out, tasks whose last holder has left, what is due."""
        clock.travel_to(day, MORNING)
        waiting.sweep(day)
        # A task that came up in the evening of somebody's last day is still his.
        stranded.sweep(day)
        self._settle()

    def _give(self, day: dt.date) -> None:
        """The delegations whose day has come; one that was due on a day of rest begins on the day after."""
        for deputy in DEPUTIES:
            held = {deputy.role, deputy.proxy} <= self.planned.filled(deputy.code)
            if held and deputy not in self.given and given_on(deputy, self.demo.day) <= day:
                give(deputy, self.demo)
                self.given.add(deputy)

    def _work_off(self) -> None:
        """Papers and effects that are due, and what becomes due by them."""
        while any(self.crew.each(jobs.run, jobs.due_tasks())):
            pass

    def _settle(self) -> None:
        self._work_off()
        reminding.remind(clock.today())
