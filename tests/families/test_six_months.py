"""The six-month rule: runs with excused months and months without opportunity, edges of months, both packs, probation."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from registry.calendar import add_months
from workflows.families.six_months import Counter, Ladder, Membership, Run, Rung, Value, finding, run_of

FIRST, TODAY = dt.date(2026, 1, 1), dt.date(2027, 1, 1)
LADDER, SEED = Ladder(6), Ladder(6, "gt")
FULL = Membership(FIRST, FIRST)
LETTERS = {"d": Value.DONE, "m": Value.MISSED, "e": Value.EXCUSED, "n": Value.NO_OPPORTUNITY}


def months(text: str, first: dt.date = FIRST) -> dict[dt.date, Value]:
    """A letter a month; a blank has no entry."""
    return {add_months(first, n): LETTERS[letter] for n, letter in enumerate(text) if letter != " "}


def run(text: str, today: dt.date = TODAY, ladder: Ladder = LADDER, membership: Membership = FULL) -> Run:
    return run_of(Counter.LIFE, months(text), today, ladder=ladder, membership=membership)


@pytest.mark.parametrize(
    ("text", "missed", "rung"),
    [
        ("", 0, Rung.NONE), ("dddd", 0, Rung.NONE), ("dddm", 1, Rung.REMINDER), ("ddmm", 2, Rung.CRITICISM), ("dmmm", 3, Rung.CRITICISM),
        ("mmmm", 4, Rung.DEMAND), ("mmmmm", 5, Rung.DEMAND), ("mmmmmm", 6, Rung.CASE), ("mmmmmmm", 7, Rung.CASE),
        ("mmmmmd", 0, Rung.NONE), ("mmmmmdm", 1, Rung.REMINDER), ("mmmemmm", 6, Rung.CASE), ("mmmnmmm", 6, Rung.CASE),
        ("mmenenmmmm", 6, Rung.CASE), ("mmm mmm", 3, Rung.CRITICISM), ("mmmmmmee", 6, Rung.CASE), ("eeeeeee", 0, Rung.NONE),
        ("nnnnnnnn", 0, Rung.NONE),
    ],
)  # fmt: skip
def test_runs_and_their_rungs(text: str, missed: int, rung: Rung) -> None:
    found = run(text)
    assert (len(found.missed), found.rung) == (missed, rung)


def test_the_older_rules_ask_for_one_month_more() -> None:
    assert [run("m" * n, ladder=SEED).rung for n in (5, 6, 7)] == [Rung.DEMAND, Rung.DEMAND, Rung.CASE]


def test_an_excuse_may_break_a_run_by_policy() -> None:
    assert len(run("mmmemmm", ladder=Ladder(6, excused_breaks_run=True)).missed) == 3
    assert len(run("mmmnmmm", ladder=Ladder(6, excused_breaks_run=True)).missed) == 6


@pytest.mark.parametrize(
    ("today", "rung"),
    [(dt.date(2026, 6, 29), Rung.DEMAND), (dt.date(2026, 6, 30), Rung.DEMAND), (dt.date(2026, 7, 1), Rung.CASE)],
)
def test_a_month_is_judged_on_the_day_after_it_ends(today: dt.date, rung: Rung) -> None:
    assert run("mmmmmm", today).rung is rung


@pytest.mark.parametrize(("today", "count"), [(dt.date(2028, 2, 29), 1), (dt.date(2028, 3, 1), 2)])
def test_february_of_a_leap_year_has_its_last_day(today: dt.date, count: int) -> None:
    values = months("mm", dt.date(2028, 1, 1))
    assert len(run_of(Counter.DUES, values, today, ladder=LADDER, membership=FULL).missed) == count


@pytest.mark.parametrize(
    ("since", "count"), [(dt.date(2026, 3, 1), 4), (dt.date(2026, 3, 2), 3), (dt.date(2026, 2, 28), 4)]
)
def test_months_before_he_came_do_not_count(since: dt.date, count: int) -> None:
    assert len(run("mmmmmm", membership=Membership(since, FIRST)).missed) == count


def test_on_probation_there_is_criticism_and_never_a_case() -> None:
    assert [run("m" * n, membership=Membership(FIRST, None)).rung for n in (1, 3, 6, 9)] == [
        Rung.REMINDER, Rung.CRITICISM, Rung.CRITICISM, Rung.CRITICISM,
    ]  # fmt: skip


def test_months_of_probation_do_not_count_towards_a_case() -> None:
    confirmed = Membership(FIRST, dt.date(2026, 4, 1))
    assert [run("m" * n, membership=confirmed).rung for n in (8, 9)] == [Rung.DEMAND, Rung.CASE]


def test_one_finding_with_the_highest_rung() -> None:
    assert finding([run("m"), run("mmmm"), run("")]) is Rung.DEMAND
    assert finding([]) is Rung.NONE


def test_the_sentence_names_the_months() -> None:
    with translation.override("en"):
        assert str(run("ddmmmmmm").sentence) == "Missed 6 months in a row, 2026-03 to 2026-08."
        assert str(run("dd").sentence) == "No month in a row was missed."


@given(st.text("dmen ", max_size=24), st.booleans())
def test_against_counting_backwards_by_hand(text: str, breaks: bool) -> None:
    """The text without what is passed over; the run is the letters m at its end."""
    kept = text.rstrip(" ").replace("n", "") if breaks else text.rstrip(" ").replace("n", "").replace("e", "")
    expected = len(kept) - len(kept.rstrip("m"))
    found = run_of(
        Counter.WORK, months(text), dt.date(2030, 1, 1), ladder=Ladder(6, excused_breaks_run=breaks), membership=FULL
    )
    assert len(found.missed) == expected
    assert (found.rung is Rung.CASE) == (expected >= 6)
