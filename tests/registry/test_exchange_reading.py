"""Files: which are read, which are refused and with what words, and how sheets and columns are recognised."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from config.demo.building import Demo
from registry import exchange
from registry.exchange import safety
from tests.registry.exchange_files import csv_file, held, member, organisation, table, workbook, xlsx

DAMAGED = "This XLSX file is damaged; open it in a spreadsheet and save it again."
KINDS_ONLY = "Only XLSX and CSV files are accepted, and the name must fit the content."
ENTITIES = "This XLSX file defines entities of its own; it is not accepted."
ACTIVE = "A workbook with macros or embedded objects is not accepted; save it as XLSX."
TOO_LARGE = "Unpacked, this XLSX file would be too large; divide it."
TOO_LONG = "A cell or a row of this XLSX file is longer than a spreadsheet allows."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rebuilt(change: Callable[[str, bytes], bytes | None], **more: bytes) -> io.BytesIO:
    """A good workbook with its parts changed, left out or added."""
    good, made = xlsx(党员=[member()]), io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if (content := change(name, source.read(name))) is not None:
                target.writestr(name, content)
        for name, content in more.items():
            target.writestr(name, content)
    made.seek(0)
    return made


def in_sheet(old: bytes, new: bytes) -> io.BytesIO:
    return rebuilt(lambda name, content: content.replace(old, new, 1) if "sheet1" in name else content)


def kept(name: str, content: bytes) -> bytes:
    return content


def bomb() -> io.BytesIO:
    return rebuilt(kept, **{"xl/worksheets/sheet9.xml": b" " * 1_000_001})


REFUSED: dict[str, tuple[str, Callable[[], io.BytesIO], str]] = {
    "old office file": ("a.xls", lambda: io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(600)), "This is an old, encrypted or other office file; save it as XLSX without a password."),
    "encrypted workbook": ("a.xlsx", lambda: io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(600)), "This is an old, encrypted or other office file; save it as XLSX without a password."),
    "macro workbook by name": ("a.xlsm", lambda: xlsx(党员=[member()]), "A workbook with macros is not accepted; save it as XLSX."),
    "macro project inside": ("a.xlsx", lambda: rebuilt(kept, **{"xl/vbaProject.bin": b"x"}), ACTIVE),
    "macro type declared": ("a.xlsx", lambda: rebuilt(lambda n, c: c.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml") if n == "[Content_Types].xml" else c), ACTIVE),
    "old macro sheet": ("a.xlsx", lambda: rebuilt(kept, **{"xl/macrosheets/sheet1.xml": b"<a/>"}), ACTIVE),
    "embedded object": ("a.xlsx", lambda: rebuilt(kept, **{"xl/embeddings/oleObject1.bin": b"x"}), ACTIVE),
    "active control": ("a.xlsx", lambda: rebuilt(kept, **{"xl/activeX/activeX1.xml": b"<a/>"}), ACTIVE),
    "text called xlsx": ("a.xlsx", lambda: io.BytesIO("姓名,性别".encode()), KINDS_ONLY),
    "workbook called csv": ("a.csv", lambda: xlsx(党员=[member()]), KINDS_ONLY),
    "pdf called csv": ("a.csv", lambda: io.BytesIO(b"%PDF-1.7"), KINDS_ONLY),
    "web page": ("a.html", lambda: io.BytesIO(b"<html>"), KINDS_ONLY),
    "drawing": ("a.svg", lambda: io.BytesIO(b"<svg/>"), KINDS_ONLY),
    "no ending": ("register", lambda: xlsx(党员=[member()]), KINDS_ONLY),
    "empty file": ("a.xlsx", lambda: io.BytesIO(b""), KINDS_ONLY),
    "cut off": ("a.xlsx", lambda: io.BytesIO(xlsx(党员=[member()]).getvalue()[:900]), DAMAGED),
    "other zip": ("a.xlsx", lambda: rebuilt(lambda n, c: c if n == "[Content_Types].xml" else None), "This file is not a workbook."),
    "bomb of blanks": ("a.xlsx", bomb, TOO_LARGE),
    "bomb of styles": ("a.xlsx", lambda: rebuilt(kept, **{"xl/more.xml": b" " * 1_000_001}), TOO_LARGE),
    "bomb of strings": ("a.xlsx", lambda: rebuilt(kept, **{"xl/sharedStrings.xml": b" " * 1_000_001}), TOO_LARGE),
    "many parts": ("a.xlsx", lambda: rebuilt(kept, **{f"xl/p{n}.xml": b"<a/>" for n in range(safety.MOST_PARTS)}), "This XLSX file has too many parts."),
    "swarm of styles": ("a.xlsx", lambda: rebuilt(kept, **{"xl/more.xml": b"<a/>" * 30_000}), TOO_LARGE),
    "swarm of strings": ("a.xlsx", lambda: rebuilt(kept, **{"xl/sharedStrings.xml": b"<si/>" * 30_000}), TOO_LARGE),
    "endless string": ("a.xlsx", lambda: rebuilt(kept, **{"xl/sharedStrings.xml": b"<r/>" * 200_000}), TOO_LONG),
    "entities": ("a.xlsx", lambda: in_sheet(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'), ENTITIES),
    "sixteen bits": ("a.xlsx", lambda: rebuilt(lambda n, c: c.decode().encode("utf-16") if "sheet1" in n else c), ENTITIES),
    "endless cell": ("a.xlsx", lambda: in_sheet(b"</t>", b"A" * 600_000 + b"</t>"), TOO_LONG),
    "endless row": ("a.xlsx", lambda: in_sheet(b"</row>", b"<c/>" * 150_000 + b"</row>"), TOO_LONG),
    "broken markup": ("a.xlsx", lambda: in_sheet(b"</sheetData>", b"</sheetDatum>"), DAMAGED),
    "broken number": ("a.xlsx", lambda: in_sheet(b'<c r="A1"', b'<c r="A1" t="n"><v>1x</v></c><c r="B1"'), DAMAGED),
    "no text code": ("a.csv", lambda: io.BytesIO("姓名".encode() + b"\xff\xff\xff"), "The text of this CSV file is neither UTF-8 nor GB18030; save it as “CSV UTF-8”."),
    "open quotation": ("a.csv", lambda: io.BytesIO('姓名,性别,所在组织编码,党籍,入党日期\n"王,男'.encode()), "This CSV file is damaged: a quotation mark or a line is not closed."),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_plain_workbook_is_refused_whole(db: None, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MOST_IN_SHEETS", "MOST_IN_STRINGS", "MOST_IN_OTHERS"):
        monkeypatch.setattr(safety, limit, 1_000_000)
    for limit in ("MOST_TAGS", "MOST_STRINGS"):
        monkeypatch.setattr(safety, limit, 25_000)
    monkeypatch.setattr(safety, "LONGEST_ROW", 200_000)
    name, make, reason = REFUSED[case]
    report = exchange.examine(make(), name)
    assert [(f.sheet, f.row, f.column, f.reason) for f in report.faults] == [("", 0, "", reason)]
    assert report.rows == 0 or case in {"broken markup", "open quotation"}


def test_a_declared_size_that_lies_is_no_way_in(db: None) -> None:
    """The reader stops at the declared size and finds the checksum wrong."""
    content = bytearray(rebuilt(kept, **{"xl/worksheets/sheet9.xml": b"<a>" + b" " * 1_000_000 + b"</a>"}).getvalue())
    declared = (1_000_007).to_bytes(4, "little")
    assert content.count(declared) == 2
    lying = bytes(content).replace(declared, (7).to_bytes(4, "little"))
    report = exchange.examine(io.BytesIO(lying), "a.xlsx")
    assert [f.reason for f in report.faults] == [DAMAGED]


def test_a_file_over_the_limit_is_not_read(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MOST_BYTES", 1000)
    report = exchange.examine(xlsx(党员=[member()]), "a.xlsx")
    assert [f.reason for f in report.faults] == ["The file is larger than 0 MB."]


def test_too_many_rows_are_refused_before_reading(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MOST_ROWS", 3)
    rows = [member()] * 4
    for file, name in ((xlsx(党员=rows), "a.xlsx"), (csv_file(rows), "a.csv")):
        assert [f.reason for f in exchange.examine(file, name).faults] == ["The file has more than 3 rows; divide it."]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_every_usual_code_is_recognised_by_its_heading(world: Demo, encoding: str, separator: str) -> None:
    report = exchange.examine(csv_file([member(姓名="刘䶮")], encoding, separator), "名册.csv")
    assert (report.ok, report.faults, report.tallies["members"].new) == (True, [], 1)


def test_csv_kinds_are_told_apart(world: Demo) -> None:
    report = exchange.examine(csv_file([organisation()]), "a.csv")
    assert (report.ok, report.tallies["organisations"].new) == (True, 1)


def test_sheets_are_found_by_name_or_heading_and_may_be_several(world: Demo) -> None:
    one, two = table([member()]), table([organisation()])
    blank_first = [[], ["", None], *table([member(姓名="王小民", 公民身份号码="", 出生日期="1991-02-03")])]
    file = workbook({"Sheet1": one, " 组织 ": two, "党员续": blank_first, "说明": [["随便"]], "空": []})
    report = exchange.examine(file, "a.xlsx")
    assert (report.faults, report.tallies["members"].new, report.tallies["organisations"].new) == ([], 2, 1)


def test_headings_are_checked_before_rows(world: Demo) -> None:
    lines = table([member()])
    lines[0] = [
        "姓 名*",
        "性别\uff0a",
        "民族",
        "出生日期",
        "身份证号",
        "联系电话",
        "公民身份号码",
        "党籍",
        "入党日期",
        "转正日",
        "",
        "到本组织日期",
    ]
    report = exchange.examine(workbook({"党员": lines, "其他": [["甲"], ["乙"]]}), "a.xlsx")
    known = "姓名、性别、民族、出生日期、公民身份号码、联系电话、所在组织编码、党籍、入党日期、转正日期、党费交至、到本组织日期"
    assert [tuple(f) for f in report.faults] == [
        ("党员", 1, "转正日", f"There is no such column; the columns are: {known}."),
        ("党员", 1, "公民身份号码", "This column is there twice."),
        ("党员", 1, "所在组织编码", "This column is missing."),
        ("其他", 1, "", "This sheet is not recognised; call it 组织, 党员 or 职务, or delete it."),
    ]
    assert report.rows == 0


def test_a_value_without_a_heading_is_not_lost_silently(world: Demo) -> None:
    lines = table([member()])
    lines[1].append("备注")
    report = exchange.examine(workbook({"党员": lines}), "a.xlsx")
    assert [tuple(f) for f in report.faults] == [
        ("党员", 2, "姓名", "This row has a value in a column without a heading.")
    ]


def test_formulas_are_never_evaluated(world: Demo) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "党员"
    for line in table([member(姓名="=A1", 联系电话="=1+1")]):
        sheet.append(line)
    sheet["A2"].data_type = "s"  # typed as text, with an apostrophe
    file = io.BytesIO()
    book.save(file)
    report = exchange.examine(file, "a.xlsx")
    assert [tuple(f) for f in report.faults] == [("党员", 2, "联系电话", "This cell holds a formula; write its value.")]


def test_a_row_number_without_end_does_not_hold_us_up(world: Demo) -> None:
    report = exchange.examine(in_sheet(b'<row r="2"', b'<row r="999999999999"'), "a.xlsx")
    assert [f.reason for f in report.faults] == ["There is no row in this file besides headings and examples."]


def test_the_template_imports_nothing_until_it_is_filled_in(world: Demo) -> None:
    before = held()
    report = exchange.examine(io.BytesIO(exchange.template()), "模板.xlsx")
    assert [f.reason for f in report.faults] == ["There is no row in this file besides headings and examples."]
    assert {kind: tally.examples for kind, tally in report.tallies.items()} == {
        "organisations": 2, "members": 2, "posts": 2,
    }  # fmt: skip
    assert held() == before


def test_progress_counts_up_to_the_rows_of_the_file(world: Demo) -> None:
    seen: list[tuple[int, int]] = []
    rows: list[dict[str, Any]] = [organisation(编码=f"N{n}") for n in range(1200)]
    exchange.examine(xlsx(组织=rows), "a.xlsx", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(500, 1201), (1000, 1201), (1201, 1201)]
