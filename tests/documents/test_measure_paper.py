"""``manage.py measure_paper``: what it prints, how it ends, and what it says of files that it cannot measure."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from documents.measuring.figures import ALL, SPECIAL
from documents.measuring.words import label
from tests.documents.conftest import Compose
from tests.documents.measured import changed, laid_out, page


def run(path: Path, *options: str) -> tuple[int, str]:
    """Exit code and what was printed."""
    printed = io.StringIO()
    try:
        call_command("measure_paper", str(path), *options, stdout=printed)
    except SystemExit as ended:
        return int(ended.code or 0), printed.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, printed.getvalue()


def said_of(path: Path) -> str:
    """What is printed as JSON, however it ends."""
    printed = io.StringIO()
    with pytest.raises(CommandError):
        call_command("measure_paper", str(path), "--json", stdout=printed)
    return printed.getvalue()


@pytest.fixture
def kept(tmp_path: Path) -> Any:
    """Write a PDF to a file."""

    def _kept(pdf: bytes) -> Path:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        return path

    return _kept


def test_a_right_paper_ends_with_0_and_all_its_measures(kept: Any, compose: Compose) -> None:
    code, printed = run(kept(compose("D-TR-8")), "--json")
    said = json.loads(printed)
    assert (code, said["format"], said["deviations"]) == (0, "notice", 0)
    assert [(sheet["width"], sheet["height"]) for sheet in said["pages"]] == [(210.0, 297.0)] * 2
    assert set(said["elements"]) == {"mark", "number", "title", "addressee", "body", "signature", "date", "imprint"}
    title = said["elements"]["title"]
    assert (title["text"], title["face"], title["size"]) == ("关于调整刘䶮同志组织关系的通知", "小标宋", 22.0)
    assert [number["text"] for number in said["page_numbers"]] == ["—1—", "—2—"]
    (dash,) = (row for row in said["rows"] if (row["name"], row["page"]) == ("page_number.dash", 2))
    assert (dash["target"], dash["clause"], dash["tolerance"], dash["verdict"]) == (269.0, "7.5", 0.1, "kept")
    assert dash["measured"] - dash["target"] == pytest.approx(dash["deviation"], abs=0.001)


def test_a_wrong_paper_ends_with_1_and_names_the_row(kept: Any) -> None:
    code, printed = run(kept(changed("D-TR-9", ".title { padding-left: 2mm }")))
    assert code == 1
    (row,) = (line for line in printed.splitlines() if line.startswith("偏离"))
    assert row.split() == ["偏离", "1", "107.00", "106.00", "+1.00", "0.20", "7.3.1", "标题：中线"]
    assert printed.splitlines()[-1].startswith("符合")


def test_the_format_can_be_said(kept: Any, compose: Compose) -> None:
    path = kept(compose("D-TR-2"))
    assert [json.loads(run(path, "--json", *said)[1])["format"] for said in ((), ("--format", "notice"))] == [
        "form",
        "notice",
    ]
    assert run(path, "--format", "notice")[0] == 1


def test_a_paper_from_elsewhere_is_measured_like_ours(kept: Any) -> None:
    """A page of a browser's own style: 12 points, no grid, no page number."""
    pdf = laid_out(page(f"<h1>通知</h1><p>{'关于做好有关工作的通知。' * 30}</p>", ""))
    code, printed = run(kept(pdf), "--json")
    said = json.loads(printed)
    off = {row["name"]: row["deviation"] for row in said["rows"] if row["verdict"] == "deviates"}
    assert (code, said["format"]) == (1, "plain")
    assert off["margin.left"] == pytest.approx((75 + 8) * 25.4 / 96 - 28, abs=0.02)  # page and body
    assert off["body.size"] == pytest.approx(-4 * 25.4 / 72, abs=0.01)
    assert {"grid.pitch", "grid.columns", "page_number.present"} <= off.keys()


def picture_only() -> bytes:
    target = io.BytesIO()
    Image.new("L", (210, 297), 200).save(target, "PDF")
    return target.getvalue()


def locked() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(picture_only())) as document:
        document.save(target, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return target.getvalue()


def empty() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("pdf", "sentence"),
    [
        (picture_only, "这份PDF的各页都是图像（可能是扫描件），没有可以测量的文字。"),
        (locked, "这份PDF设有密码，须解除密码后才能测量。"),
        (empty, "这份PDF没有可以测量的文字。"),
        (lambda: b"%PDF-1.7 and then nothing", "这不是PDF，或者文件已经损坏。"),
    ],
)
def test_what_cannot_be_measured_ends_with_2_and_a_sentence(pdf: Any, sentence: str, kept: Any) -> None:
    path = kept(pdf())
    assert json.loads(said_of(path)) == {"file": str(path), "error": sentence}
    assert run(path) == (2, f"{path}: {sentence}")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    code, said = run(tmp_path / "none.pdf")
    assert (code, str(tmp_path / "none.pdf") in said) == (2, True)


def test_every_figure_has_words() -> None:
    names = {*ALL, *(name for figures in SPECIAL.values() for name in figures)}
    labels = {name: label(name) for name in names}
    assert len(set(labels.values())) == len(names)
