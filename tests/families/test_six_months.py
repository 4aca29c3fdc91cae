"""The six-month rule: runs with excused months and months without opportunity, edges of months, both packs, probation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from registry.calendar import add_months
from registry.models.ledgers import Ledger, MonthValue
from workflows.families.six_months import ASKS, Ladder, Membership, Run, Rung, finding, ladder_of, run_of
from workflows.policy import loading

FIRST, TODAY = dt.date(2026, 1, 1), dt.date(2027, 1, 1)
PACK = loading.in_force("cn_2026", TODAY)
LADDER = ladder_of(PACK, PACK)
SEED, BREAKS = replace(LADDER, op="gt"), replace(LADDER, excused_breaks_run=True)
FULL = Membership(FIRST, FIRST)
LETTERS = {"d": MonthValue.DONE, "m": MonthValue.MISSED, "e": MonthValue.EXCUSED, "n": MonthValue.NO_OPPORTUNITY}


def months(text: str, first: dt.date = FIRST) -> dict[dt.date, MonthValue]:
    """A letter a month; a blank has no entry."""
    return {add_months(first, n): LETTERS[letter] for n, letter in enumerate(text) if letter != " "}


def run(text: str, today: dt.date = TODAY, ladder: Ladder = LADDER, membership: Membership = FULL) -> Run:
    return run_of(Ledger.LIFE, months(text), today, ladder=ladder, membership=membership)


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
    assert len(run("mmmemmm", ladder=BREAKS).missed) == 3
    assert len(run("mmmnmmm", ladder=BREAKS).missed) == 6


@pytest.mark.parametrize(
    ("today", "rung"),
    [(dt.date(2026, 6, 29), Rung.DEMAND), (dt.date(2026, 6, 30), Rung.DEMAND), (dt.date(2026, 7, 1), Rung.CASE)],
)
def test_a_month_is_judged_on_the_day_after_it_ends(today: dt.date, rung: Rung) -> None:
    assert run("mmmmmm", today).rung is rung


@pytest.mark.parametrize(("today", "count"), [(dt.date(2028, 2, 29), 1), (dt.date(2028, 3, 1), 2)])
def test_february_of_a_leap_year_has_its_last_day(today: dt.date, count: int) -> None:
    values = months("mm", dt.date(2028, 1, 1))
    assert len(run_of(Ledger.DUES, values, today, ladder=LADDER, membership=FULL).missed) == count


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


def test_while_suspended_no_month_counts() -> None:
    assert run("mmmmmm", membership=Membership(None, FIRST)) == Run(
        Ledger.LIFE, (), (), 0, Rung.NONE, may_correct=False
    )


@pytest.mark.parametrize(("text", "may"), [("mm", False), ("mmm", True), ("mmmmm", True), ("mmmmmm", False)])
def test_correction_is_considered_from_the_third_month_until_the_case_is_due(text: str, may: bool) -> None:
    assert run(text).may_correct is may
    assert run(text, membership=Membership(FIRST, None)).may_correct is False


def test_the_numbers_are_those_of_the_policy() -> None:
    assert Ladder(6, "ge", 1, 2, 3, 4, excused_breaks_run=False) == LADDER


def test_the_constitution_holds_where_older_rules_are_laxer_unless_switched_off() -> None:
    seed = loading.in_force("seed_2005", TODAY)
    assert ladder_of(seed, PACK).case == 6
    terms = seed.self_withdrawal
    off = replace(terms, national_if_laxer=replace(terms.national_if_laxer, value=False))
    assert ladder_of(replace(seed, self_withdrawal=off), PACK) == SEED
    stricter = replace(terms, months=replace(terms.months, value=4))
    assert ladder_of(replace(seed, self_withdrawal=stricter), PACK).case == 5


def said(found: Run) -> list[str]:
    with translation.override("en"):
        return [str(sentence) for sentence in found.explained]


def test_the_sentence_names_the_months() -> None:
    case = ASKS[Rung.CASE]
    assert said(run("ddmmmmmm")) == ["Missed 6 months in a row, 2026-03 to 2026-08.", case]
    assert said(run("dd")) == ["No month in a row was missed."]


def test_the_explanation_says_what_was_passed_over_and_what_does_not_count() -> None:
    confirmed = Membership(FIRST, dt.date(2026, 4, 1))
    assert said(run("demnmmem", membership=confirmed)) == [
        "Missed 4 months in a row, 2026-03 to 2026-08.",
        "Passed over, neither counted nor a break: 2026-04、2026-07.",
        "Months of probation do not count towards a case: 3 do.",
        "Due: a demand in writing, and a talk by two members.",
        "If he sees his fault and wants to mend, time-limited correction can be considered.",
    ]


@given(st.text("dmen ", max_size=24), st.booleans())
def test_against_counting_backwards_by_hand(text: str, breaks: bool) -> None:
    """The text without what is passed over; the run is the letters m at its end."""
    kept = text.rstrip(" ").replace("n", "") if breaks else text.rstrip(" ").replace("n", "").replace("e", "")
    expected = len(kept) - len(kept.rstrip("m"))
    found = run_of(
        Ledger.WORK,
        months(text),
        dt.date(2030, 1, 1),
        ladder=replace(LADDER, excused_breaks_run=breaks),
        membership=FULL,
    )
    assert len(found.missed) == expected
    assert (found.rung is Rung.CASE) == (expected >= 6)
