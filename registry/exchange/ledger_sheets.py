"""The sheet of a month as a workbook (台账填报表): filled in with names and what is known, read again cell by cell.

The names of columns and the words are the format of the file: they are Chinese in every language, as on papers.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from registry.exchange import cells, escaping, reading
from registry.exchange.reports import Fault
from registry.ledger_rules import Cell, Line, Said, objections
from registry.models import Organisation
from registry.models.ledgers import EXCUSES, Excuse, Ledger, MonthValue
from registry.refusals import Refused

TITLE, NUMBER, NAME, BRANCH, MONTH = "台账", "编号", "姓名", "支部编码", "月份"
LEDGERS: Mapping[str, str] = {Ledger.DUES: "党费", Ledger.LIFE: "组织生活", Ledger.WORK: "党所分配的工作"}
VALUES: Mapping[str, str] = {
    MonthValue.DONE: "已履行", MonthValue.MISSED: "未履行", MonthValue.EXCUSED: "正当理由", MonthValue.NO_OPPORTUNITY: "当月没有安排",
}  # fmt: skip
REASONS: Mapping[str, str] = {
    Excuse.ILLNESS: "患病", Excuse.FRAIL: "年老体弱", Excuse.LEAVE: "请假", Excuse.ON_DUTY: "因公外出", Excuse.RELIEVED: "免交党费",
    Excuse.ORGANISATION: "组织原因",
}  # fmt: skip
MOST_ROWS = 2000
_FIRST = 3
_GIVEN, _OPEN = PatternFill("solid", fgColor="FFE9ECEF"), PatternFill("solid", fgColor="FFF8D7DA")


def word_of(said: Said) -> str:
    """What a cell says, as it is written."""
    return VALUES[said.value] + (f"：{REASONS[said.excuse]}" if said.excuse else "")


def words_of(ledger: str) -> dict[str, Said]:
    """The words that may be written in a ledger's column."""
    plain = [Said(value) for value in MonthValue.values if value != MonthValue.EXCUSED]
    return {word_of(said): said for said in [*plain, *(Said(MonthValue.EXCUSED, one) for one in EXCUSES[ledger])]}


