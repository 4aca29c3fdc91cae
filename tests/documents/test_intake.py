"""What files are taken in: harmless ones in a clean form, hostile ones never, each with a sentence that helps."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image

from documents import intake
from registry.refusals import Refused
from tests.documents import intake_files as files
from tests.documents import intake_hostile as hostile

MEGABYTE = 1024 * 1024
PROMISED = 200 * MEGABYTE


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def taken(name: str, content: bytes) -> intake.Intake:
    return intake.accepted(name, content, most_bytes=MEGABYTE)


def test_the_corpus_is_large_enough() -> None:
    assert len(hostile.HOSTILE) >= 60
    assert len(hostile.HOSTILE_PDF) + len(hostile.HOSTILE_OFFICE) + len(hostile.HOSTILE_OTHERS) == len(hostile.HOSTILE)


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    content, said = hostile.HOSTILE[name]
    with pytest.raises(Refused) as refused:
        taken(name, content)
    assert said in refused.value.sentence
    assert refused.value.field == "file"


@pytest.mark.parametrize("name", files.HARMLESS)
def test_a_harmless_file_is_taken_as_what_it_is(name: str) -> None:
    content = files.HARMLESS[name]
    found = taken(name, content)
    assert found.name == name
    assert found.media == intake.FORMATS[name.rpartition(".")[2].lower()][2]
    assert found.tidied == name.endswith(("jpg", "jpeg", "png"))
    if not found.tidied:
        assert found.content == content


def test_a_photograph_no_longer_says_where_it_was_taken_and_stands_upright() -> None:
    given = files.with_place()
    assert b"SECRET-CAMERA" in given
    found = taken("photo.jpg", given)
    assert b"SECRET-CAMERA" not in found.content
    with Image.open(io.BytesIO(found.content)) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.size == (40, 60)


def test_a_picture_with_a_second_one_behind_it_keeps_only_the_first() -> None:
    out = io.BytesIO()
    first, second = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    found = taken("photo.jpg", out.getvalue())
    with Image.open(io.BytesIO(found.content)) as picture:
        assert picture.format == "JPEG"


def test_a_large_photograph_is_halved() -> None:
    found = intake.accepted("photo.jpg", files.picture("JPEG", (5000, 4000)), most_bytes=5 * MEGABYTE)
    with Image.open(io.BytesIO(found.content)) as picture:
        assert picture.size == (2500, 2000)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (r"C:\Users\张\证明.pdf", "证明.pdf"),
        ("../../etc/证明.pdf", "证明.pdf"),
        ("a\0\u200b b\n.pdf", "a b.pdf"),
        ("  证明  材料 .pdf", "证明 材料.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(given: str, kept: str) -> None:
    assert intake.cleaned(given) == kept


def test_a_file_that_takes_too_long_is_not_waited_for() -> None:
    assert intake.looked_into(files.pdf(), "PDF", seconds=0.0) == b""


def test_a_child_that_gives_no_answer_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "looked_into", lambda *_: b"")
    with pytest.raises(Refused, match="damaged or cannot be read safely"):
        taken("a.pdf", files.pdf())


WEIGHED = """
import sys
from documents.inspection.__main__ import main
main(sys.argv[1])
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the resident size is read from /proc")
@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("JPEG", files.picture("JPEG", (5000, 5000), progressive=True)),
        ("PNG", files.picture("PNG", (4000, 4000), "RGBA")),
        ("XLSX", files.xlsx("".join(f"<c><v>{n * n * 7919 % 1_000_003}</v></c>" for n in range(600_000)))),
        ("DOCX", files.docx("".join(f"<w:p><w:t>{n * n * 7919 % 1_000_003}</w:t></w:p>" for n in range(300_000)))),
        ("PDF", files.pdf(lambda made: [made.add_blank_page() for _ in range(3000)])),
    ],
)
def test_the_child_stays_small(kind: str, content: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WEIGHED, kind], input=content, capture_output=True, cwd=intake.ROOT, check=True
    )
    assert done.stdout[:1] in (b"P", b"D"), done.stdout[:200]
    assert int(done.stderr.split()[1]) * 1024 < PROMISED
