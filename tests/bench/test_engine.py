"""The benchmark of the engine measures like with like: one round, and the rows that were written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from audit import clock, journal
from config.demo.building import Demo

TABLES = (
    "audit_entry", "viewflow_process", "viewflow_task", "viewflow_task_previous", "workflows_case", "workflows_command",
    "workflows_decision", "workflows_involvement", "workflows_taskassignment", "workflows_wait", "procrastinate_jobs",
)  # fmt: skip
SAME_ROWS = {
    "audit_entry": 6, "viewflow_process": 1, "viewflow_task": 7, "viewflow_task_previous": 6, "workflows_case": 1,
    "workflows_command": 6, "workflows_decision": 5, "workflows_involvement": 3, "workflows_taskassignment": 5,
    "workflows_wait": 0, "procrastinate_jobs": 1,
}  # fmt: skip
STOCK_ROWS = dict.fromkeys(TABLES, 0) | {"viewflow_process": 1, "viewflow_task": 7, "viewflow_task_previous": 6}
# Statements of a case, one opening and five approvals.
STATEMENTS = {"ours": 42, "by hand": 75, "stock viewflow": 42}


@pytest.fixture(scope="module", autouse=True)
def _application() -> Iterator[None]:
    """The benchmark's own application, which the product does not have."""
    from bench.engine.apps import BenchConfig

    # Not by the setting: every application would be made ready once more.
    application = BenchConfig.create("bench.engine")
    apps.app_configs[application.label], application.models = application, {}
    yield
    del apps.app_configs[application.label]


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    from bench.engine.contestants import without_hold

    with without_hold():
        yield


@pytest.fixture
def present(world: Demo) -> dict[str, Any]:
    """The contestants that need nothing but the product."""
    from bench.engine.byhand import by_hand
    from bench.engine.contestants import ours, stock, world_of
    from bench.engine.orm import plain_orm

    here = world_of(world.organisations, clock.today())
    members = iter(here.members)
    found = [
        ours(here, next(members)),
        by_hand(here, next(members)),
        plain_orm(here, next(members)),
        stock(here, locked=False),
    ]
    return {who.name: who for who in found}


def counts() -> dict[str, int]:
    """How many rows each table holds."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in TABLES))
        return dict(cursor.fetchall())


def rows_of(who: Any) -> dict[str, int]:
    """How many rows one case writes into each table."""
    from bench.engine.measuring import one_case

    before = counts()
    one_case(who)
    return {table: count - before[table] for table, count in counts().items()}


def test_ours_by_hand_and_plain_orm_write_the_same_rows(present: dict[str, Any]) -> None:
    assert {name: rows_of(present[name]) for name in ("ours", "by hand", "plain ORM")} == dict.fromkeys(
        ("ours", "by hand", "plain ORM"), SAME_ROWS
    )
    assert journal.verify().faults == []


def test_stock_writes_its_own_rows_only(present: dict[str, Any]) -> None:
    assert rows_of(present["stock viewflow"]) == STOCK_ROWS


def test_the_number_of_statements_of_a_case(present: dict[str, Any]) -> None:
    from bench.engine.measuring import statements_of

    assert {name: statements_of(present[name]) for name in STATEMENTS} == STATEMENTS


def test_one_round(present: dict[str, Any]) -> None:
    """Every contestant comes out with its ratios; its own to itself is one."""
    from bench.engine.measuring import run, summary

    found = summary(run(list(present.values()), rounds=1, warm=0))
    assert set(found) == set(present)
    assert (
        found["by hand"]["wall_to_by_hand"]
        == found["stock viewflow"]["cpu_to_stock"]
        == {"median": 1.0, "from": 1.0, "to": 1.0}
    )
    assert all(one["statements"] > 0 and one["wall_ms"] > 0 for one in found.values())
