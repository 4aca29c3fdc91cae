"""A smoke of ``make mutate``: what is taken away is noticed, and given back."""

from __future__ import annotations

import pytest

from bench.mutate import __main__ as mutate
from bench.mutate import mutants
from tests.soundness import planted
from workflows.engine.soundness import keeping, proving
from workflows.processes.transfer import Transfer

MADE = {mutant.name: mutant for mutant in mutants.mutants_of(Transfer)}

# What neither the system check nor the checker can see: the course is sound without it. The tests notice.
SEEN_BY_TESTS = {"guard", "obligation", "repeatable", "withdrawal", "termination", "suspension", "step"}


def test_every_part_of_a_course_is_taken_away_once() -> None:
    names = [mutant.name.removeprefix("planted:") for mutant in mutants.mutants_of(planted.Sound)]
    assert names == [
        "start:edge:done",
        "hearing:edge:done", "hearing:obligation:met:heard", "hearing:step:done",
        "approval:edge:agree", "approval:edge:return", "approval:guard:on_roll", "approval:obligation:met:approved",
        "approval:kind:approve", "approval:step:agree", "approval:step:return",
        "removed:obligation:needed:heard", "removed:obligation:needed:approved",
        "dropped:obligation:forbidden:approved",
    ]  # fmt: skip


def test_what_was_taken_away_is_given_back() -> None:
    returns = keeping.returns_kept(Transfer)
    before = keeping.digest_kept(Transfer)
    for mutant in MADE.values():
        with mutant.alive():
            assert proving.digest_of(proving.models_of(Transfer), returns) != before, mutant.name
    assert proving.digest_of(proving.models_of(Transfer), returns) == before


# ``make mutate`` tries them all, which takes minutes: here a few of each sort, from all over the course, and these.
NAMED = (
    "transfer:approve:kind:approve", "transfer:consent:step:confirm", "transfer:who_asks:edge:no",
    "transfer:approve:guard:dues_clear",
)  # fmt: skip
OF_EACH_SORT = 3


def some_of_each_sort() -> set[str]:
    by_sort: dict[str, list[str]] = {}
    for name, mutant in MADE.items():
        by_sort.setdefault(mutant.sort, []).append(name)
    return {name for names in by_sort.values() for name in names[:: -(-len(names) // OF_EACH_SORT)]} | {*NAMED}


def test_no_edge_and_no_kind_of_act_can_go_unnoticed_by_the_checks() -> None:
    noticed = {name: mutate.noticed_at_once(MADE[name]) for name in sorted(some_of_each_sort())}
    assert {MADE[name].sort for name, by in noticed.items() if not by} == SEEN_BY_TESTS
    assert noticed["transfer:approve:kind:approve"] == "checker: declaration"
    assert noticed["transfer:consent:step:confirm"] == "checker: obligation"
    assert noticed["transfer:who_asks:edge:no"] == "system check"
    assert noticed["transfer:approve:guard:dues_clear"] == "checker: declaration"


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("instruction:approve:kind:approve", "checker: declaration"),
        ("instruction:consult:edge:return", "system check"),
        ("instruction:draft:obligation:undone:coordinated", ""),
        ("instruction:consult:kind:approve", ""),
        ("instruction:consult:step:agree", "checker: dead"),
        ("instruction:coordinate:obligation:met:coordinated", "checker: obligation"),
    ],
)
def test_who_notices_what_is_taken_from_a_course_with_a_countersign(name: str, by: str) -> None:
    """What the checks cannot see is written down in tests/processes/test_instruction_obligations.py."""
    assert mutate.noticed_at_once(mutants.find(name)) == by


@pytest.mark.parametrize("name", ["transfer:closed:obligation:needed:accepted"])
def test_the_tests_run_against_a_mutant(name: str) -> None:
    by = mutate.noticed_by("written down", MADE[name])
    assert by == "written down: tests/processes/test_transfer_obligations.py::test_what_each_node_asks_for[closed]"
