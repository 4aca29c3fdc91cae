"""The matrix leaves no two write functions out, and the control takes every lock out."""

from __future__ import annotations

import importlib
from collections import Counter

import pytest

from tests.races import freedom, matrix, writes
from tests.races.everywhere import SITUATIONS
from tests.races.matrix import APART, DANGEROUS, RACES
from workflows.engine import words

PAIRS = {frozenset((one, other)) for one in writes.WRITES for other in writes.WRITES}


def test_every_two_write_functions_have_a_row() -> None:
    """A write function that was added without rows fails here: say where it meets the others, or why it never does."""
    assert {tuple(sorted(pair)) for pair in PAIRS - set(matrix.covered())} == set()
    assert set(matrix.covered()) - PAIRS == set()


def test_no_pair_both_meets_and_does_not() -> None:
    apart = [pair for row in APART for pair in row.pairs]
    assert [tuple(pair) for pair, times in Counter(apart).items() if times > 1] == []
    assert set(apart) & {race.pair for race in RACES} == set()
    assert all(row.why for row in APART)


def test_every_function_that_takes_by_or_key_is_listed() -> None:
    """The list of write functions cannot fall behind the engine."""
    listed = {*writes.WRITES.values(), *writes.NO_ROWS}
    assert set(writes.taking_by_or_key()) - listed == set()
    assert set(writes.NO_ROWS) & set(writes.WRITES.values()) == set()


@pytest.mark.parametrize("path", sorted({*writes.WRITES.values(), *writes.NO_ROWS}))
def test_the_listed_functions_are_there(path: str) -> None:
    module, name = path.rsplit(".", 1)
    assert callable(getattr(importlib.import_module(module), name))


def test_every_kind_of_job_is_a_row() -> None:
    """The worker's one function does what each of these says; a wait is ended by the sweep."""
    assert {kind.__name__.lower() for kind in words.Later.__subclasses__()} == {"issue", "effect", "outcome", "wait"}


def test_rows_can_be_told_apart_and_set_up() -> None:
    titles = Counter(row.title for row in matrix.rows())
    assert [title for title, times in titles.items() if times > 1] == []
    assert {*DANGEROUS, *matrix.SAMPLE} <= set(titles)
    assert {row.situation for row in RACES} <= set(SITUATIONS)


def test_every_write_function_is_in_a_race_that_is_run_with_the_tests() -> None:
    assert set(writes.WRITES) - {name for row in matrix.sample() for name in row.pair} == set()


@pytest.mark.parametrize(
    ("locked", "free"),
    [
        ("SELECT 1 FROM viewflow_process WHERE id = %s FOR UPDATE", "SELECT 1 FROM viewflow_process WHERE id = %s"),
        ('SELECT a FROM "t" WHERE b LIMIT 1 FOR UPDATE OF "t"', 'SELECT a FROM "t" WHERE b LIMIT 1'),
        ('SELECT a FROM "t" FOR NO KEY UPDATE OF "t", "u" SKIP LOCKED', 'SELECT a FROM "t"'),
        ("WITH l AS (SELECT a FROM t FOR SHARE) SELECT a FROM l", "WITH l AS (SELECT a FROM t) SELECT a FROM l"),
        ("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", "SELECT abs(hashtextextended(%s, 0))"),
        ("UPDATE t SET a = 'FOR UPDATES'", "UPDATE t SET a = 'FOR UPDATES'"),
    ],
)
def test_the_control_takes_the_locks_out(locked: str, free: str) -> None:
    assert freedom._without_locks(locked) == free
