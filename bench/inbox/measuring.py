"""Rounds, medians and ratios. Every round asks for every page once, in an order of its own."""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection

from bench.inbox.pages import Person, of_the_list
from bench.inbox.stock import PAGES, Stock

YARDSTICK, BOUND = "still", "bare"
Key = tuple[str, str]
_VALUES = re.compile(r"(?<![\w-])(\d+|'?\w{10}'?), ?(?:\d+, ?|'?\w{10}'?, ?){9,}")
_COLUMNS = re.compile(r'("\w+"\."\w+"), (?:"\w+"\."\w+"(?: AS "\w+")?, ){3,}')


def timed(job: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    started = time.perf_counter()
    job()
    return (time.perf_counter() - started) * 1000


def measure(people: list[Person], stock: Stock, *, rounds: int, stock_rounds: int) -> dict[str, Any]:
    """Medians of every page of every person, of its SQL alone, and of stock viewflow's, interleaved."""
    jobs = {(person.name, page): job for person in people for page, job in person.jobs().items()}
    statements = {(p.name, page): p.statements(job) for p in people for page, job in p.jobs().items()}
    owners = {person.name: person.user.pk for person in people if "inbox" in person.addresses}
    times: dict[Key, list[float]] = defaultdict(list)
    sql: dict[Key, list[float]] = defaultdict(list)
    beside: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    dice = random.Random(3)
    for number in range(rounds):
        order = list(jobs)
        dice.shuffle(order)
        for key in order:
            times[key].append(timed(jobs[key]))
            sql[key].append(_replayed(of_the_list(statements[key])))
        if number < stock_rounds:
            for name, user in owners.items():
                for page in PAGES:
                    beside[name, page].append(stock.page(page, user))
    blocks = {key: sum(_blocks(one) for one in of_the_list(sent)) for key, sent in statements.items()}
    return {
        "pages": _pages(times, sql, statements, blocks),
        "stock": {f"{name} {page}": _stock(answers) for (name, page), answers in beside.items()},
    }


def _replayed(statements: list[str]) -> float:
    """Milliseconds of the bare SQL of a page, rows fetched."""
    total = 0.0
    with connection.cursor() as cursor:
        for statement in statements:
            started = time.perf_counter()
            cursor.cursor.execute(statement)
            cursor.fetchall()
            total += time.perf_counter() - started
    return total * 1000


def _pages(
    times: dict[Key, list[float]], sql: dict[Key, list[float]], statements: dict[Key, list[str]], blocks: dict[Key, int]
) -> dict[str, Any]:
    yard = _yardstick(times)
    found: dict[str, Any] = defaultdict(dict)
    for key, taken in times.items():
        person, page = key
        found[person][page] = {
            "ms": round(median(taken), 1),
            # Against the page of the same round that reads nothing: what the machine was busy with falls out.
            "yards": round(median(one / other for one, other in zip(taken, yard, strict=True)), 3),
            "sql_ms": round(median(sql[key]), 2),
            "sql_yards": round(median(one / other for one, other in zip(sql[key], yard, strict=True)), 4),
            "statements": len(statements[key]),
            # The one measure that knows no noise: how many blocks of tables and indexes its statements touch.
            "blocks": blocks[key],
        }
    return dict(found)


def _blocks(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
        plan = cursor.fetchone()[0][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def _yardstick(times: dict[Key, list[float]]) -> list[float]:
    """What the page that reads nothing took in each round, the median over the people who asked for it."""
    return [
        median(round_) for round_ in zip(*(t for (_person, page), t in times.items() if page == YARDSTICK), strict=True)
    ]


def _stock(answers: list[dict[str, Any]]) -> dict[str, Any]:
    failed = [answer["failed"] for answer in answers if "failed" in answer]
    found = {"ms": round(median(answer["ms"] for answer in answers), 1), "rounds": len(answers)}
    return found | ({"failed": failed[0]} if failed else {"bytes": answers[-1]["bytes"], "rows": answers[-1]["rows"]})


def compare(results: dict[int, dict[str, Any]]) -> None:
    """Write the ratios into the results: to the smallest size, to the lower bound, to stock viewflow's."""
    smallest = results[min(results)]["pages"]
    for found in results.values():
        for person, pages in found["pages"].items():
            for page, measured in pages.items():
                least = smallest[person][page]
                measured["to_smallest"] = round(measured["yards"] / least["yards"], 2)
                measured["to_smallest_raw"] = round(measured["ms"] / least["ms"], 2)
                if BOUND in pages and page not in (BOUND, YARDSTICK):
                    measured["to_bare"] = round(measured["yards"] / pages[BOUND]["yards"], 2)
                beside = found["stock"].get(f"{person} inbox")
                if page == "inbox" and beside:
                    measured["stock_takes"] = round(beside["ms"] / measured["ms"], 2)


def write_plans(people: list[Person], folder: Path, size: int) -> None:
    """Keep the plan of every statement that a page sends about cases, one file for a page."""
    folder.mkdir(parents=True, exist_ok=True)
    for person in people:
        for page, job in person.jobs().items():
            if page == YARDSTICK:
                continue
            parts = [_explained(sql) for sql in of_the_list(person.statements(job)) if "workflows_" in sql]
            heading = f"{page}, {person.name}: {size} open tasks\n"
            (folder / f"{page}-{person.name}.txt").write_text("\n".join([heading, *parts]), "utf-8")


def shortened(said: str) -> str:
    """A statement or plan whose long lists of values or columns show their first and their last ones."""
    return _COLUMNS.sub(r"\1, …, ", _VALUES.sub(r"\1, …, ", said))


def _explained(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    return shortened(f"{statement}\n\n{plan}\n")
