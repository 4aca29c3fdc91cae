"""Opening a file and reading its rows (读取登记表), one after another, never the whole file."""

from __future__ import annotations

import codecs
import csv
import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from registry.exchange import cells, escaping, safety
from registry.exchange.columns import EXAMPLE, KINDS, Column, Kind
from registry.exchange.reports import Report, Row
from registry.refusals import Refused

MOST_COLUMNS = 60
NOTES_SHEET = "说明"
_LAST_ROW, _BLOCK = 1_048_576, 500
_UNREADABLE = (InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, OSError)

RawRow = tuple[int, Sequence[Any]]


@dataclass(frozen=True)
class Sheet:
    """A sheet as the file has it: its name, and its rows as often as they are asked for."""

    title: str
    rows: Callable[[], Iterator[RawRow]]


@dataclass(frozen=True)
class Source:
    """An opened file: its sheets, and about how many rows they have."""

    sheets: list[Sheet]
    total: int


@dataclass(frozen=True)
class Table:
    """A sheet whose kind is known: which column stands where."""

    kind: Kind
    sheet: Sheet
    heading: int
    places: dict[int, Column]

    def rows(self, report: Report) -> Iterator[Row]:
        """The rows that are neither blank nor examples; what cannot be read is noted in the report."""
        given, tally = frozenset(column.key for column in self.places.values()), report.tallies[self.kind.key]
        for number, raws in self.sheet.rows():
            if number <= self.heading or all(map(cells.is_blank, raws)):
                continue
            if self._is_example(raws):
                tally.examples += 1
                continue
            tally.rows += 1
            yield self._read(number, raws, given, report)

    def _is_example(self, raws: Sequence[Any]) -> bool:
        first = self.kind.columns[0]
        raw = next((raws[place] for place, column in self.places.items() if column == first and place < len(raws)), "")
        return isinstance(raw, str) and raw.strip().startswith(EXAMPLE)

    def _read(self, number: int, raws: Sequence[Any], given: frozenset[str], report: Report) -> Row:
        row = Row(self.kind, self.sheet.title, number, {c.key: c.type.blank for c in self.kind.columns}, given)
        for place, column in self.places.items():
            raw = raws[place] if place < len(raws) else None
            if not cells.is_blank(raw):
                self._read_cell(row, column, raw, report)
            elif column.required:
                report.fault(row, column.key, _("This column must be filled in."))
        if any(place not in self.places and not cells.is_blank(raw) for place, raw in enumerate(raws)):
            report.fault(row, self.kind.columns[0].key, _("This row has a value in a column without a heading."))
        return row

    def _read_cell(self, row: Row, column: Column, raw: Any, report: Report) -> None:
        row.said.add(column.key)
        try:
            row.values[column.key] = column.type.read(raw)
        except cells.Wrong as wrong:
            report.fault(row, column.key, wrong.reason)


def opened(file: BinaryIO, name: str) -> Source:
    """Open a file after checking that it is safe; Refused if it cannot be read."""
    if safety.format_of(file, name) == "csv":
        return _csv(file)
    total = safety.check_workbook(file)
    file.seek(0)
    with _translated():
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        return Source([Sheet(title, _workbook_rows(book, title)) for title in book.sheetnames], total)


class _translated:  # noqa: N801 -- reads as a word at the with statement
    """Turns what the spreadsheet library says of a damaged file into Refused, and silences its remarks."""

    def __enter__(self) -> None:
        self._quiet = warnings.catch_warnings()
        self._quiet.__enter__()
        warnings.simplefilter("ignore", UserWarning)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._quiet.__exit__(None, None, None)
        if isinstance(error, _UNREADABLE):
            raise Refused(
                _("This XLSX file is damaged; open it in a spreadsheet and save it again."), field="file"
            ) from error


def _workbook_rows(book: Workbook, title: str) -> Callable[[], Iterator[RawRow]]:
    def rows() -> Iterator[RawRow]:
        with _translated():
            sheet: Any = book[title]
            if not hasattr(sheet, "reset_dimensions"):
                return
            sheet.reset_dimensions()
            lines: Iterator[Any] = sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS)
        before: Any = None
        for first in count(1, _BLOCK):
            with _translated():
                block = list(islice(lines, _BLOCK))
            if not block:
                return
            for number, line in enumerate(block, start=first):
                if line is not before:  # the library repeats one tuple for the million rows above a formatted last one
                    yield number, _trimmed([_raw(cell) for cell in line])
                before = line

    return rows


