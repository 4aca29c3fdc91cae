"""Pages (页面影像): a paper as pictures with a watermark, and as plain text."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from documents import struck, typefaces

WATERMARK_FONT = "GWSongTi.ttf"  # it has every character a name can have
WATERMARK_GREY = (96, 96, 96)
WATERMARK_OPACITY = 46  # of 255
WATERMARK_ANGLE = 30
WATERMARK_POINTS = 15
_one_at_a_time = threading.Lock()  # PDFium must not be used by two threads at once


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """A PDF opened by PDFium, for one thread at a time; pypdfium2.PdfiumError when it is locked or none."""
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
    with opened(pdf) as document:
        pictures = [_picture(page, scale) for page in document]
    return [_packed(_marked(picture, watermark, scale)) for picture in pictures]


def page_image(pdf: bytes, number: int, *, scale: float, watermark: str = "", kind: str = "PNG") -> bytes:
    """The same of one page, counted from 1, as a PNG or as a WEBP, of the same pixels; LookupError where there is none."""
    with opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise LookupError(number)
        picture = _picture(document[number - 1], scale)
    return _packed(_marked(picture, watermark, scale), kind)


def _picture(page: Any, scale: float) -> Image.Image:
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture


def page_text(pdf: bytes, *, marked: bool = True) -> str:
    """The text in reading order, pages separated by a form feed; line ends are those of the typeset lines.

    What is struck out on the page is marked as struck out, unless only what is written is asked for.
    """
    with opened(pdf) as document:
        texts = [struck.text_of(page) if marked else page.get_textpage().get_text_range() for page in document]
    # PDFium shows a hyphen at a line end as U+FFFE, as if a word had been divided there
    return "\f".join(text.replace("\r\n", "\n").replace("\ufffe", "-") for text in texts)


@lru_cache(maxsize=64)
def _tile(text: str, scale: float) -> Image.Image:
    """The text once, slanted, as a mask: drawn once for a viewer and a minute, not a hundred times a page."""
    font = ImageFont.truetype(typefaces.ready() / WATERMARK_FONT, round(WATERMARK_POINTS * scale))
    one = Image.new("L", (round(font.getlength(text + "　　")), round(22 * scale)), 0)
    ImageDraw.Draw(one).text((0, 0), text, WATERMARK_OPACITY, font)
    return one.rotate(WATERMARK_ANGLE, resample=Image.Resampling.BICUBIC, expand=True)


def _marked(picture: Image.Image, text: str, scale: float) -> Image.Image:
    """The text all over the page, slanted; nothing for no text."""
    if not text:
        return picture
    tile, mask = _tile(text, scale), Image.new("L", picture.size, 0)
    for row, top in enumerate(range(-tile.height // 2, picture.height, round(tile.height * 0.95))):
        for left in range(-(row % 2) * tile.width // 2, picture.width, tile.width):
            mask.paste(tile, (left, top))
    picture.paste(WATERMARK_GREY, (0, 0), mask)
    return picture


def _packed(picture: Image.Image, kind: str = "PNG") -> bytes:
    """A page has few colours: 32 of them are a tenth of the bytes and look the same.

    A WEBP is a quarter smaller than a PNG and takes four times as long: for small pictures, which are looked at once.
    """
    target, few = io.BytesIO(), picture.quantize(32, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    if kind == "WEBP":
        few.convert("RGB").save(target, kind, lossless=True, method=4)
    else:
        few.save(target, kind)
    return target.getvalue()
