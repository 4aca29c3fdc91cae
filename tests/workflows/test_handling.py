"""What a page knows of a case while it deals with one of its turns."""

from __future__ import annotations

from workflows.engine.handling import looked_at, once
from workflows.engine.models import Case, TaskAssignment


def test_a_page_finds_once_what_registers_say_and_deals_with_the_turn_it_came_to_first() -> None:
    case, found = Case(), iter(range(10))
    first, second = TaskAssignment(case=case), TaskAssignment(case=case)
    assert [once(case, "name", lambda: next(found)) for _again in range(2)] == [0, 1]
    for turn in (first, second, first):
        looked_at(turn)
        assert (case.handling.turn, once(case, "name", lambda: next(found))) == (first, 2)
