"""Overflow (溢出): does everything printed stay where it belongs?

Read from the boxes of a page before it is painted. Text must stay inside the nearest element marked ``data-frame``,
between the left and the right line of its cell, and inside the page's own area; elements marked ``data-free`` are scaled later and are not measured. And all text of the
document must be there: WeasyPrint drops, without a word, what a positioned element holds beyond the end of its page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.kinds import PaperKind

SLACK = 1.9  # CSS pixels, half a millimetre: squeezed lines end that far out at most


@dataclass(frozen=True)
class Area:
    """Where text may stand, in CSS pixels, and the element that says so (None: the page)."""

    left: float
    top: float
    right: float
    bottom: float
    element: Any = None

    def holds(self, box: Any) -> bool:
        """Whether a text box lies inside."""
        sideways = box.position_x >= self.left - SLACK and box.position_x + box.width <= self.right + SLACK
        return bool(
            sideways and box.position_y >= self.top - SLACK and box.position_y + box.height <= self.bottom + SLACK
        )


def too_long(pages: Sequence[Any], body: Any, kind: PaperKind, facts: Mapping[str, object]) -> str:
    """The field that takes most room where text runs out of its place; "" when everything fits.

    ``body`` is the element whose text must be complete. With too many pages, or lost text, it is the longest field.
    """
    if len(pages) > kind.pages or not _complete(pages, body):
        return _longest(facts, facts)
    for page in pages:
        for area in _overrun(page._page_box):  # noqa: SLF001 - WeasyPrint offers no other way to see the layout
            return _longest(_fields_in(area.element) or facts, facts)
    return ""


def _complete(pages: Sequence[Any], body: Any) -> bool:
    """Whether each character of the document is on some page."""
    written = "".join("".join(body.itertext()).split())
    texts: list[str] = []
    for page in pages:
        for child in _type_area(page._page_box):  # noqa: SLF001 - as above
            _read(child, texts)
    shown = "".join("".join(texts).split())
    return written == shown or Counter(written) <= Counter(shown)  # most often in the same order


def _read(box: Any, texts: list[str]) -> None:
    """Add the texts of a box and of all in it."""
    if text := getattr(box, "text", ""):
        texts.append(text)
    for child in getattr(box, "children", ()):
        _read(child, texts)


def _type_area(page_box: Any) -> list[Any]:
    """The boxes of a page without its margins: page numbers stand outside on purpose."""
    return [child for child in page_box.children if not hasattr(child, "at_keyword")]


def _overrun(page_box: Any) -> Iterator[Area]:
    """The areas that some text runs out of."""
    page = _content(page_box, None)
    for child in _type_area(page_box):
        yield from _outside(child, page)


def _content(box: Any, element: Any) -> Area:
    left, top = box.content_box_x(), box.content_box_y()
    return Area(left, top, left + box.width, top + box.height, element)


def _outside(box: Any, area: Area) -> Iterator[Area]:
    element = box.element
    if element is not None and element.get("data-free") is not None:
        return
    # The boxes of its lines are of the same element, and as wide as what stands in them.
    if element is not None and element is not area.element and hasattr(box, "children"):
        area = _own(box, element, area)
    if getattr(box, "text", "").strip() and not area.holds(box):
        yield area
    for child in getattr(box, "children", ()):
        yield from _outside(child, area)


def _own(box: Any, element: Any, area: Area) -> Area:
    """Where the text of an element may stand: inside a frame, between the lines of a cell, else where it could before."""
    if element.get("data-frame") is not None:
        return _content(box, element)
    if element.tag in ("td", "th"):
        left = box.padding_box_x()
        return Area(left, area.top, left + box.padding_width(), area.bottom, element)
    return area


def _fields_in(element: Any) -> list[str]:
    """Names of the fields printed inside an element; none for the page itself."""
    return [
        found.get("data-field") for found in (element.iter() if element is not None else ()) if found.get("data-field")
    ]


def _longest(names: Sequence[str] | Mapping[str, object], facts: Mapping[str, object]) -> str:
    return max(names, key=lambda name: len(str(facts.get(name, ""))), default="")
