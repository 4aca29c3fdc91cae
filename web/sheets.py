"""Lists as files (导出清单): CSV and XLSX, with nothing in them that a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook

from registry.exchange import escaping

MOST_ROWS = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers, days become text."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return escaping.escaped(text)


def response(kind: str, name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A list as a file to download; ``kind`` is csv or xlsx."""
    cells = [[harmless(value) for value in row] for row in (header, *rows)]
    answer = _csv(cells) if kind == "csv" else _xlsx(cells)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _csv(cells: list[list[Any]]) -> HttpResponse:
    """With a byte order mark: without it Excel garbles Chinese."""
    text = io.StringIO()
    csv.writer(text).writerows(cells)
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


def _xlsx(cells: list[list[Any]]) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in cells:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return HttpResponse(target.getvalue(), content_type=XLSX)
