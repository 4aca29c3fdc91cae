"""Two who keep the ledgers of one branch, at the same instant: a month is entered once, a row is corrected once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.races import trials
from tests.races.arena import Arena

pytestmark = [pytest.mark.races, pytest.mark.xdist_group("races"), pytest.mark.django_db]


@pytest.fixture
def begun(arena: Arena) -> dict[str, Any]:
    """A register in which no month is entered; the moment of the trial."""
    arena.enter(free=False)
    return {"offset": trials.offset(arena.set_up("nothing_open"))}


def fared(answers: list[dict[str, Any]]) -> list[str]:
    return sorted("did" if "did" in answer else answer["raised"] for answer in answers)


def test_the_same_sheet_of_two_is_entered_once(arena: Arena, begun: dict[str, Any]) -> None:
    order = {"deed": "enter_month", "dues": "missed"} | begun
    answers = arena.race(order, order)
    stands = arena.do("ledger_stands")
    assert sorted(answer["did"]["rows"] for answer in answers) == [0, stands["people"] * 3]
    assert (stands["rows"], stands["once"]) == (stands["people"] * 3, True)


def test_two_sheets_that_differ_are_never_mixed(arena: Arena, begun: dict[str, Any]) -> None:
    sheets = [{"deed": "enter_month", "dues": dues} | begun for dues in ("missed", "done")]
    assert fared(arena.race(*sheets)) == ["Refused", "did"]
    stands = arena.do("ledger_stands")
    assert (stands["rows"], stands["once"]) == (stands["people"] * 3, True)


@pytest.mark.parametrize("free", [False, True], ids=["with locks", "by the constraints alone"])
def test_a_row_is_corrected_once(arena: Arena, begun: dict[str, Any], free: bool) -> None:
    arena.do("enter_month", dues="missed", **begun)
    before = arena.do("ledger_stands")
    arena.use(free=free)
    corrections = [
        {"deed": "correct_month", "row": before["first"], "excuse": excuse} | begun for excuse in ("illness", "leave")
    ]
    assert fared(arena.race(*corrections)) in (["Conflict", "did"], *([["IntegrityError", "did"]] if free else []))
    arena.use(free=False)
    stands = arena.do("ledger_stands")
    assert (stands["rows"], stands["once"]) == (before["rows"] + 1, True)
