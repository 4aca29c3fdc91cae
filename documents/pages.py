"""Pages (页面影像): a paper as pictures with a watermark, and as plain text."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from documents import typefaces

WATERMARK_FONT = "GWSongTi.ttf"  # it has every character a name can have
WATERMARK_GREY = (96, 96, 96, 46)
WATERMARK_ANGLE = 30
WATERMARK_POINTS = 15
_one_at_a_time = threading.Lock()  # PDFium must not be used by two threads at once


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_images(pdf: bytes, *, scale: float, watermark: str = "") -> list[bytes]:
    """Each page as a PNG; ``scale`` 1 is 72 pixels to the inch.

    The watermark (who looks at it, and when) is burnt into the pixels, so that a copy of the screen names its source.
    """
    with _opened(pdf) as document:
        pictures = [page.render(scale=scale).to_pil().convert("RGB") for page in document]
    return [_png(_marked(picture, watermark, scale) if watermark else picture) for picture in pictures]


def page_text(pdf: bytes) -> str:
    """The text in reading order, pages separated by a form feed; line ends are those of the typeset lines."""
    with _opened(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    # PDFium shows a hyphen at a line end as U+FFFE, as if a word had been divided there
    return "\f".join(text.replace("\r\n", "\n").replace("\ufffe", "-") for text in texts)


def _marked(picture: Image.Image, text: str, scale: float) -> Image.Image:
    """The text all over the page, slanted."""
    side = picture.width + picture.height
    sheet = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(typefaces.ready() / WATERMARK_FONT, round(WATERMARK_POINTS * scale))
    step = round(draw.textlength(text + "　　", font))
    for row, top in enumerate(range(0, side, round(90 * scale))):
        for left in range(-(row % 2) * step // 2, side, step):
            draw.text((left, top), text, WATERMARK_GREY, font)
    sheet = sheet.rotate(WATERMARK_ANGLE, resample=Image.Resampling.BICUBIC)
    corner = ((side - picture.width) // 2, (side - picture.height) // 2)
    marked = picture.convert("RGBA")
    marked.alpha_composite(sheet, source=corner)
    return marked.convert("RGB")


def _png(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
