"""A smoke of ``make mutate``: what is taken away is noticed, and given back."""

from __future__ import annotations

import pytest

from bench.mutate import __main__ as mutate
from bench.mutate import mutants
from tests.soundness import planted
from workflows.engine.soundness import keeping, proving
from workflows.processes.transfer import Transfer

MADE = {mutant.name: mutant for mutant in mutants.mutants_of(Transfer)}


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


# ``make mutate`` tries them all, which takes minutes: here some of each sort, from all over the course, and who notices.
# Nobody means: neither the system check nor the checker can see it, the course is sound without it. The tests notice.
NOBODY = ""
NOTICED = {
    "transfer:reassign:edge:return": "system check",
    "transfer:start:edge:done": "checker: dead",
    "transfer:who_asks:edge:no": "system check",
    "transfer:approve:kind:approve": "checker: declaration",
    "transfer:report:lapse:lapse": NOBODY,
    "transfer:arrives:obligation:met:reported": "checker: obligation",
    "transfer:closed:obligation:needed:check_filed": NOBODY,
    "transfer:reassign:step:return": "checker: dead",
    "transfer:consent:step:confirm": "checker: obligation",
    "transfer:presented:step:done": NOBODY,
    "transfer:approve:guard:dues_clear": "checker: declaration",
    "transfer:start:guard:on_the_roll": NOBODY,
    "transfer:approve:termination:at": NOBODY,
    "transfer:approve:withdrawal:at": NOBODY,
    "transfer:consent:suspension:at": NOBODY,
    "transfer:dues_noted:repeatable:repeatable": NOBODY,
}


def test_some_of_each_sort_are_tried() -> None:
    assert {MADE[name].sort for name in NOTICED} == {mutant.sort for mutant in MADE.values()}


@pytest.mark.parametrize("name", sorted(NOTICED))
def test_what_the_checks_notice_of_what_is_taken_away(name: str) -> None:
    assert mutate.noticed_at_once(MADE[name]) == NOTICED[name]


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


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("arrival:recognition:kind:approve", "checker: declaration"),
        ("arrival:approve:guard:letter_holds", "checker: declaration"),
        ("arrival:approve_return:edge:return", "system check"),
        ("arrival:entered:obligation:needed:found_good", ""),
    ],
)
def test_who_notices_what_is_taken_from_an_arrival(name: str, by: str) -> None:
    """What the checks cannot see is written down in tests/processes/test_arrival_obligations.py."""
    assert mutate.noticed_at_once(mutants.find(name)) == by


@pytest.mark.parametrize("name", ["transfer:closed:obligation:needed:accepted"])
def test_the_tests_run_against_a_mutant(name: str) -> None:
    by = mutate.noticed_by("written down", MADE[name])
    assert by == "written down: tests/processes/test_transfer_obligations.py::test_what_each_node_asks_for[closed]"
