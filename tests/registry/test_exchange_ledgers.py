"""The sheet of a month as a workbook: what is written is read again, and every mistake is said with its cell."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from config.demo.building import Demo
from registry.exchange.ledger_sheets import Given, read, words_of, written
from registry.exchange.reports import Fault
from registry.ledger_rules import Cell, Said
from registry.models import Organisation
from registry.refusals import Refused

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2026, 10, 1)
ROLL = {"AAA": "方启明", "BBB": "=沙玛·阿木"}
ALL = {Cell(key, ledger): Said("done") for key in ROLL for ledger in ("dues", "life", "work")}
KNOWN = {Cell("AAA", "dues"): Said("excused", "relieved")}


@pytest.fixture
def branch(world: Demo) -> Organisation:
    return world.organisations["QH0101"]


def book(
    branch: Organisation, known: dict[Cell, Said], change: Callable[[Any], None] = lambda sheet: None
) -> io.BytesIO:
    """The workbook as it is downloaded, changed as somebody would."""
    opened = load_workbook(io.BytesIO(written(branch, OCTOBER, ROLL, known)))
    change(opened.active)
    target = io.BytesIO()
    opened.save(target)
    target.seek(0)
    return target


def given(branch: Organisation, file: io.BytesIO, known: dict[Cell, Said] | None = None) -> Given:
    with translation.override("en"):
        return read(file, "台账.xlsx", branch, OCTOBER, ROLL, known or {})


def filled(sheet: Any, **changed: str) -> None:
    for row in (3, 4):
        for column in "CDE":
            sheet[f"{column}{row}"] = "已履行"
    for place, value in changed.items():
        sheet[place] = value


def test_names_and_what_is_known_stand_there_and_open_cells_are_offered_words(branch: Organisation) -> None:
    sheet: Any = load_workbook(book(branch, KNOWN)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [
        ["支部编码", "QH0101", "月份", "2026-10", branch.short_name],
        ["编号", "姓名", "党费", "组织生活", "党所分配的工作"],
        ["AAA", "方启明", "正当理由：免交党费", None, None],
        ["BBB", "'=沙玛·阿木", None, None, None],
    ]
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered["C3:C4"] == (
        '"已履行,未履行,当月没有安排,正当理由：患病,正当理由：请假,正当理由：因公外出,正当理由：免交党费,正当理由：组织原因"'
    )
    assert list(offered) == ["C3:C4", "D3:D4", "E3:E4"]


@pytest.mark.parametrize("ledger", ["dues", "life", "work"])
def test_every_word_is_read_as_what_it_was_written_for(branch: Organisation, ledger: str) -> None:
    for said in words_of(ledger).values():
        known = ALL | {Cell("AAA", ledger): said}
        assert given(branch, book(branch, known), known) == Given(known, [])


def test_a_filled_sheet_is_read(branch: Organisation) -> None:
    file = book(branch, {}, lambda sheet: filled(sheet, D3=" 正当理由:患病 ", E4="未履行"))
    expected = ALL | {Cell("AAA", "life"): Said("excused", "illness"), Cell("BBB", "work"): Said("missed")}
    assert given(branch, file) == Given(expected, [])


def test_every_mistake_has_its_cell(branch: Organisation) -> None:
    file = book(branch, {}, lambda sheet: filled(sheet, C3="交了", D3="正当理由：免交党费", E4=""))
    found = given(branch, file)
    life = "Write one of: 已履行、未履行、当月没有安排、正当理由：患病、正当理由：年老体弱、正当理由：请假、正当理由：因公外出、正当理由：组织原因."
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (3, "党费"),
        (3, "组织生活"),
        (4, "党所分配的工作"),
    ]
    assert found.faults[1] == Fault("台账", 3, "组织生活", life)
    assert found.faults[2].reason == "=沙玛·阿木, Assigned work: choose what the month was."


def test_what_is_in_force_is_not_overwritten_by_a_file(branch: Organisation) -> None:
    file = book(branch, {}, filled)
    reason = "方启明, Dues: was entered before; correct it with a reason."
    assert given(branch, file, KNOWN).faults == [Fault("台账", 3, "党费", reason)]


@pytest.mark.parametrize(
    ("place", "value", "column", "reason"),
    [
        ("A4", "CCC", "编号", "Nobody with this number is on the roll of that month."),
        ("B4", "方启明", "姓名", "This number belongs to =沙玛·阿木."),
        ("A4", "AAA", "姓名", "This number belongs to 方启明."),
    ],
)
def test_numbers_and_names_belong_together(
    branch: Organisation, place: str, value: str, column: str, reason: str
) -> None:
    found = given(branch, book(branch, {}, lambda sheet: filled(sheet, **{place: value})))
    assert found.faults[0] == Fault("台账", 4, column, reason)


def test_a_member_who_stands_there_twice_or_not_at_all_is_a_mistake(branch: Organisation) -> None:
    found = given(branch, book(branch, {}, lambda sheet: filled(sheet, A4="AAA", B4="方启明")))
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (4, "编号"), (0, "党所分配的工作"), (0, "党费"), (0, "组织生活"),
    ]  # fmt: skip


@pytest.mark.parametrize(("place", "value"), [("B1", "QH0102"), ("D1", "2026-09"), ("A1", "支部")])
def test_the_sheet_of_another_branch_or_month_is_refused(branch: Organisation, place: str, value: str) -> None:
    with pytest.raises(Refused, match="not the sheet of"):
        given(branch, book(branch, {}, lambda sheet: filled(sheet, **{place: value})))


def test_a_month_that_the_spreadsheet_made_a_date_of_is_read(branch: Organisation) -> None:
    def dated(sheet: Any) -> None:
        filled(sheet)
        sheet["D1"] = dt.datetime(2026, 10, 1)  # noqa: DTZ001 -- as a spreadsheet has it

    assert given(branch, book(branch, {}, dated)) == Given(ALL, [])


def test_columns_may_change_places_but_none_may_be_missing(branch: Organisation) -> None:
    def moved(sheet: Any) -> None:
        filled(sheet, E3="未履行")
        for row in (2, 3, 4):
            sheet[f"C{row}"], sheet[f"E{row}"] = sheet[f"E{row}"].value, sheet[f"C{row}"].value

    assert given(branch, book(branch, {}, moved)).said[Cell("AAA", "work")] == Said("missed")
    with pytest.raises(Refused, match="党费"):
        given(branch, book(branch, {}, lambda sheet: filled(sheet, C2="会费")))


def test_a_formula_is_no_value(branch: Organisation) -> None:
    found = given(branch, book(branch, {}, lambda sheet: filled(sheet, C3='="已履行"')))
    assert found.faults == [Fault("台账", 3, "党费", "This cell holds a formula; write its value.")]


def test_a_file_that_is_no_workbook_is_refused(branch: Organisation) -> None:
    with pytest.raises(Refused):
        given(branch, io.BytesIO(b"PK\x03\x04 nothing"))
