"""Cells: what is read as what, what is refused with which words, and the escape that comes back exactly."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from registry.exchange import cells, columns, escaping
from registry.exchange.cells import Choice, Day, IdNumber, Month, Spoiled, Text, Wrong
from tests.registry.exchange_files import id_number

DAY = dt.date(2026, 11, 24)
MIDNIGHT = dt.datetime.combine(DAY, dt.time())
FULLWIDTH_DAY = "２０２６－１１－２４"  # noqa: RUF001 -- as some input methods write it


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "raw",
    [
        "2026-11-24", "2026/11/24", "2026.11.24", "20261124", "2026年11月24日", "2026年11月24", " 2026-11-24 ",
        "2026 年 11 月 24 日", FULLWIDTH_DAY, "2026-11-24 00:00:00", "2026-11-24T00:00:00", "'2026-11-24", 20261124,
        20261124.0, MIDNIGHT, dt.date(2026, 11, 24),
    ],
)  # fmt: skip
def test_a_day_in_many_hands_is_one_day(raw: Any) -> None:
    assert Day().read(raw) == DAY


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("11/24/2026", "It is not certain which part is the year; write the date like 2026-11-24."),
        ("24.11.2026", "It is not certain which part is the year; write the date like 2026-11-24."),
        ("26-11-24", "It is not certain which part is the year; write the date like 2026-11-24."),
        ("2026-11", "The day is missing; write the date like 2026-11-24."),
        ("2026年11月", "The day is missing; write the date like 2026-11-24."),
        ("2026-02-30", "There is no such day; write the date like 2026-11-24."),
        ("2026-13-01", "There is no such day; write the date like 2026-11-24."),
        (46350, "This is a number; format the cell as a date or write it like 2026-11-24."),
        ("46350", "This is a number; format the cell as a date or write it like 2026-11-24."),
        (46350.5, "Write the date like 2026-11-24."),
        ("2026-11/24", "Write the date like 2026-11-24."),
        ("去年", "Write the date like 2026-11-24."),
        ("0026-11-24", "The year cannot be right; write the date like 2026-11-24."),
        ("2626-11-24", "The year cannot be right; write the date like 2026-11-24."),
        (
            dt.datetime.combine(DAY, dt.time(8)),
            "There is a time beside the date; write the date only, like 2026-11-24.",
        ),
        ("2026-11-24 08:30", "Write the date like 2026-11-24."),
        (dt.time(8), "This is a time of day; write the date like 2026-11-24."),
        (Spoiled("formula"), "This cell holds a formula; write its value."),
        (Spoiled("error"), "This cell holds an error of the spreadsheet; write the value."),
    ],
)
def test_a_day_that_could_mean_two_things_says_what_to_write(raw: Any, reason: str) -> None:
    with pytest.raises(Wrong) as refused:
        Day().read(raw)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "raw",
    [
        "2026-11",
        "2026/11",
        "2026.11",
        "202611",
        202611,
        "2026年11月",
        "2026年11月份",
        "2026-11-01",
        dt.datetime.combine(DAY.replace(day=1), dt.time()),
    ],
)
def test_a_month_in_many_hands_is_one_month(raw: Any) -> None:
    assert Month().read(raw) == dt.date(2026, 11, 1)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (2026.1, "As a number 2026.1 and 2026.10 are the same; write the month like 2026-11."),
        ("2026-11-24", "Write the month only, like 2026-11."),
        (MIDNIGHT, "Write the month only, like 2026-11."),
        ("11月", "Write the month like 2026-11."),
        ("2026-13", "There is no such day; write the date like 2026-11-24."),
    ],
)
def test_a_month_that_is_not_certain_is_refused(raw: Any, reason: str) -> None:
    with pytest.raises(Wrong) as refused:
        Month().read(raw)
    assert refused.value.reason == reason


def test_id_numbers_are_read_with_spaces_and_small_x() -> None:
    number = next(n for n in (id_number(order=order) for order in range(1, 99)) if n.endswith("X"))
    assert IdNumber().read(f" {number[:6]} {number[6:14]} {number[14:17]}x ") == number


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("532901********1234", "This ID number is masked; an import needs a file exported with ID numbers."),
        (5.32901199001011e17, "The spreadsheet has rounded this ID number; format the column as text and enter all 18 characters."),
        (532901199001011000, "The spreadsheet has rounded this ID number; format the column as text and enter all 18 characters."),
        ("990101199001010018", "This is not a valid ID number; check the 18 characters."),
        ("990101900101001", "This is not a valid ID number; check the 18 characters."),
        ("护照E12345678", "This is not a valid ID number; check the 18 characters."),
    ],
)  # fmt: skip
def test_a_wrong_id_number_says_why_without_quoting_it(raw: Any, reason: str) -> None:
    with pytest.raises(Wrong) as refused:
        IdNumber().read(raw)
    assert refused.value.reason == reason


def test_choices_take_their_words_and_name_them() -> None:
    assert [Choice(columns.LEVELS).read(word) for word in ("党支部", "党总支", "基层党委", "县委", "州委", "省委")] == [
        "branch", "general_branch", "committee", "county", "prefecture", "province",
    ]  # fmt: skip
    assert Choice(columns.YES_NO).read(True) is True
    with pytest.raises(Wrong) as refused:
        Choice(columns.STANDINGS).read("党员")
    assert refused.value.reason == "Write one of: 正式党员、预备党员、停止党籍."


def test_numbers_in_text_columns_stay_as_they_were_typed() -> None:
    text = Text(20, escaping.tidy_code)
    assert [text.read(raw) for raw in (13900000001, 13900000001.0, 0.5, True)] == [
        "13900000001",
        "13900000001",
        "0.5",
        "是",
    ]
    with pytest.raises(Wrong) as refused:
        text.read(MIDNIGHT)
    assert refused.value.reason == (
        "The spreadsheet has turned this cell into a date; format it as text and enter it again."
    )


def test_text_has_a_limit_and_no_control_characters() -> None:
    with pytest.raises(Wrong) as refused:
        Text(3).read("四个汉字")
    assert refused.value.reason == "At most 3 characters fit here."
    with pytest.raises(Wrong) as refused:
        Text(30).read("a\x07b")
    assert refused.value.reason == "There are control characters in this cell; type the text again."


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王　芳", "王芳"), (" 张 三 ", "张三"), ("沙玛•阿木", "沙玛·阿木"), ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("Anna Li", "Anna Li"), ("\ufeff李四\u200b", "李四"), ("刘䶮", "刘䶮"),
    ],
)  # fmt: skip
def test_names_lose_the_spaces_that_only_spread_them(typed: str, name: str) -> None:
    assert escaping.tidy_name(typed) == name


@pytest.mark.parametrize("tidied", [escaping.tidy, escaping.tidy_name, escaping.tidy_code, columns.tidy_ethnic_group])
def test_the_escape_is_undone_exactly(tidied: Any) -> None:
    @given(
        st.text(
            alphabet=st.one_of(
                st.characters(exclude_categories=["Cc", "Cs", "Cn"]), st.sampled_from("=+-@'\t\r\n ＝　")
            )
        )
    )
    def holds(text: str) -> None:
        cell = escaping.escaped(text, tidied)
        assert escaping.plain(cell, tidied) == text
        assert not escaping.is_active(cell)

    holds()


def test_text_that_needs_no_escape_has_none() -> None:
    assert [escaping.escaped(text) for text in ("清河县", "O'Neill", "0855-2200000", "")] == [
        "清河县",
        "O'Neill",
        "0855-2200000",
        "",
    ]


@pytest.mark.parametrize(
    "cell", [" " * 50_000 + "x" + " " * 50_000, "1" * 50_000, "年" * 50_000, "2026-" * 10_000, "'" * 50_000]
)
def test_no_cell_takes_long(cell: str) -> None:
    """Quadratic reading would take minutes here."""
    kinds = [Day(), Month(), IdNumber(), Text(10, escaping.tidy_name), Choice(columns.SEXES)]
    for kind in kinds:
        with pytest.raises(Wrong):
            kind.read("a" + cell + "b")
    assert not cells.is_blank(cell)
