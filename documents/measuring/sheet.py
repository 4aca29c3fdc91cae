"""Comparing the sheet (幅面、版心): its size, the margins, the grid, page numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

from documents.measuring.findings import Finding, Measured
from documents.measuring.paper import PageNumber
from documents.measuring.standard import (
    AREA_HEIGHT,
    AREA_WIDTH,
    BODY,
    BOTTOM,
    CENTRE,
    EDGE,
    HEIGHT,
    LEFT,
    LYING_LEFT,
    LYING_RIGHT,
    RIGHT,
    WIDTH,
    Format,
)
from documents.measuring.tabled import frame, tables_on

DASHES = "\u2014\u2014"  # 一字线
TABLE = 100.0  # mm; narrower tables stand inside a text


def sheet(measured: Measured) -> Iterator[Finding]:
    """The size of the page that is farthest from A4; a page may lie on its side (7.6)."""
    sides = [(min(page.width, page.height), max(page.width, page.height), page.number) for page in measured.paper.pages]
    yield measured.worst("page.width", ((short, page) for short, _long, page in sides))
    yield measured.worst("page.height", ((long, page) for _short, long, page in sides))


def margins(measured: Measured) -> Iterator[Finding]:
    """The edges of the running text; the lowest row where a page is full, or where it goes beyond the type area."""
    found = measured.grid
    if found.left is not None:
        yield measured.find("margin.left", found.left)
    if found.right is not None:
        yield measured.find("margin.right", WIDTH - found.right)
    for page, top in found.tops.items():
        yield measured.find("margin.top", top, page)
    for page, bottom in found.bottoms.items():
        if page in found.filled or bottom > BOTTOM + EDGE:
            yield measured.find("margin.bottom", HEIGHT - bottom, page)


def grid(measured: Measured) -> Iterator[Finding]:
    """Rows as counted on full pages, or as many as their distance leaves room for; characters of a full row."""
    found = measured.grid
    for page, count in found.filled.items():
        yield measured.find("grid.rows", count, page)
    if found.pitch is not None:
        if not found.filled:
            yield measured.find("grid.rows", int((AREA_HEIGHT + EDGE - BODY) / found.pitch) + 1)
        yield measured.find("grid.pitch", found.pitch)
        yield measured.worst("grid.strayed", ((off, page) for page, off in found.strayed.items()))
    if found.columns is not None:
        yield measured.find("grid.columns", found.columns)


def table(measured: Measured) -> Iterator[Finding]:
    """The frame of the widest table on each page; a lying page of the standard's size has the figures of a turned one."""
    for page in measured.paper.pages:
        frames = [box for box in map(frame, tables_on(page), repeat(page)) if box.width >= TABLE]
        if frames:
            left, right = (LYING_LEFT, LYING_RIGHT) if page.width > WIDTH + EDGE else (None, None)
            yield measured.find("table.left", min(box.left for box in frames), page.number, left)
            yield measured.find("table.right", max(box.right for box in frames), page.number, right)


def page_numbers(measured: Measured) -> Iterator[Finding]:
    """The page number of each page (页码); pages that hold nothing but the version block need none."""
    found = {number.block.page: number for number in measured.paper.page_numbers}
    for page in range(1, len(measured.paper.pages) + 1):
        if page == 1 and measured.format is Format.LETTER:
            yield measured.say("page_number.first", page in found, page)
        elif page in found:
            yield from _page_number(measured, found[page], page)
        elif page in measured.paper.pages_with_text:
            yield measured.say("page_number.present", right=False, page=page)


def _page_number(measured: Measured, number: PageNumber, page: int) -> Iterator[Finding]:
    block, side = number.block, _side(number)
    yield measured.say("page_number.present", right=True, page=page)
    yield measured.say("page_number.form", number.dashes == DASHES, page)
    yield measured.say("page_number.follows", int(number.digits) == page, page)
    yield measured.find("page_number.side", side, page, "right" if page % 2 else "left")
    if side != "middle":
        inset = RIGHT - block.box.right if side == "right" else block.box.left - LEFT
        yield measured.find("page_number.inset", inset, page)
    yield measured.find("page_number.dash", number.dash.top, page)
    yield from measured.type("page_number", block)


def _side(number: PageNumber) -> str:
    """Where a page number stands."""
    off = number.block.box.centre - CENTRE
    if abs(off) < AREA_WIDTH / 4:
        return "middle"
    return "right" if off > 0 else "left"
