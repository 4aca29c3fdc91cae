"""Importing the register: nothing without a registrar's post, nothing before it is confirmed, nothing left behind."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from audit.models import Access
from registry.models import Organisation, User
from tests.web.world import signed_in, text_of
from web import importing, tasks, uploads

HEADINGS = ["编码", "名称", "层级", "上级编码"]
NEW = ["QH0199", "中共玉屏街道新村支部委员会", "党支部", "QH01"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of uploads of the test's own: one test sweeps it, and workers run at once."""
    monkeypatch.setattr(uploads, "_root", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def client(registrar: User) -> Client:
    return signed_in(registrar)


def _file(*rows: list[str]) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    sheet.title = "组织"
    for row in (HEADINGS, *rows):
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("登记.xlsx", target.getvalue())


def _sent(client: Client, *rows: list[str]) -> str:
    response = client.post("/registers/import/", {"file": _file(*rows)})
    assert response.status_code == 302
    return str(response["Location"])


def test_only_a_registrar_imports_and_exports(secretary: User) -> None:
    other = signed_in(secretary)
    for address in ("/registers/import/", "/registers/import/template.xlsx", "/registers/export/"):
        assert other.get(address).status_code == 403


def test_without_a_file_the_field_says_so(client: Client) -> None:
    response = client.post("/registers/import/", {})
    assert response.status_code == 422
    assert text_of(response).count("Choose a file.") == 2


def test_an_examined_file_loads_nothing_until_confirmed_and_is_then_deleted(client: Client, folder: Path) -> None:
    report = _sent(client, NEW)
    said = text_of(client.get(report))
    assert "No mistake was found" in said
    assert "Load 1 new row" in said
    assert not Organisation.objects.filter(code="QH0199").exists()
    loaded = client.post(report + "load/", follow=True)
    assert "Loaded." in text_of(loaded)
    assert Organisation.objects.get(code="QH0199").parent.code == "QH01"
    assert not (folder / report.split("/")[-2] / "file").exists()


def test_mistakes_are_listed_by_sheet_row_and_column(client: Client) -> None:
    report = _sent(client, ["QH0198", "中共某支部委员会", "小组", "QH01"], ["QH0197", "", "党支部", "QH01"])
    said = text_of(client.get(report))
    assert "2 mistakes were found" in said
    assert "组织 2 层级" in said
    assert "组织 3 名称" in said
    client.post(report + "load/")
    assert not Organisation.objects.filter(code__in=["QH0197", "QH0198"]).exists()


def test_what_is_no_workbook_is_refused_with_a_sentence(client: Client) -> None:
    response = client.post("/registers/import/", {"file": SimpleUploadedFile("x.xlsx", b"%PDF-1.7")}, follow=True)
    assert "Only XLSX and CSV files are accepted" in text_of(response)


def test_a_file_belongs_to_its_uploader_and_can_be_taken_away(client: Client, registrar: User, secretary: User) -> None:
    report = _sent(client, NEW)
    token = report.split("/")[-2]
    assert uploads.find(token, secretary) is None
    assert uploads.find("../" + token, registrar) is None
    client.post(report + "drop/")
    assert client.get(report).status_code == 404
    assert uploads.find(token, registrar) is None


def test_a_large_file_is_worked_on_by_the_worker(
    client: Client, registrar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE_BYTES", 0)
    deferred: list[dict[str, Any]] = []
    monkeypatch.setattr(tasks.work_on_upload, "defer", lambda **arguments: deferred.append(arguments))
    report = _sent(client, NEW)
    assert "Examining." in text_of(client.get(report))
    tasks.work_on_upload.func(**deferred[0])
    assert "Load 1 new row" in text_of(client.get(report))


def test_an_import_under_way_stops_the_second_one_and_keeps_the_file(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry import exchange
    from registry.refusals import Conflict

    def busy(*_arguments: Any, **_options: Any) -> None:
        raise Conflict("Another import is under way.")

    report = _sent(client, NEW)
    with monkeypatch.context() as patched:
        patched.setattr(exchange, "load", busy)
        assert "Another import is under way." in text_of(client.post(report + "load/", follow=True))
    assert "Load 1 new row" in text_of(client.post(report + "again/", follow=True))


def test_what_was_left_lying_is_swept(client: Client, registrar: User) -> None:
    token = _sent(client, NEW).split("/")[-2]
    assert uploads.sweep(older_than=-1) >= 1
    assert uploads.find(token, registrar) is None


def test_template_and_export_are_workbooks(client: Client) -> None:
    template = load_workbook(io.BytesIO(client.get("/registers/import/template.xlsx").content))
    assert "组织" in template.sheetnames
    answer: Any = client.get("/registers/export/")
    content = b"".join(answer.streaming_content)
    rows = [row for sheet in load_workbook(io.BytesIO(content)).worksheets for row in sheet.values]
    assert any("QH0101" in row for row in rows)
    assert any("********" in str(cell) for row in rows for cell in row)


def test_full_id_numbers_need_a_purpose_and_are_logged_with_it(client: Client) -> None:
    refused = client.post("/registers/export/", {"purpose": ""})
    assert refused.status_code == 422
    assert "Say what you need the full numbers for." in text_of(refused)
    answer: Any = client.post("/registers/export/", {"purpose": "年报统计"})
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert Access.objects.get(what="export with ID numbers").purpose == "年报统计"
