"""Which cases the demo prefecture has (演示办件方案). Pure: what the walks passed through, a day and the figures in.

As few walks as show every outcome, step and verb of every process are walked to their end first; what they passed
through on the way are the situations a case can be left in. So a new process has its cases here by its walks alone.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, zip_longest
from typing import Any

from config.demo import places as small
from config.demo.places import Plan
from config.demo.prefecture.figures import Figures
from registry.models import Level
from workflows.engine.walks import Walk

PREFIX = 4  # characters of a code that name the committee


@dataclass(frozen=True)
class Situation:
    """Where a case stands (办件情形): the step whose turn is open, and what was done last; empty if it was just opened."""

    step: str
    how: str = ""


@dataclass(frozen=True)
class Trace:
    """What a walk passed through (演练轨迹): each situation, and how many days after the opening it was reached."""

    process: str
    walk: str
    situations: tuple[Situation, ...]
    days: tuple[int, ...]


@dataclass(frozen=True)
class Start:
    """A case to be opened (拟办件): of which walk, on which day, after how many moves it is left; None for the end.

    ``at_home`` keeps it where the walk says. ``recalled`` has one more decision made, and taken back.
    """

    process: str
    walk: str
    on: dt.date
    moves: int | None = None
    at_home: bool = False
    recalled: bool = False
    commented: bool = False


def showing_all(walks: Mapping[tuple[str, str], Walk]) -> list[tuple[str, str]]:
    """As few walks as show together what all of them show, in their order (覆盖): each time the one that adds most."""
    left = {thing for name, walk in walks.items() for thing in _shown(name, walk)}
    found: set[tuple[str, str]] = set()
    while left:
        best = max(walks, key=lambda name: len(_shown(name, walks[name]) & left))
        found.add(best)
        left -= _shown(best, walks[best])
    return [name for name in walks if name in found]


def _shown(name: tuple[str, str], walk: Walk) -> set[tuple[str, ...]]:
    """The outcome, the steps answered, the verbs, the policy, the member's standing and who asks, each of its process."""
    process, _walk = name
    things = {("end", walk.end), ("pack", walk.pack), ("standing", walk.standing), ("himself", str(walk.by_subject))}
    things |= {("step", step) for step in walk.answers} | {("verb", verb) for verb in walk.shows}
    return {(process, *thing) for thing in things}


def closed(walks: Sequence[tuple[str, str]], day: dt.date, figures: Figures) -> list[Start]:
    """Each walk once where it is at home, to its end, spread over the first days."""
    span = figures.closed_from - figures.closed_until
    back = [figures.closed_from - n * span // max(1, len(walks) - 1) for n in range(len(walks))]
    pairs = zip(walks, back, strict=True)
    return [Start(process, walk, day - dt.timedelta(days=n), at_home=True) for (process, walk), n in pairs]


def left_open(traces: Sequence[Trace], day: dt.date, figures: Figures, dice: random.Random) -> list[Start]:
    """The cases that lie open on a day: every situation once, then such as have just begun; and some closed since."""
    stops = list(_covering(traces))[: figures.open_cases]
    early = [(trace, n) for trace in traces for n in range(len(trace.days)) if n <= figures.early_moves]
    stops += [dice.choice(early) for _n in range(figures.open_cases - len(stops))] if early else []
    ages = cycle(dice.sample(figures.lying, len(figures.lying)))
    found = [
        Start(trace.process, trace.walk, day - dt.timedelta(days=trace.days[n] + age), moves=n)
        for (trace, n), age in zip(stops, ages, strict=False)
    ]
    return _with_more(found, figures, dice) + _closed_since(traces, day, figures, dice)


def _covering(traces: Sequence[Trace]) -> Iterator[tuple[Trace, int]]:
    """For each situation of each process the trace that reaches it after the fewest moves; the processes take turns."""
    best: dict[tuple[str, Situation], tuple[int, Trace]] = {}
    for trace in traces:
        for n, situation in enumerate(trace.situations):
            known = best.get((trace.process, situation))
            if known is None or n < known[0]:
                best[trace.process, situation] = (n, trace)
    by_process: dict[str, list[tuple[Trace, int]]] = {}
    for (process, _situation), (n, trace) in best.items():
        by_process.setdefault(process, []).append((trace, n))
    for row in zip_longest(*by_process.values()):
        yield from (found for found in row if found is not None)


def _with_more(found: list[Start], figures: Figures, dice: random.Random) -> list[Start]:
    """Some of them commented on, some with a decision that was taken back."""
    places = dice.sample(range(len(found)), min(len(found), figures.commented + figures.recalled))
    for n, place in enumerate(places):
        changes: dict[str, Any] = {"recalled": True} if n < figures.recalled else {"commented": True}
        found[place] = replace(found[place], **changes)
    return found


def _closed_since(traces: Sequence[Trace], day: dt.date, figures: Figures, dice: random.Random) -> list[Start]:
    """Walks that take the fewest days, begun so early that they are over by now."""
    short = sorted((trace for trace in traces if trace.days), key=lambda trace: trace.days[-1])[: figures.later_closed]
    return [
        Start(trace.process, trace.walk, day - dt.timedelta(days=2 * trace.days[-1] + dice.randint(12, 40)))
        for trace in short
    ]


# -- where ------------------------------------------------------------------------------------------------------------


def moved(places: Sequence[Plan], dice: random.Random) -> dict[str, str]:
    """For each organisation of the small demo its like in the prefecture, by code: the same shape, the same neighbours.

    Counties go to counties, committees to committees there that have all the branches the small one has.
    """
    known = {plan.code for plan in places}
    counties = [plan.code for plan in places if plan.level == Level.COUNTY]
    homes = [plan.code for plan in small.plans() if plan.level == Level.COUNTY]
    found = dict(zip(homes, dice.sample(counties, len(homes)), strict=True))
    used: set[str] = set()
    for plan in small.plans():
        if plan.level == Level.COMMITTEE and plan.parent:
            below = [p.code.removeprefix(plan.code) for p in small.plans() if p.code.startswith(plan.code)]
            into = found.get(plan.parent, plan.parent)
            alike = [p.code for p in places if p.level == Level.COMMITTEE and p.parent == into and p.code not in used]
            fit = [code for code in alike if all(code + rest in known for rest in below)]
            if not fit:
                return {}
            found[plan.code] = dice.choice(fit)
            used.add(found[plan.code])
    return found


def place_of(code: str, places: Mapping[str, str]) -> str:
    """Where an organisation of the small demo has gone to."""
    committee = code[:PREFIX]
    return places.get(code) or places.get(committee, committee) + code[PREFIX:]


def elsewhere(walk: Walk, places: Mapping[str, str]) -> Walk:
    """The same walk from another place to another place."""

    def opening(member: Any, organisations: Any) -> Any:
        return walk.opening(member, _Moved(organisations, places))

    return replace(walk, opened_at=place_of(walk.opened_at, places), opening=opening)


@dataclass(frozen=True)
class _Moved:
    """Organisations by the code their like has in the small demo."""

    organisations: Mapping[str, Any]
    places: Mapping[str, str]

    def __getitem__(self, code: str) -> Any:
        return self.organisations[place_of(code, self.places)]
