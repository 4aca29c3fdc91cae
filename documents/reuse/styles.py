"""Styles (样式): worked out once for all elements of all papers to which the same declarations apply in the same place.

A style is kept for good: there are as many as the templates have places. One that belongs to a single paper is not.
"""

from __future__ import annotations

from typing import Any

from weasyprint import css
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import absolute, background, block, inline, percent

SIZES_KEPT = 50
SIDES = ("left", "right", "top", "bottom")
SIZES = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
    *(f"{least}{what}" for least in ("", "min_", "max_") for what in ("width", "height")),
)
CORNERS = tuple(f"border_{end}_{side}_radius" for end in ("top", "bottom") for side in SIDES[:2])
_stock_styles, _stock_sizes = css.StyleFor.set_computed_styles, percent.resolve_percentages
_stock_radii = percent.resolve_radii_percentages
_stock_strut = inline.strut
_styles: dict[Any, Any] = {}


def is_kept(style: Any) -> bool:
    """Whether a style is the same object in the next paper."""
    return "kept" in style.__dict__


def _set_computed_styles(
    style_for: Any, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None, **others: Any
) -> None:
    """Give an element, or a page (which is a tuple), its style."""
    computed, place = style_for.get_computed_styles(), (element, pseudo_type)
    key = _key(style_for, element, parent, pseudo_type)
    if key in _styles:
        computed[place] = _styles[key]
        return
    _stock_styles(style_for, element, parent, root, pseudo_type, **others)
    if key is not None and _may_be_kept(computed[place]):
        computed[place].kept = True
        _styles[key] = computed[place]


def _key(style_for: Any, element: Any, parent: Any, pseudo_type: Any) -> Any:
    """What a style depends on: the style above, and the declarations, which live as long as their style sheet.

    None where a declaration is the element's own, or the style above that of a single paper.
    """
    above = style_for.get_computed_styles()[parent, None] if parent is not None else None
    page = isinstance(element, tuple)
    own = not page and (pseudo_type is not None or "style" in element.attrib)
    if own or not (above is None or is_kept(above)):
        return None
    declared = style_for.get_cascaded_styles().get((element, pseudo_type), {}).items()
    said = (
        (name, value if name == "lang" else id(value), *weight[:2], *weight[2]) for name, (value, weight) in declared
    )
    return page, pseudo_type, id(above), *said


def _may_be_kept(style: Any) -> bool:
    """Layout changes the styles of tables and footnotes; an anchor is an element's own."""
    return not (style["anchor"] or style["float"] == "footnote" or "table" in style["display"][-1])


def _calculates(value: Any) -> bool:
    """Whether there is a function in a value: asked of each value of each style, and stock takes its time."""
    if type(value) is tuple:
        return any(map(_calculates, value))
    return getattr(value, "type", None) == "function" and bool(_stock_calculates(value))


_stock_calculates = css.check_math


def _resolve_percentages(box: Any, around: Any) -> None:
    """Give a box the sizes that its style has within a block of some size."""
    within = around if isinstance(around, tuple) else (around.width, around.height)
    kept = box.style.__dict__.setdefault("kept_sizes", {})
    if within in kept and isinstance(box, Box):  # not one that stands in for a box
        box.__dict__.update(kept[within])
        return
    _stock_sizes(box, around)
    if box.style["border_collapse"] != "collapse" and len(kept) < SIZES_KEPT:
        kept[within] = {name: getattr(box, name) for name in SIZES}


def is_square(style: Any) -> bool:
    """Whether the boxes of a style have no rounded corners."""
    square: bool | None = style.__dict__.get("kept_square")
    if square is None:
        square = style.kept_square = all((0, "px") in style[corner] for corner in CORNERS)
    return square


def _resolve_radii(box: Any) -> None:
    """Give a box the radii of its corners; nearly all are square."""
    if is_square(box.style):
        for corner in CORNERS:
            setattr(box, corner, (0, 0))
    else:
        _stock_radii(box)


def _strut(style: Any) -> Any:
    """The least height of a style's lines, and their baseline."""
    made = style.__dict__.get("kept_strut")
    if made is None:
        made = style.kept_strut = _stock_strut(style)
    return made


PARTS = (
    (css, "check_math", _calculates),
    (css.StyleFor, "set_computed_styles", _set_computed_styles),
    *((module, "resolve_percentages", _resolve_percentages) for module in (absolute, block, inline)),
    (background, "resolve_radii_percentages", _resolve_radii),
    (inline, "strut", _strut),
)
