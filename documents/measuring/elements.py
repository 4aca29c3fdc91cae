"""The elements of a paper (公文要素), found by where they stand and what they look like, in any paper.

What an element is called follows GB/T 9704-2012. A paper that breaks a rule must still be recognised, so each element is
found by more than the rule that it may break: a title of the wrong size is still centred, a number in wrong brackets is
still a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from documents.measuring.page import Box, Page, Picture, Rule, red
from documents.measuring.paper import Imprint, PageNumber, Paper
from documents.measuring.rows import Block, merged, rows_of
from documents.measuring.standard import BOTTOM, CELL, CENTRE, LEFT, PITCH, TOP
from documents.measuring.tabled import inside, tables_on

SMALL_PRINT = 8.0  # points
LARGE = 18.0  # points; nothing but marks and titles is larger
WIDE_RULE = 100.0  # mm
HEAD_ENDS = 160.0
SEAL_SIZES = (25.0, 60.0)
_DASH = "[\u2014\u2013\u2015\uff0d-]"  # the dash that belongs there, and those found instead
_PAGE_NUMBER = re.compile(rf"{_DASH}(\d+){_DASH}")
_NUMBER = re.compile(r"[^\d〔\[（(【﹝]{1,20}[〔\[（(【﹝]\d{4}[〕\]）)】﹞]第?\d+号|第\d+号")
_DATE = re.compile(r"[\d\u3007○零一二三四五六七八九]{4}年.{1,3}月.{1,3}日")
_SIGNER = "签发人"


def recognise(pages: Sequence[Page]) -> Paper:
    """The elements of a paper."""
    every = [row for page in pages for row in rows_of(_without_small_print(page))]
    tables = tuple(table for page in pages for table in tables_on(page))
    rows = [row for row in every if not _page_number(row) and not inside(row, tables)]
    mark, (number, signer) = _mark(rows), _number(rows)
    red_rules = tuple(rule for rule in pages[0].rules if _wide(rule) and red(rule.colour))
    head = _head_ends([part.box for part in (mark, number) if part], red_rules)
    flow = [row for row in rows if row.page > 1 or row.base > head]
    imprint = _imprint(pages[-1], flow)
    before, title, flow = _title([row for row in flow if imprint is None or row not in imprint.rows])
    addressee, flow = _addressee(flow)
    body, signature, date, after = _signed(flow)
    numbers = tuple(number for row in every for number in _page_number(row))
    return Paper(
        tuple(pages), mark, red_rules, number, signer, before, title, addressee, body, signature, date,
        _seal(pages, date), after, imprint, _above_rule(rows, red_rules), tables, numbers,
    )  # fmt: skip


def _without_small_print(page: Page) -> Page:
    """A page without the words beside a QR code: smaller than any type of the standard, and outside the type area."""
    kept = (g for g in page.glyphs if g.size >= SMALL_PRINT or (g.box.bottom > TOP and g.box.top < BOTTOM))
    return replace(page, glyphs=tuple(kept))


def _page_number(row: Block) -> list[PageNumber]:
    """The page number that a row is: digits between dashes, in the lowest part of the page."""
    found = _PAGE_NUMBER.fullmatch(row.text)
    if found is None or row.base < TOP + 200:
        return []
    return [PageNumber(row, found[1], row.text[0] + row.text[-1], row.glyphs[0].ink)]


def _head_ends(boxes: list[Box], red_rules: Sequence[Rule]) -> float:
    """Where the head ends and the running text begins, on the first page."""
    upper = [rule.box for rule in red_rules if rule.box.top < HEAD_ENDS]
    return max((box.bottom for box in [*boxes, *upper]), default=0.0)


def _above_rule(rows: Sequence[Block], red_rules: Sequence[Rule]) -> Block | None:
    """The row right above the first red line."""
    first = next((rule.box.middle for rule in red_rules if rule.box.top < HEAD_ENDS), 0.0)
    above = [row for row in rows if row.page == 1 and row.size < LARGE and row.base < first]
    return above[-1] if above else None


def _wide(rule: Rule) -> bool:
    return rule.box.width >= WIDE_RULE


def _mark(rows: Sequence[Block]) -> Block | None:
    """The large red rows at the head of the first page."""
    found = [row for row in rows if row.page == 1 and row.red and row.size >= LARGE and row.base < HEAD_ENDS]
    return merged(found) if found else None


def _number(rows: Sequence[Block]) -> tuple[Block | None, Block | None]:
    """The document number, and the signer beside or above it; either may be missing."""
    heads = [row for row in rows if row.page == 1 and row.base < HEAD_ENDS and row.size < LARGE]
    for row in heads:
        found = _NUMBER.match(row.text)
        if found and _apart(row, found.end()):
            return row.part(0, found.end()), _signer(row, found.end(), heads)
    return None, None


def _apart(row: Block, place: int) -> bool:
    """Whether a row ends here, or goes on only after a gap."""
    return place == len(row.glyphs) or row.glyphs[place].box.left - row.glyphs[place - 1].box.right > 1.5 * CELL


def _signer(last: Block, place: int, heads: Sequence[Block]) -> Block | None:
    """From the word for the signer to the end of the row of the number; several names take several rows."""
    rest = [last.part(place, len(last.glyphs))] if place < len(last.glyphs) else []
    parts = [*(row for row in heads if row.base < last.base), *rest]
    starts = [at for at, part in enumerate(parts) if part.text.startswith(_SIGNER)]
    return merged(parts[starts[0] :]) if starts else None


def _title(flow: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...], list[Block]]:
    """What stands before the title; the first large rows, or the first centred ones; what follows."""
    first = next((place for place, row in enumerate(flow) if row.page == 1 and row.size >= LARGE), None)
    if first is not None:
        title = tuple(takewhile(lambda row: row.page == 1 and row.size >= LARGE, flow[first:]))
    else:
        first, title = 0, tuple(takewhile(_centred, flow))
    return tuple(flow[:first]), title, list(flow[first + len(title) :])


def _centred(row: Block) -> bool:
    """Whether a row stands in the middle and is not just a paragraph that happens to fill the line."""
    return abs(row.box.centre - CENTRE) < 3 and row.box.left > LEFT + 2.5 * CELL


def _addressee(flow: list[Block]) -> tuple[tuple[Block, ...], list[Block]]:
    """Rows at the left edge that end with a colon, and what follows."""
    for count, row in enumerate(flow[:6], 1):
        if row.box.left > LEFT + CELL:
            break
        if row.text.endswith(("：", ":")):
            return tuple(flow[:count]), flow[count:]
    return (), flow


def _signed(flow: list[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...], Block | None, tuple[Block, ...]]:
    """Body, signature, date, and what comes after the date."""
    dated = [place for place, row in enumerate(flow) if _DATE.fullmatch(row.text) and row.box.left > LEFT + CELL]
    if not dated:
        return tuple(flow), (), None, ()
    at = dated[-1]
    count = _signature_rows(flow[: at + 1])
    return tuple(flow[: at - count]), tuple(flow[at - count : at]), flow[at], tuple(flow[at + 1 :])


def _signature_rows(flow: list[Block]) -> int:
    """How many rows above the date, the last of these, are the signature: those down from a blank line.

    Where there is no blank line, those that start far from the left.
    """
    for count, (above, below) in enumerate(zip(reversed(flow[:-1]), reversed(flow), strict=False)):
        if count > 3:
            break
        if above.page != below.page or below.base - above.base > 1.5 * PITCH:
            if count:
                return count
            break
    return len(list(takewhile(lambda row: row.box.left > LEFT + 3.5 * CELL, reversed(flow[:-1]))))


def _seal(pages: Sequence[Page], date: Block | None) -> Picture | None:
    """The picture of a seal's size that lies over or at the date."""
    if date is None:
        return None
    found = (picture for picture in pages[date.page - 1].pictures if _like_a_seal(picture.box, date.box))
    return next(found, None)


