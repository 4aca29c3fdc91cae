"""Boxes (盒): whether one is in the flow or has a background is its style's to say, and asked of each style once."""

from __future__ import annotations

from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import background

from documents.reuse.styles import CORNERS, is_square

_stock_flow, _stock_backgrounds = Box.is_in_normal_flow, background.layout_box_backgrounds
BARE = dict.fromkeys(CORNERS, (0, 0)) | {"background": None}


def _is_in_normal_flow(box: Any) -> bool:
    kept = box.style.__dict__
    if "kept_flow" not in kept:
        kept["kept_flow"] = _stock_flow(box)
    found: bool = kept["kept_flow"]
    return found


def _layout_box_backgrounds(sheet: Any, box: Any, *others: Any, **options: Any) -> None:
    """Give a box and all in it their backgrounds and the radii of their corners."""
    if options or len(others) > 1 or box is sheet or not isinstance(box, Box) or not _is_plain(box.style):
        _stock_backgrounds(sheet, box, *others, **options)
        return
    box.__dict__.update(BARE)
    for child in box.all_children():
        _layout_box_backgrounds(sheet, child, *others)


def _is_plain(style: Any) -> bool:
    """Whether nothing of its own lies behind the boxes of a style."""
    kept = style.__dict__
    if "kept_plain" not in kept:
        pictures = (style["border_image_source"], style["mask_border_source"], *style["background_image"])
        coloured = get_color(style, "background_color").alpha or style["box_shadow"]
        kept["kept_plain"] = is_square(style) and not coloured and all(kind == "none" for kind, _value in pictures)
    found: bool = kept["kept_plain"]
    return found


PARTS = (
    (Box, "is_in_normal_flow", _is_in_normal_flow),
    (background, "layout_box_backgrounds", _layout_box_backgrounds),
)
