"""Characters of a page (取字): where PDFium says that each stands, how large, in which font and colour."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import lru_cache
from math import hypot
from typing import Any

import pypdfium2.raw as pdfium

from documents.measuring.frame import Affine, Point, after, box_of, moved
from documents.measuring.page import MM_PER_POINT, Box, Colour, Glyph

ASCENT = 0.88  # of an em box, above the baseline, where a font does not say it: what nearly all fonts for hanzi have
HYPHENS = ("\x02", "\ufffe")  # what PDFium makes of a hyphen at the end of a line
SUBSET_PREFIX = 7
UNKNOWN = "\ufffd"
HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # halves of a character


def glyphs(text: Any, count: int, view: Affine) -> Iterator[Glyph]:
    """The visible, upright characters of a text page; ``view`` leads to millimetres on the page as shown."""
    for place, char in _characters(text, count):
        if pdfium.FPDFText_IsGenerated(text, place) or not char.strip():
            continue
        glyph = _glyph(text, place, "-" if char in HYPHENS else char, view)
        if glyph is not None:
            yield glyph


def _characters(text: Any, count: int) -> Iterator[tuple[int, str]]:
    """Each character with its place; one beyond the first plane comes from PDFium as two halves."""
    units = [pdfium.FPDFText_GetUnicode(text, place) for place in range(count)]
    for place, unit in enumerate(units):
        low = units[place + 1] if place + 1 < count else 0
        if unit in HIGH and low in LOW:
            yield place, chr(0x10000 + (unit - HIGH.start) * len(LOW) + low - LOW.start)
        elif unit not in LOW:
            yield place, UNKNOWN if unit in HIGH or not unit else chr(unit)


def _glyph(text: Any, place: int, char: str, view: Affine) -> Glyph | None:
    """One character; None for one that is turned, or that nobody can see, as the text laid under a scanned page."""
    drawn = pdfium.FPDFText_GetTextObject(text, place)
    if pdfium.FPDFTextObj_GetTextRenderMode(drawn) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return None
    matrix = after(_matrix(text, place), view)
    along, down = matrix[0], matrix[1]
    size = pdfium.FPDFText_GetFontSize(text, place) * hypot(matrix[2], matrix[3])  # mm
    if along <= 0 or abs(down) > 0.02 * along or size < 0.1:
        return None
    x, base = moved(_origin(text, place), view)
    ascent = _ascent(drawn)
    wide = _loose(text, place, view)
    box = Box(x, base - ascent * size, x + (wide.right - x), base + (1 - ascent) * size)
    font = _font(text, place)
    return Glyph(char, font, size / MM_PER_POINT, base, box, _ink(text, place, view), _colour(text, place))


def _matrix(text: Any, place: int) -> Affine:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, place, found)
    return (found.a, found.b, found.c, found.d, 0.0, 0.0)


def _origin(text: Any, place: int) -> Point:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, place, x, y)
    return x.value, y.value


def _loose(text: Any, place: int, view: Affine) -> Box:
    """The box as wide as the character's advance."""
    found = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, place, found)
    return box_of([(found.left, found.bottom), (found.right, found.top)], view)


def _ink(text: Any, place: int, view: Affine) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _side in range(4))
    pdfium.FPDFText_GetCharBox(text, place, left, right, bottom, top)
    return box_of([(left.value, bottom.value), (right.value, top.value)], view)


def _colour(text: Any, place: int) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _part in range(4))
    pdfium.FPDFText_GetFillColor(text, place, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _font(text: Any, place: int) -> str:
    """The name of the font; names of Chinese fonts are often written in GBK."""
    room, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, place, room, len(room), flags)
    return _name(room.value)


@lru_cache(maxsize=256)
def _name(raw: bytes) -> str:
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("gb18030", errors="replace")
    return name[SUBSET_PREFIX:] if name[SUBSET_PREFIX - 1 : SUBSET_PREFIX] == "+" else name


def _ascent(drawn: Any) -> float:
    """How much of the em box lies above the baseline.

    Some fonts say so: their ascent and descent are one em together. Others give the height of a line instead.
    """
    font = pdfium.FPDFTextObj_GetFont(drawn)
    above, below = ctypes.c_float(), ctypes.c_float()
    known = pdfium.FPDFFont_GetAscent(font, 1.0, above) and pdfium.FPDFFont_GetDescent(font, 1.0, below)
    said = above.value if known and abs(above.value - below.value - 1) < 0.005 else ASCENT
    return round(said, 3)