def _trimmed(raws: list[Any]) -> list[Any]:
    while raws and raws[-1] is None:
        raws.pop()
    return raws


def _raw(cell: Any) -> Any:
    if cell is EMPTY_CELL:
        return None
    if cell.data_type == "f":
        return cells.Spoiled("formula")
    return cells.Spoiled("error") if cell.data_type == "e" else cell.value


def _csv(file: BinaryIO) -> Source:
    encoding, total = _encoding_of(file)
    separator = _separator_of(file, encoding)

    def rows() -> Iterator[RawRow]:
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        try:
            yield from enumerate(csv.reader(text, delimiter=separator, strict=True), start=1)
        except csv.Error as error:
            raise Refused(
                _("This CSV file is damaged: a quotation mark or a line is not closed."), field="file"
            ) from error
        finally:
            text.detach()

    return Source([Sheet("CSV", rows)], total)


def _encoding_of(file: BinaryIO) -> tuple[str, int]:
    """UTF-8 (with or without mark) if the whole file is, else GB18030; with the number of lines."""
    for encoding in ("utf-8-sig", "gb18030"):
        file.seek(0)
        decoder, lines = codecs.getincrementaldecoder(encoding)(), 0
        try:
            while piece := file.read(1 << 20):
                decoder.decode(piece)
                lines += piece.count(b"\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        if lines > safety.MOST_ROWS:
            raise Refused(
                _("The file has more than %(most)d rows; divide it.") % {"most": safety.MOST_ROWS}, field="file"
            )
        return encoding, lines
    raise Refused(_("The text of this CSV file is neither UTF-8 nor GB18030; save it as “CSV UTF-8”."), field="file")


def _separator_of(file: BinaryIO, encoding: str) -> str:
    file.seek(0)
    head = file.readline(64 * 1024).decode(encoding, errors="ignore")
    return max(",\t;", key=head.count)


def tables(source: Source, report: Report) -> list[Table]:
    """The sheets by kind, organisations first; what is wrong with a heading is noted in the report."""
    found = [table for sheet in source.sheets if (table := _table(sheet, report)) is not None]
    if not found and report.ok:
        report.note("", 0, "", _("No sheet here is called 组织, 党员 or 职务 or has their headings."))
    return sorted(found, key=lambda table: KINDS.index(table.kind))


def _table(sheet: Sheet, report: Report) -> Table | None:
    heading = next(((n, raws) for n, raws in sheet.rows() if not all(map(cells.is_blank, raws))), None)
    if sheet.title.strip() == NOTES_SHEET or heading is None:
        return None
    titles = [_title(raw) for raw in heading[1]]
    kind = _kind_of(sheet.title, titles)
    if kind is None:
        reason = _("This sheet is not recognised; call it 组织, 党员 or 职务, or delete it.")
        report.note(sheet.title, heading[0], "", reason)
        return None
    named = Sheet(kind.title if sheet.title == "CSV" else sheet.title, sheet.rows)
    faults = list(_heading_faults(kind, titles))
    for title, reason in faults:
        report.note(named.title, heading[0], title, reason)
    places = {place: kind.by_title[title] for place, title in enumerate(titles) if title in kind.by_title}
    return None if faults else Table(kind, named, heading[0], places)


def _title(raw: Any) -> str:
    text = raw if isinstance(raw, str) else ""
    return "".join(escaping.tidy_code(text).split()).rstrip("*")


def _kind_of(name: str, titles: Iterable[str]) -> Kind | None:
    """By the sheet's name, else the kind whose required headings are all there."""
    given = set(titles)
    for kind in KINDS:
        if name.strip() == kind.title:
            return kind
    fitting = [
        kind for kind in KINDS if {column.key for column in kind.columns if column.required} <= _keys(kind, given)
    ]
    return max(fitting, key=lambda kind: len(_keys(kind, given)), default=None)


def _keys(kind: Kind, given: set[str]) -> set[str]:
    return {column.key for title, column in kind.by_title.items() if title in given}


def _heading_faults(kind: Kind, titles: list[str]) -> Iterator[tuple[str, str]]:
    present = [kind.by_title[title].key for title in titles if title in kind.by_title]
    for title in titles:
        if title and title not in kind.by_title:
            known = "、".join(column.title for column in kind.columns)
            yield title, _("There is no such column; the columns are: %(columns)s.") % {"columns": known}
    for column in kind.columns:
        if present.count(column.key) > 1:
            yield column.title, _("This column is there twice.")
        if column.required and column.key not in present:
            yield column.title, _("This column is missing.")
