"""Figures (图形) on a paper: the QR code for checking it, the image of a seal. All are data URIs: nothing is fetched."""

from __future__ import annotations

import base64
import io
import warnings
from functools import cache, lru_cache

import segno
from PIL import Image, ImageDraw, ImageFont

from documents import typefaces

QR_MASK = 3
SEAL_PIXELS = 992  # 42 mm at 600 dots per inch
SAMPLE_PIXELS = 496  # 300 dots per inch
SEAL_RED = (230, 0, 18, 255)


class UnusableSeal(ValueError):
    """The image of a seal that cannot be used: not a PNG, too large, or damaged."""


def _data_uri(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def qr_code(text: str) -> str:
    """A QR code (level M) of a text as a data URI, one pixel per module.

    The mask is fixed: the code stays valid, is made three times faster and always looks the same.
    """
    target = io.BytesIO()
    segno.make(text, error="m", boost_error=False, micro=False, mask=QR_MASK).save(target, kind="png", border=0)
    return _data_uri(target.getvalue())


@lru_cache(maxsize=8)
def seal_image(png: bytes) -> str:
    """A seal as a data URI, "" for no seal; raises UnusableSeal."""
    return _data_uri(seal_again(png)) if png else ""


def seal_again(png: bytes) -> bytes:
    """A seal as a PNG, decoded and encoded again so that only its pixels survive; raises UnusableSeal.

    A picture of at most 992 x 992 pixels is kept as it is; a larger one is scaled down.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # WeasyPrint lets Pillow take half a picture for a whole one, in every process that has loaded it.
            Image.open(io.BytesIO(png), formats=("PNG",)).verify()
            image = Image.open(io.BytesIO(png), formats=("PNG",)).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusableSeal(str(error)) from error
    image.thumbnail((SEAL_PIXELS, SEAL_PIXELS))
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


@cache
def sample_seal(text: str = "样章") -> bytes:
    """A ring with a word in it (样章), as a PNG of 42 mm: for demonstrations, never to be taken for a real seal."""
    image = Image.new("RGBA", (SAMPLE_PIXELS, SAMPLE_PIXELS), (230, 0, 18, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, SAMPLE_PIXELS - 4, SAMPLE_PIXELS - 4), outline=SEAL_RED, width=15)
    font = ImageFont.truetype(typefaces.ready() / "GWXiaoBiaoSong.ttf", 90)
    draw.text((SAMPLE_PIXELS / 2, SAMPLE_PIXELS / 2), "　".join(text), SEAL_RED, font, anchor="mm")
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
