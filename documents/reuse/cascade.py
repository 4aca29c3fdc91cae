"""Cascade (层叠): which declarations apply is asked once for each place of a template, not for each element of each paper.

A place is all that a selector can see: names and attributes of an element, of all above it and of the siblings of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from weasyprint import css

from documents.reuse.styles import is_kept

KEPT = 20_000
UNSEEN = frozenset(("src", "alt", "content", "charset", "style", "data-field"))  # attributes that no selector asks for
_stock = css.StyleFor.__init__
_places: dict[Any, int] = {}
_known: dict[int, tuple[Any, Any]] = {}


def _style_all(style_for: Any, html: Any, sheets: Any, *others: Any) -> None:
    """Give all elements their styles: stock sees only those in places that are new, or with a style of their own."""
    if len(_places) > KEPT:
        _places.clear()
        _known.clear()
    new = SimpleNamespace(iter_subtree=lambda: _new(style_for, html.wrapper_element, sheets))
    page = SimpleNamespace(etree_element=html.etree_element, base_url=html.base_url, wrapper_element=new)
    _stock(style_for, page, sheets, *others)


def _new(style_for: Any, root: Any, sheets: Any) -> Iterator[Any]:
    """Elements in the order of the page, for stock to style; the others have their styles when it asks for the next."""
    computed, places = style_for._computed_styles, {None: _number(tuple(sheet for sheet, *_rank in sheets))}
    rows: dict[Any, int] = {}
    for one in root.iter_subtree():
        element, parent = one.etree_element, one.parent.etree_element if one.parent else None
        if parent not in rows:
            rows[parent] = _number(_seen([element] if parent is None else parent))
        place = places[element] = _number((places[parent], rows[parent], one.index))
        above = computed[parent, None] if one.parent else None
        known = _known.get(place)
        if known and known[0] is above and "style" not in element.attrib:
            computed[element, None] = known[1]
            continue
        yield one
        if _stays(style_for, element):
            _known[place] = above, computed[element, None]


def _number(said: Any) -> int:
    """A small number for a place, so that those below need not repeat it."""
    return _places.setdefault(said, len(_places))


def _seen(siblings: Iterable[Any]) -> tuple[Any, ...]:
    """What a selector sees of elements beside each other."""
    return tuple((one.tag, *(item for item in one.attrib.items() if item[0] not in UNSEEN)) for one in siblings)


def _stays(style_for: Any, element: Any) -> bool:
    """Whether an element has the same style in the next paper, and nothing before or after it has one."""
    if not is_kept(style_for._computed_styles[element, None]):
        return False
    return not any(place is element and kind for place, kind in style_for._cascaded_styles)


PARTS = ((css.StyleFor, "__init__", _style_all),)
