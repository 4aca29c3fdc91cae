"""What the reader says stands where it says: compared with another reader, and with pages whose lines are known."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pdfplumber
import pikepdf
import pytest

from documents.measuring import reader
from documents.measuring.page import MM_PER_POINT, Box, red
from documents.measuring.rows import face
from tests.documents.conftest import Compose
from tests.documents.measured import laid_out, page

SHEET = "@page { size: 210mm 297mm; margin: 0 } body { margin: 0 } div { position: absolute }"


def edges(box: Box) -> list[float]:
    return [round(side, 2) for side in (box.left, box.top, box.right, box.bottom)]


def rewritten(pdf: bytes, change: Callable[[pikepdf.Pdf], Any], **saving: Any) -> bytes:
    """A PDF after a change of its objects."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(target, **saving)
    return target.getvalue()


def test_another_reader_sees_the_same_characters_in_the_same_places(compose: Compose) -> None:
    pdf = compose("D-TR-8")
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        theirs = [
            [
                (char["text"], char["x0"] * MM_PER_POINT, 297 - char["matrix"][5] * MM_PER_POINT, char["size"])
                for char in sheet.chars
                if char["text"].strip()
            ]
            for sheet in document.pages
        ]
    ours = [[(one.char, one.box.left, one.base, one.size) for one in sheet.glyphs] for sheet in reader.read(pdf)]
    for mine, other in zip(ours, theirs, strict=True):
        assert [one[0] for one in mine] == [one[0] for one in other]
        for one, two in zip(mine, other, strict=True):
            assert one[1:] == pytest.approx(two[1:], abs=0.01)


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ("width: 156mm; height: .5mm; background: #e60012", [[28.0, 50.0, 184.0, 50.5]]),
        ("width: 156mm; border-top: .35mm solid #e60012", [[28.0, 50.0, 184.0, 50.35]]),
        ("width: 156mm; height: 9mm; border: solid #e60012; border-width: .3mm 0", [[28.0, 50.0, 184.0, 50.3], [28.0, 59.3, 184.0, 59.6]]),
        ("width: 156mm; border-top: 1.5mm double #e60012", [[28.0, 50.0, 184.0, 50.5], [28.0, 51.0, 184.0, 51.5]]),
        ("width: 156mm; border-top: .4mm dashed #e60012", [[28.0, 50.0, 184.0, 50.4]]),
        ("width: 156mm; height: .5mm; background: #e60012; opacity: .5", [[28.0, 50.0, 184.0, 50.5]]),
        ("width: 156mm; height: .5mm; background: #e60012; transform: translate(2mm, 3mm)", [[30.0, 53.0, 186.0, 53.5]]),
        ("width: 156mm; height: 9mm; background: #e60012", []),
        ("width: .3mm; height: 80mm; background: #e60012", [[28.0, 50.0, 28.3, 130.0]]),
    ],
)  # fmt: skip
def test_a_line_is_a_line_however_it_is_drawn(style: str, seen: list[list[float]]) -> None:
    pdf = laid_out(page(f'<p>字</p><div style="left: 28mm; top: 50mm; {style}"></div>', SHEET))
    (sheet,) = reader.read(pdf)
    assert [edges(rule.box) for rule in sheet.rules] == [pytest.approx(one, abs=0.02) for one in seen]
    assert all(red(rule.colour) for rule in sheet.rules)


def test_a_stroke_is_as_thick_as_it_was_drawn() -> None:
    picture = '<svg width="156mm" height="10mm" viewBox="0 0 156 10"><path d="M0 5H156" stroke="#000" stroke-width=".35"/></svg>'
    (sheet,) = reader.read(laid_out(page(f'<p>字</p><div style="left: 28mm; top: 50mm">{picture}</div>', SHEET)))
    (rule,) = sheet.rules
    assert edges(rule.box) == pytest.approx([28, 54.825, 184, 55.175], abs=0.02)


@pytest.fixture(scope="module")
def one_word() -> bytes:
    style = f'{SHEET} div {{ font: 16pt/16pt "GW FangSong" }}'
    return laid_out(page('<div style="left: 28mm; top: 37mm">公文𬭎</div>', style))