def written(branch: Organisation, month: dt.date, roll: Mapping[str, str], known: Mapping[Cell, Said]) -> bytes:
    """The workbook of a month: ``roll`` has the names by public id; what is in force stands in its cell."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = TITLE
    sheet.append([BRANCH, branch.code, MONTH, f"{month:%Y-%m}", escaping.escaped(branch.short_name)])
    sheet.append([NUMBER, NAME, *LEDGERS.values()])
    for key, name in roll.items():
        said = [known.get(Cell(key, ledger)) for ledger in LEDGERS]
        sheet.append(
            [key, escaping.escaped(name, escaping.tidy_name), *(word_of(one) if one else None for one in said)]
        )
    _dress(sheet, len(roll))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _dress(sheet: Worksheet, people: int) -> None:
    sheet.freeze_panes = f"C{_FIRST}"
    for place, width in enumerate((14, 16, 22, 22, 22), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=_FIRST - 1 + people), start=1):
        for place, cell in enumerate(row):
            cell.number_format = "@"
            cell.fill = _OPEN if place >= 2 and number >= _FIRST and cell.value is None else _GIVEN
            cell.font = Font(bold=number == _FIRST - 1)
    for place, ledger in enumerate(LEDGERS, start=3):
        words, letter = ",".join(words_of(ledger)), get_column_letter(place)
        offered = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
        offered.add(f"{letter}{_FIRST}:{letter}{_FIRST + max(people, 1) - 1}")
        sheet.add_data_validation(offered)


@dataclass
class Given:
    """What a workbook says (读取结果): by cell, and every mistake with its place in the file."""

    said: dict[Cell, Said] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: int, column: str, reason: str) -> None:
        """Note a mistake."""
        self.faults.append(Fault(TITLE, row, column, reason))


def read(
    file: BinaryIO, name: str, branch: Organisation, month: dt.date, roll: Mapping[str, str], known: Mapping[Cell, Said]
) -> Given:  # fmt: skip
    """Read a workbook of a month and hold it against the roll; Refused where it is not one of this branch and month."""
    rows = _rows_of(reading.opened(file, name))
    first = next(rows, (0, []))[1]
    if _texts(first)[:4] != [BRANCH, branch.code, MONTH, f"{month:%Y-%m}"]:
        words = {"branch": branch.short_name, "month": f"{month:%Y-%m}"}
        raise Refused(
            _("This file is not the sheet of %(branch)s for %(month)s; download it here.") % words, field="file"
        )
    places = _places(next(rows, (0, []))[1])
    given = Given()
    lines: dict[Cell, tuple[int, str]] = {}
    for number, raws in rows:
        if not all(map(cells.is_blank, raws)):
            _read_row(number, raws, places, roll, given, lines)
    _hold_against(given, lines, roll, known)
    return given


def _rows_of(source: reading.Source) -> Iterator[reading.RawRow]:
    sheet = next((one for one in source.sheets if one.title.strip() in (TITLE, "CSV")), source.sheets[0])
    rows = list(islice(sheet.rows(), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Refused(_("The file has more than %(most)d rows; divide it.") % {"most": MOST_ROWS}, field="file")
    return iter(rows)


def _texts(raws: Iterable[Any]) -> list[str]:
    return ["" if raw is None else _text(raw) for raw in raws]


def _text(raw: Any, tidied: Callable[[str], str] = escaping.tidy_code) -> str:
    """A cell as text; a month that the spreadsheet made a date of is a month again, what cannot be read is nothing."""
    try:
        return cells.Month().show(cells.Month().read(raw)) if isinstance(raw, dt.date) else cells.text_of(raw, tidied)
    except cells.Wrong:
        return ""


def _places(raws: Sequence[Any]) -> dict[str, int]:
    """Where each column stands; Refused where one is missing."""
    titles = _texts(raws)
    wanted = [NUMBER, NAME, *LEDGERS.values()]
    if missing := [title for title in wanted if titles.count(title) != 1]:
        words = {"columns": "、".join(missing)}
        raise Refused(_("These columns have to be there once: %(columns)s.") % words, field="file")
    return {title: titles.index(title) for title in wanted}


def _read_row(
    number: int, raws: Sequence[Any], places: Mapping[str, int], roll: Mapping[str, str], given: Given,
    lines: dict[Cell, tuple[int, str]],
) -> None:  # fmt: skip
    found = {title: raws[place] if place < len(raws) else None for title, place in places.items()}
    key, name = _text(found[NUMBER]), escaping.tidy_name(_text(found[NAME], escaping.tidy_name))
    if key not in roll:
        given.fault(number, NUMBER, _("Nobody with this number is on the roll of that month."))
    elif escaping.tidy_name(roll[key]) != name:
        given.fault(number, NAME, _("This number belongs to %(name)s.") % {"name": roll[key]})
    elif any(cell.member == key for cell in lines):
        given.fault(number, NUMBER, _("This member stands there twice."))
    else:
        for ledger, title in LEDGERS.items():
            lines[Cell(key, ledger)] = (number, title)
            _read_cell(Cell(key, ledger), found[title], number, given)


def _read_cell(cell: Cell, raw: Any, number: int, given: Given) -> None:
    if cells.is_blank(raw):
        return
    try:
        given.said[cell] = _said(cell.ledger, raw)
    except cells.Wrong as wrong:
        given.fault(number, LEDGERS[cell.ledger], wrong.reason)


def _said(ledger: str, raw: Any) -> Said:
    """What a cell means; full-width marks and plain ones are the same. Wrong names the words."""
    words = words_of(ledger)
    found = {escaping.tidy_code(word): said for word, said in words.items()}.get(cells.text_of(raw, escaping.tidy_code))
    if found is None:
        raise cells.Wrong(_("Write one of: %(words)s.") % {"words": "、".join(words)})
    return found


def _hold_against(
    given: Given, lines: Mapping[Cell, tuple[int, str]], roll: Mapping[str, str], known: Mapping[Cell, Said]
) -> None:
    """Add what the sheet itself may not say, where the cell could be read."""
    spoiled = {(fault.row, fault.column) for fault in given.faults}
    where = {str(cell): place for cell, place in lines.items()}
    sheet = [Line(cell, said) for cell, said in given.said.items()]
    for key, sentences in objections(sheet, roll, known, ()).items():
        row, column = where.get(key, (0, LEDGERS[key.rpartition(".")[2]]))
        if (row, column) not in spoiled:
            for sentence in sentences:
                given.fault(row, column, sentence)
    given.faults.sort(key=lambda fault: (fault.row or MOST_ROWS, fault.column))