def _like_a_seal(box: Box, date: Box) -> bool:
    least, most = SEAL_SIZES
    sized = least <= min(box.width, box.height) and max(box.width, box.height) <= most
    beside = box.left < date.right and box.right > date.left
    return sized and beside and box.top < date.bottom and box.bottom > date.top - 3 * PITCH


def _imprint(last: Page, flow: Sequence[Block]) -> Imprint | None:
    """From the first wide black line below all text of the body's size, or from the row that says to whom copies go."""
    rows = [row for row in flow if row.page == last.number]
    small = list(takewhile(lambda row: row.size < 15.5, reversed(rows)))
    if not small:
        return None
    ends = max((row.box.bottom for row in rows if row not in small), default=0.0)
    rules = tuple(rule for rule in last.rules if _wide(rule) and not red(rule.colour) and rule.box.top > ends)
    starts = [place for place, row in enumerate(reversed(small)) if row.text.startswith(("抄送", "抄报"))]
    below = rules[0].box.top if rules else None
    found = [row for place, row in enumerate(reversed(small)) if _in_imprint(row, place, below, starts)]
    return Imprint(last.number, rules, tuple(found)) if found else None


def _in_imprint(row: Block, place: int, below: float | None, starts: list[int]) -> bool:
    if below is not None:
        return row.box.top > below
    return row.text.endswith("印发") or (bool(starts) and place >= starts[0])
