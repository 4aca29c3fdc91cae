"""Files to import, made in memory, and what the register holds before and after."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from openpyxl import Workbook, load_workbook

from audit import journal
from audit.models import Entry
from registry import exchange
from registry.identity import check_character
from registry.models import Affiliation, Appointment, Member, Organisation, Person, Post

Row = dict[str, Any]
BY = journal.system("test")


def id_number(born_on: dt.date = dt.date(1990, 1, 1), order: int = 1, region: str = "990101") -> str:
    """A valid invented number; an odd order is a man's."""
    body = f"{region}{born_on:%Y%m%d}{order:03d}"
    return body + check_character(body)


def organisation(**changes: Any) -> Row:
    """A branch under 玉屏街道工委."""
    row: Row = {"编码": "QH0177", "名称": "中共玉屏街道新桥支部委员会", "层级": "党支部", "上级编码": "QH01"}
    return row | changes


def member(**changes: Any) -> Row:
    """A full member of 锦江社区."""
    row: Row = {
        "姓名": "王新民", "性别": "男", "民族": "汉", "出生日期": "1990-01-01", "公民身份号码": id_number(),
        "联系电话": "13900000001", "所在组织编码": "QH0101", "党籍": "正式党员", "入党日期": "2015-07-01",
        "转正日期": "2016-07-01", "党费交至": "2026-10", "到本组织日期": "2020-03-01",
    }  # fmt: skip
    return row | changes


def post(**changes: Any) -> Row:
    """A committee member of 玉屏街道工委, somebody new."""
    row: Row = {
        "组织编码": "QH01", "职责": "党委委员", "职务名称": "党委委员", "任职人姓名": "赵新华", "任职人身份证号": id_number(order=11),
        "任职开始": "2026-01-01",
    }  # fmt: skip
    return row | changes


def table(rows: Iterable[Row]) -> list[list[Any]]:
    """Heading and rows; the heading has every column that a row names."""
    listed = list(rows)
    heading = list(dict.fromkeys(title for row in listed for title in row))
    return [heading, *([row.get(title) for title in heading] for row in listed)]


def xlsx(**sheets: Sequence[Row]) -> io.BytesIO:
    """A workbook with a sheet for each name."""
    return workbook({name: table(rows) for name, rows in sheets.items()})


def workbook(sheets: dict[str, list[list[Any]]]) -> io.BytesIO:
    """A workbook of plain tables."""
    book = Workbook(write_only=True)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def csv_file(rows: Iterable[Row], encoding: str = "utf-8", separator: str = ",") -> io.BytesIO:
    """A CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(table(rows))
    return io.BytesIO(text.getvalue().encode(encoding))


def lines_of(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """All sheets of a workbook as tuples."""
    book = load_workbook(io.BytesIO(content))
    return {name: list(book[name].values) for name in book.sheetnames}


def held() -> dict[str, int]:
    """How many rows the register and the journal hold."""
    kinds = (Organisation, Person, Member, Affiliation, Post, Appointment, Entry)
    return {kind.__name__: kind._default_manager.count() for kind in kinds}


def empty_the_register() -> None:
    """Empty it within the test's transaction; the rollback brings everything back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("TRUNCATE registry_organisation, registry_person CASCADE")


def faults_of(**sheets: list[Row]) -> list[tuple[Any, ...]]:
    """What is wrong with a file, the same for an examination and an import, and nothing is written."""
    before = held()
    examined = exchange.examine(xlsx(**sheets), "名册.xlsx")
    loaded = exchange.load(xlsx(**sheets), "名册.xlsx", by=BY)
    assert held() == before
    assert examined.faults == loaded.faults
    assert (examined.ok, loaded.ok, loaded.import_id) == (not examined.faults, not loaded.faults, "")
    return [tuple(fault) for fault in loaded.faults]
