"""Interleaved rounds: every contestant runs one case in each round, in another order each time."""

from __future__ import annotations

import gc
import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from bench.engine.contestants import Contestant
from bench.engine.course import STEPS


@dataclass
class Spent:
    """What one case has cost: milliseconds by the wall and of this process."""

    wall: float = 0.0
    cpu: float = 0.0

    @contextmanager
    def timed(self) -> Any:
        """Count a block."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.cpu += (time.process_time() - cpu) * 1000
        self.wall += (time.perf_counter() - wall) * 1000


@dataclass
class Result:
    """All cases of one contestant."""

    contestant: Contestant
    statements: int = 0
    spent: list[Spent] = field(default_factory=list)


def one_case(who: Contestant) -> Spent:
    """Open a case and approve it five times; only the acts are timed."""
    spent = Spent()
    with spent.timed():
        case = who.open()
    for _step in STEPS:
        seen = who.seen(case)
        with spent.timed():
            who.approve(case, seen)
    who.over(case)
    return spent


def statements_of(who: Contestant) -> int:
    """How many statements the acts of one case send; those that only frame a transaction are not counted."""
    count = 0

    def counting(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal count
        count += not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        return execute(sql, params, many, context)

    before = who.counted()
    with connection.execute_wrapper(counting):
        case = who.open()
    for _step in STEPS:
        seen = who.seen(case)
        with connection.execute_wrapper(counting):
            who.approve(case, seen)
    who.over(case)
    return count + who.counted() - before


def run(contestants: list[Contestant], rounds: int, warm: int = 2) -> list[Result]:
    """Warm up, count, measure."""
    results = [Result(who) for who in contestants]
    for result in results:
        for _ in range(warm):
            one_case(result.contestant)
        result.statements = statements_of(result.contestant)
    for number in range(rounds):
        first = number % len(results)
        for result in results[first:] + results[:first]:
            gc.collect()
            result.spent.append(one_case(result.contestant))
    return results


def summary(results: list[Result]) -> dict[str, Any]:
    """Medians, and ratios to two of them round by round."""
    by_name = {result.contestant.name: result for result in results}
    return {name: _described(result, by_name["by hand"], by_name["stock viewflow"]) for name, result in by_name.items()}


def _described(result: Result, hand: Result, stock: Result) -> dict[str, Any]:
    return {
        "what": result.contestant.about,
        "statements": result.statements,
        "wall_ms": round(statistics.median(s.wall for s in result.spent), 2),
        "cpu_ms": round(statistics.median(s.cpu for s in result.spent), 2),
        "wall_to_by_hand": _ratio(result, hand, "wall"),
        "wall_to_stock": _ratio(result, stock, "wall"),
        "cpu_to_by_hand": _ratio(result, hand, "cpu"),
        "cpu_to_stock": _ratio(result, stock, "cpu"),
    }


def _ratio(one: Result, other: Result, what: str) -> dict[str, float]:
    """Median of the ratios of the rounds, with the quartiles."""
    ratios = [getattr(a, what) / getattr(b, what) for a, b in zip(one.spent, other.spent, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0],) * 3
    return {"median": round(middle, 2), "from": round(low, 2), "to": round(high, 2)}
