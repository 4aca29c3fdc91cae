"""Struck-out choices (划去) in the text of a page: what a line goes through is said to be struck, not just written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pypdfium2 import raw

MARKED = "〔划去：{}〕"
# A stroke of a pen, in points: thicker it is a bar, and a rule of a table lies beside the type, not across it.
THICKEST = 2.0
# How far from the foot of a character a line through it may lie, in parts of its height.
ACROSS = (0.25, 0.75)
# How far a stroke may reach beyond the ink it strikes, in points: a rule that passes through, as at a seam, goes on.
BEYOND = 4.0

Line = tuple[float, float, float]
Box = tuple[float, float, float, float]


def text_of(page: Any) -> str:
    """The text of a page of PDFium in reading order, with what is struck out marked as such."""
    lines, text = list(_lines(page)), page.get_textpage()
    if not lines:
        return str(text.get_text_range())
    struck = struck_ones([text.get_charbox(n) for n in range(text.count_chars())], lines)
    return "".join(_said(text, run) for run in _runs(struck))


def _lines(page: Any) -> Iterator[Line]:
    """Thin level lines: from, to, and their height on the page, in points."""
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = drawn.get_bounds()
        if top - bottom <= THICKEST:
            yield left, right, (top + bottom) / 2


def struck_ones(boxes: list[Box], lines: list[Line]) -> list[bool]:
    """Which characters are struck out: those through whose middle a line goes that begins and ends with them. Pure."""
    found = [False] * len(boxes)
    for line in lines:
        through = [n for n, box in enumerate(boxes) if _goes_through(line, box)]
        if through and _fits(line, [boxes[n] for n in through]):
            for n in through:
                found[n] = True
    return found


def _goes_through(line: Line, box: Box) -> bool:
    (start, end, height), (left, bottom, right, top) = line, box
    low, high = (bottom + part * (top - bottom) for part in ACROSS)
    return start <= (left + right) / 2 <= end and low < height < high


def _fits(line: Line, boxes: list[Box]) -> bool:
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    return left - BEYOND <= line[0] <= left + 1 and right - 1 <= line[1] <= right + BEYOND


def _runs(struck: list[bool]) -> Iterator[tuple[bool, int, int]]:
    """Runs of characters of the same sort: whether struck, the first one, how many. Pure."""
    first = 0
    for is_struck, group in groupby(struck):
        count = len(list(group))
        yield is_struck, first, count
        first += count


def _said(text: Any, run: tuple[bool, int, int]) -> str:
    is_struck, first, count = run
    said = str(text.get_text_range(first, count))
    return MARKED.format(said) if is_struck else said
