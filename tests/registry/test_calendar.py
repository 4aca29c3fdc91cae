"""Working days with make-up days, months clamped to their end, provisional dates beyond the yearly notice."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.calendar import Calendar, add_months, age_on, first_of_month, the_calendar
from registry.models import CalendarDay

OCTOBER = [dt.date(2026, 10, day) for day in range(1, 12)]
DAY = dt.timedelta(days=1)


@pytest.fixture
def calendar(db: None) -> Calendar:
    """The calendar around the day of the tests, as published."""
    return the_calendar(dt.date(2026, 11, 24))


def test_the_national_day_of_2026_and_its_made_up_saturday(calendar: Calendar) -> None:
    """国办发明电〔2025〕: 1 to 7 October off, Sunday 20 September and Saturday 10 October worked."""
    assert [day.day for day in OCTOBER if calendar.is_working(day)] == [8, 9, 10]
    assert calendar.is_working(dt.date(2026, 9, 20))
    assert not calendar.is_working(dt.date(2026, 10, 11))


def test_working_days_after_a_day(calendar: Calendar) -> None:
    start = dt.date(2026, 9, 30)
    found = [calendar.after(start, days) for days in range(5)]
    expected = [(9, 30), (10, 8), (10, 9), (10, 10), (10, 12)]
    assert [(day.month, day.day) for day in found] == expected


def test_five_working_days_from_a_saturday_and_from_a_holiday(calendar: Calendar) -> None:
    assert calendar.after(dt.date(2026, 11, 21), 5) == dt.date(2026, 11, 27)
    assert calendar.after(dt.date(2026, 10, 3), 3) == dt.date(2026, 10, 10)


def test_working_days_between_two_days(calendar: Calendar) -> None:
    start = dt.date(2026, 9, 30)
    assert [calendar.between(start, start + n * DAY) for n in (0, 1, 7, 8, 9, 10, 11, 12)] == [0, 0, 0, 1, 2, 3, 3, 4]
    assert calendar.between(dt.date(2026, 10, 10), start) == -3


@given(st.dates(dt.date(2025, 1, 1), dt.date(2027, 6, 1)), st.integers(1, 40))
def test_after_and_between_agree(start: dt.date, days: int) -> None:
    """The n-th working day after a day is a working day, and n working days lie between them."""
    plain = Calendar(
        rest=frozenset(OCTOBER[:7]), work=frozenset({dt.date(2026, 10, 10)}), known_until=dt.date(2026, 12, 31)
    )
    end = plain.after(start, days)
    assert plain.is_working(end)
    assert plain.between(start, end) == days
    assert plain.between(end, start) == -days


def test_beyond_the_yearly_notice_days_are_provisional(calendar: Calendar) -> None:
    last = calendar.known_until
    assert last == dt.date(2026, 12, 31)
    assert [calendar.is_provisional(last + n * DAY) for n in (-1, 0, 1)] == [False, False, True]


def test_an_edited_day_stands_above_the_published_ones(db: None) -> None:
    edits = [(dt.date(2026, 10, 8), False), (dt.date(2026, 10, 7), True), (dt.date(2026, 11, 28), True)]
    for day, working in edits:
        CalendarDay.objects.create(day=day, working=working, source="州府办通知")
    calendar = the_calendar(dt.date(2026, 11, 24))
    assert [calendar.is_working(day) for day, _ in edits] == [working for _, working in edits]
    assert calendar.after(dt.date(2026, 9, 30), 2) == dt.date(2026, 10, 9)


def test_an_edited_make_up_day_can_be_taken_back(db: None) -> None:
    CalendarDay.objects.create(day=dt.date(2026, 10, 10), working=False, source="州府办通知")
    assert not the_calendar(dt.date(2026, 11, 24)).is_working(dt.date(2026, 10, 10))


def test_entering_the_next_notice_makes_its_year_known(db: None) -> None:
    CalendarDay.objects.create(day=dt.date(2027, 2, 6), working=False, source="国办通知")
    calendar = the_calendar(dt.date(2026, 11, 24))
    assert calendar.known_until == dt.date(2027, 12, 31)
    assert [calendar.is_provisional(dt.date(2027, 12, 31) + n * DAY) for n in (0, 1)] == [False, True]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2027, 8, 31), 6, (2028, 2, 29)),
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2028, 1, 31), 1, (2028, 2, 29)),
        ((2026, 3, 31), 1, (2026, 4, 30)),
        ((2026, 12, 31), 2, (2027, 2, 28)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
        ((2026, 3, 31), -1, (2026, 2, 28)),
        ((2026, 1, 1), -1, (2025, 12, 1)),
        ((2026, 5, 20), 0, (2026, 5, 20)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
    ],
)
def test_months_are_clamped_to_their_end(
    day: tuple[int, int, int], months: int, expected: tuple[int, int, int]
) -> None:
    assert add_months(dt.date(*day), months) == dt.date(*expected)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 600))
def test_months_against_counting_one_by_one(day: dt.date, months: int) -> None:
    """Month and year move on by the number of months; the day stays, or is the last of a shorter month."""
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


def test_age_turns_on_the_birthday() -> None:
    born = dt.date(1990, 3, 7)
    assert [age_on(born, dt.date(2026, 3, day)) for day in (6, 7, 8)] == [35, 36, 36]
    leap = dt.date(1992, 2, 29)
    assert [age_on(leap, day) for day in (dt.date(2026, 2, 28), dt.date(2026, 3, 1))] == [33, 34]


def test_the_first_of_a_month() -> None:
    assert [first_of_month(dt.date(2028, 2, day)) for day in (1, 29)] == [dt.date(2028, 2, 1)] * 2