def test_an_em_box_is_where_the_style_put_it(one_word: bytes) -> None:
    (sheet,) = reader.read(one_word)
    first = sheet.glyphs[0]
    assert [glyph.char for glyph in sheet.glyphs] == ["公", "文", "𬭎"]
    assert edges(first.box) == pytest.approx([28, 37, 28 + 16 * MM_PER_POINT, 37 + 16 * MM_PER_POINT], abs=0.02)
    assert (first.font, round(first.size, 1), first.colour) == ("GW-FangSong", 16.0, (0, 0, 0))
    assert all(getattr(first.box, side) < getattr(first.ink, side) for side in ("left", "top"))


def test_a_page_that_is_turned_is_measured_as_it_is_shown(one_word: bytes) -> None:
    def turn(document: pikepdf.Pdf) -> None:
        sheet = document.pages[0]
        sheet.contents_add(b"q 0 1 -1 0 595.2756 0 cm", prepend=True)
        sheet.contents_add(b"Q")
        sheet.MediaBox = pikepdf.Array([0, 0, 595.2756, 841.8898])
        sheet.Rotate = 90

    (upright,), (turned,) = reader.read(one_word), reader.read(rewritten(one_word, turn))
    assert (round(turned.width), round(turned.height)) == (297, 210)
    assert turned.glyphs[0].box.left == pytest.approx(upright.glyphs[0].box.left, abs=0.01)
    # The text hangs from the same corner; the sheet on its side is 87 mm lower.
    assert turned.glyphs[0].box.top == pytest.approx(upright.glyphs[0].box.top - 87, abs=0.01)


def test_only_what_is_left_of_a_cropped_page_counts(one_word: bytes) -> None:
    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].CropBox = pikepdf.Array([10 / MM_PER_POINT, 0, 595.2756, 841.8898 - 7 / MM_PER_POINT])

    (sheet,) = reader.read(rewritten(one_word, crop))
    assert (sheet.width, sheet.height) == (pytest.approx(200, abs=0.01), pytest.approx(290, abs=0.01))
    assert edges(sheet.glyphs[0].box)[:2] == pytest.approx([18, 30], abs=0.02)


def test_a_stamp_laid_over_a_page_is_a_picture(one_word: bytes) -> None:
    def stamp(document: pikepdf.Pdf) -> None:
        place = [number / MM_PER_POINT for number in (100, 100, 142, 142)]
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=place)
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(note)]))

    (sheet,) = reader.read(rewritten(one_word, stamp))
    assert [edges(picture.box) for picture in sheet.pictures] == [pytest.approx([100, 155, 142, 197], abs=0.02)]


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        ("GW-FangSongRare", "仿宋"), ("FZXBSJW--GB1-0", "小标宋"), ("STKaiti", "楷体"), ("SimHei", "黑体"), ("SimSun", "宋体"),
        ("仿宋_GB2312", "仿宋"), ("NotoSerifCJKsc-Regular", "宋体"), ("MicrosoftYaHei", "黑体"), ("DejaVuSans", "DejaVuSans"),
    ],
)  # fmt: skip
def test_a_font_is_known_by_its_name(font: str, expected: str) -> None:
    assert face(font) == expected


@pytest.mark.parametrize("pdf", [b"", b"PK\x03\x04 no PDF at all", b"%PDF-1.7\n1 0 obj\n<<"])
def test_what_is_no_pdf_is_said_to_be_none(pdf: bytes) -> None:
    with pytest.raises(reader.Unreadable) as refused:
        reader.read(pdf)
    assert refused.value.fault is reader.Fault.BROKEN


def test_text_that_nobody_sees_is_not_read(one_word: bytes) -> None:
    """A scanned page with the text a program recognised laid under it."""
    hidden = rewritten(one_word, lambda document: document.pages[0].contents_add(b"3 Tr", prepend=True))
    with pytest.raises(reader.Unreadable) as refused:
        reader.read(hidden)
    assert refused.value.fault is reader.Fault.EMPTY


def test_a_pdf_without_end_is_not_read(one_word: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 0)
    with pytest.raises(reader.Unreadable) as refused:
        reader.read(one_word)
    assert refused.value.fault is reader.Fault.TOO_LONG
