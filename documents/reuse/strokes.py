"""Strokes (笔画): colours and the lines under filled-in blanks, with the operators that stock writes but a shorter way there.

Stock asks each colour for its components each time it is set, and works out for each side of a box how a line of any
pattern goes round any corner.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint import draw
from weasyprint.draw.color import get_color
from weasyprint.pdf.stream import Stream

from documents.reuse.styles import is_square

_stock_border, _stock_colour = draw.draw_border, Stream.set_color
WIDTHS = tuple(f"border_{side}_width" for side in ("top", "right", "left", "bottom"))


def _draw_border(stream: Any, box: Any) -> None:
    """Draw what is around a box and between its columns: nothing, for nearly all of them."""
    kept = box.style.__dict__
    if "kept_border" not in kept:
        kept["kept_border"] = _way_to_draw(box.style)
    if kept["kept_border"]:
        kept["kept_border"](stream, box)


def _way_to_draw(style: Any) -> Callable[[Any, Any], None] | None:
    """How the borders of a style's boxes are drawn, or None; in a table whose cells share theirs, a style does not tell."""
    undivided = style["column_width"] == style["column_count"] == "auto" and style["border_collapse"] != "collapse"
    if not undivided or style["border_image_source"][0] != "none":
        return _stock_border
    *others, below = (style[width] for width in WIDTHS)
    if not any((*others, below)):
        return None
    plain = style["border_bottom_style"] == "solid" and get_color(style, "border_bottom_color").alpha
    seen = style["visibility"] == "visible" and is_square(style)
    return _draw_line_below if plain and seen and not any(others) else _stock_border


def _draw_line_below(stream: Any, box: Any) -> None:
    """Draw the lower side of a box that has no other."""
    thickness = box.border_bottom_width
    if not thickness:
        return
    x, y, width, height = box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()
    with stream.artifact(), stream.stacked():
        stream.move_to(x + width, y + height)
        stream.line_to(x, y + height)
        stream.line_to(x, y + height - thickness)
        stream.line_to(x + width, y + height - thickness)
        stream.clip(even_odd=True)
        stream.end()
        stream.set_color(get_color(box.style, "border_bottom_color"))
        stream.rectangle(x, y, width, height - thickness)
        stream.rectangle(x, y, width, height)
        stream.fill(even_odd=True)


def _set_color(stream: Any, colour: Any, stroke: bool = False) -> None:  # noqa: FBT002 - so it is called
    """Take a colour for what is filled, or for lines, from here on."""
    kept = colour.__dict__.get("kept")
    if kept is None:
        channels, inside = tuple(colour)[:-1], colour.space == "srgb"
        kept = colour.kept = (colour.space, *channels), colour.to("srgb").coordinates if inside else None
    said, components = kept
    if components is None:
        _stock_colour(stream, colour, stroke)
        return
    stream.set_alpha(colour.alpha, stroke)
    current = "_current_color_stroke" if stroke else "_current_color"
    if getattr(stream, current) != said:
        setattr(stream, current, said)
        stream.set_color_rgb(*components, stroke)


PARTS = (
    (draw, "draw_border", _draw_border),
    (draw, "draw_outline", lambda _stream, _box: None),  # no paper has any
    (Stream, "set_color", _set_color),
)
