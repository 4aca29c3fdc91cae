"""Glyphs (字形) of a line: read all at once and put into a page with the shape they were measured in.

Stock shapes a line once more before it draws it, in case it has several paragraphs, asks for each glyph through four
structures, and writes down corrections of nought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from weasyprint.draw import text
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

FIELDS = 5  # of a glyph, four bytes each: its number, width, the shifts to the right and down, marks
NUMBER, WIDTH, RIGHT, DOWN = range(4)
ENDS = frozenset("\n\r\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")  # of paragraphs
_stock = text.draw_first_line
_known = ffi.sizeof("PangoGlyphInfo") == 4 * FIELDS and pango.pango_version() >= 14802  # older ones measure otherwise
_widths: dict[tuple[str, float, int], int] = {}


class _Run(NamedTuple):
    """Glyphs next to each other in one font and size."""

    item: Any
    font: Any
    size: float
    numbers: Sequence[int]
    widths: Sequence[int]
    shifts: Sequence[int]


def draw(stream: Any, box: Any, overflow: str, ellipsis: str, matrix: Any) -> Any:
    """Put a line into a page; returns its emojis. Anything out of the ordinary is left to stock."""
    line = box.pango_layout
    ordinary = (
        _known and overflow != "ellipsis" and ellipsis == "none" and box.text.strip() and not ENDS & set(line.text)
    )
    runs = list(_runs(stream, line)) if ordinary else [None]
    if None in runs:
        return _stock(stream, box, overflow, ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    _show(stream, runs, line.text.encode())
    return []


def _runs(stream: Any, line: Any) -> Iterator[_Run | None]:
    """The runs of a line; None for one with glyphs that are missing, blank, raised, coloured or run to the left."""
    place = line.get_first_line()[0].runs[0]
    while place != ffi.NULL:
        yield _run(stream, place.data)
        place = place.next


def _run(stream: Any, item: Any) -> _Run | None:
    size = item.glyphs.num_glyphs * FIELDS * 4
    values = memoryview(ffi.buffer(item.glyphs.glyphs, size)).cast("B").cast("i").tolist()
    numbers = values[NUMBER::FIELDS]
    if (
        not numbers
        or any(values[DOWN::FIELDS])
        or max(numbers) >= pango.PANGO_GLYPH_EMPTY
        or item.item.analysis.level % 2
    ):
        return None
    font, points = stream.add_font(item.item.analysis.font)
    if font.bitmap or font.svg or font.png or font.colr:
        return None
    return _Run(item, font, points, numbers, values[WIDTH::FIELDS], values[RIGHT::FIELDS])


def _show(stream: Any, runs: Sequence[Any], said: bytes) -> None:
    """Write runs, those of one font together."""
    shown, last = "", None
    for run in runs:
        if run.item.item.analysis.font != last:
            if shown:
                stream.show_text(shown)
            shown, last = "", run.item.item.analysis.font
            stream.set_font_size(run.font.hash, run.size)
        _name(run, said)
        shown += _written(stream, run)
    stream.show_text(shown)


def _name(run: _Run, said: bytes) -> None:
    """Tell a font which text its glyphs stand for."""
    start, clusters, named = run.item.item.offset, run.item.glyphs.log_clusters, run.font.to_unicode
    for place, number in enumerate(run.numbers):
        if number not in named:
            end = clusters[place + 1] if place + 1 < len(run.numbers) else run.item.item.length
            named[number] = said[start + clusters[place] : start + end].decode()


def _written(stream: Any, run: _Run) -> str:
    """Glyphs by their numbers, with what is to be taken back between them in thousandths of the size."""
    pieces, widths = ["<"], run.font.widths
    for number, width, shift in zip(run.numbers, run.widths, run.shifts, strict=True):
        if number not in widths:
            widths[number] = _width(stream, run, number)
        offset = shift / run.size
        pieces.append(f">{-offset}<{number:04x}" if offset else f"{number:04x}")
        if back := int(widths[number] + offset - width * 1000 * FROM_UNITS / run.size):
            pieces.append(f">{back}<")
    return ("".join(pieces) + ">").removesuffix("<>")


def _width(stream: Any, run: _Run, number: int) -> int:
    """The width of a glyph in thousandths of the size, as rounded for that size."""
    key = run.font.hash, run.size, number
    if key not in _widths:
        pango.pango_font_get_glyph_extents(run.item.item.analysis.font, number, stream.ink_rect, stream.logical_rect)
        _widths[key] = round(stream.logical_rect.width * 1000 * FROM_UNITS / run.size)
    return _widths[key]
