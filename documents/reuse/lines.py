"""Lines (文本行): shaped once and drawn as they were measured; those of the form itself once for all papers.

Stock shapes each line twice, when it measures and when it draws it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from weasyprint.draw import text
from weasyprint.layout import inline
from weasyprint.text.line_break import Layout

from documents.reuse.styles import is_kept

KEPT = 3000
OFTEN = 5  # a name stands on a paper a few times, a word of the form on every one
LAYOUT, RESUME, WIDTH = 0, 2, 3  # where WeasyPrint's description of a line says so
_stock_split, _stock_draw, _stock_reactivate = inline.split_first_line, text.draw_first_line, Layout.reactivate
_lines: dict[Any, Any] = {}


def _split_first_line(said: str, style: Any, context: Any, room: Any, justification: Any, **others: Any) -> Any:
    """The first line of a text; one that fits is the same wherever there is room for it."""
    if justification or style.parent_style is None or not is_kept(style.parent_style):
        return _stock_split(said, style, context, room, justification, **others)
    whole, broken = (said, id(style)), (said, id(style), room, *others.values())
    kept = _lines.get(whole)
    if kept is None or (room is not None and kept[1][WIDTH] > room):
        kept = _lines.get(broken)
    if kept is not None:
        kept[1][LAYOUT].again += 1
        return kept[1]
    line = _stock_split(said, style, context, room, justification, **others)
    if len(_lines) >= KEPT:
        _lines.clear()
    line[LAYOUT].again = 0
    _lines[whole if line[RESUME] is None else broken] = style, line
    return line


def _reactivate(layout: Any, style: Any) -> None:
    """A line stays shaped; only one that is justified is drawn otherwise than it was measured."""
    if layout.justification_spacing:
        _stock_reactivate(layout, style)


class _Drawing(NamedTuple):
    """A line in one font: how to find the font, its glyphs with their widths and texts, the operator that shows them."""

    key: int
    pango_font: Any
    size: float
    widths: dict[int, int]
    texts: dict[int, str]
    shown: bytes


def _draw_first_line(stream: Any, box: Any, overflow: str, ellipsis: str, matrix: Any) -> Any:
    """Put a line into a page; returns its emojis."""
    line = box.pango_layout
    if overflow == "ellipsis" or ellipsis != "none" or getattr(line, "again", 0) < OFTEN:
        return _stock_draw(stream, box, overflow, ellipsis, matrix)
    if "drawing" not in line.__dict__:
        line.drawing = _drawn_apart(stream.clone(fonts={}), box)
    if line.drawing is None:
        return _stock_draw(stream, box, overflow, ellipsis, matrix)
    _repeat(stream, line.drawing, matrix)
    return []


def _drawn_apart(apart: Any, box: Any) -> _Drawing | None:
    """A line drawn where nothing else is; None for one of several fonts, with raised glyphs or without all its glyphs."""
    _stock_draw(apart, box, "clip", "none", text.Matrix())
    if len(apart._fonts) != 1 or len(apart.stream) != 3:  # its matrix, font and text
        return None
    ((key, font),) = apart._fonts.items()
    first = box.pango_layout.get_first_line()[0].runs[0].data.item.analysis.font
    drawing = _Drawing(key, first, apart._current_font[1], font.widths, font.to_unicode, apart.stream[-1])
    return None if font.missing else drawing


def _repeat(stream: Any, drawing: _Drawing, matrix: Any) -> None:
    font = stream._fonts.get(drawing.key) or stream.add_font(drawing.pango_font)[0]
    stream.set_text_matrix(*matrix.values)
    stream.set_font_size(font.hash, drawing.size)
    for glyph, width in drawing.widths.items():
        font.widths.setdefault(glyph, width)
    for glyph, said in drawing.texts.items():
        font.to_unicode.setdefault(glyph, said)
    stream.stream.append(drawing.shown)


PARTS = (
    (inline, "split_first_line", _split_first_line),
    (text, "draw_first_line", _draw_first_line),
    (Layout, "deactivate", lambda _layout: None),
    (Layout, "reactivate", _reactivate),
)
