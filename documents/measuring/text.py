"""Comparing the main part (主体): title, addressee, body and its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from documents.measuring.findings import Finding, Measured, blank
from documents.measuring.grid import LISTS, indented
from documents.measuring.rows import Block, merged
from documents.measuring.standard import CELL, LEFT, Format

_HEADINGS = {
    "heading1": re.compile(r"[一二三四五六七八九十]{1,3}、"),
    "heading2": re.compile(r"（[一二三四五六七八九十]{1,3}）"),
}
_SENTENCE_ENDS = tuple("。；：！？，;:!?,")
_TITLED = {Format.NOTICE, Format.LETTER}
_ATTACHED = "附件："


def title(measured: Measured) -> Iterator[Finding]:
    """The title (标题)."""
    rows = measured.paper.title
    if not rows:
        if measured.format in _TITLED:
            yield measured.say("title.present", right=False, page=1)
        return
    yield measured.say("title.present", right=True, page=1)
    above = _above_title(measured)
    if above is not None:
        yield measured.find("title.blank", above, 1)
    yield measured.worst("title.centre", ((row.box.centre, row.page) for row in rows))
    yield from measured.type("title", merged(rows))


def _above_title(measured: Measured) -> float | None:
    """The blank lines between the title and what stands last above it."""
    paper, first = measured.paper, measured.paper.title[0]
    rules = [rule.box for rule in paper.red_rules if rule.box.bottom < first.box.top]
    if measured.format is Format.LETTER and paper.number is not None:
        return blank(paper.number.box, first, of=paper.number.box.height)
    return blank(rules[-1], first) if rules else None


def addressee(measured: Measured) -> Iterator[Finding]:
    """The addressee (主送机关), where there is one: not every paper has it."""
    rows, title_rows = measured.paper.addressee, measured.paper.title
    if not rows:
        return
    if title_rows:
        above = title_rows[-1].box
        yield measured.find("addressee.blank", blank(above, rows[0], of=above.height), rows[0].page)
    yield measured.find("addressee.inset", max(row.box.left for row in rows) - _left(measured), rows[0].page)
    yield from measured.type("addressee", merged(rows))


def _left(measured: Measured) -> float:
    return LEFT if measured.grid.left is None else measured.grid.left


def body(measured: Measured) -> Iterator[Finding]:
    """The body (正文): on the first page, indented, of one size and face."""
    rows = measured.paper.body
    if not rows:
        return
    yield measured.say("body.first", rows[0].page == 1, 1)
    if measured.format is Format.ORDER and (number := measured.paper.number) is not None:
        yield measured.find("body.blank", blank(number.box, rows[0], of=number.box.height), 1)
    indents = [(row.box.left - _left(measured), row.page) for row in _starts(measured)]
    if indents:
        yield measured.worst("body.indent", indents)
    yield measured.worst("body.size", ((row.size, row.page) for row in rows))
    plain = [row for row in rows if _level(row) is None] or rows
    yield measured.find("body.face", merged(plain).face)


def _starts(measured: Measured) -> Iterator[Block]:
    """First rows of paragraphs; not the rows below a list's word, which are aligned with what follows the word."""
    below = False
    for row in measured.paper.body:
        below = below or bool(LISTS.match(row.text))
        deep = row.box.left > _left(measured) + 2.5 * CELL
        if indented(row, measured.grid.left) and not (below and deep):
            yield row


def lists(measured: Measured) -> Iterator[Finding]:
    """The list of attachments (附件说明) one line below the text; who was present (出席人员), in minutes."""
    for above, row in pairwise(measured.paper.body):
        if row.text.startswith(_ATTACHED) and above.page == row.page and above.text.endswith("。"):
            yield measured.find("attachment.blank", blank(above.box, row, of=above.box.height), row.page)
    for row in measured.paper.body if measured.format is Format.MINUTES else ():
        if (word := LISTS.match(row.text)) and not row.text.startswith(_ATTACHED):
            yield measured.find("attendance.face", row.part(0, word.end()).face, row.page)


def headings(measured: Measured) -> Iterator[Finding]:
    """The headings of the first two levels (结构层次), and that none is the last row of a page.

    A heading stands alone on its row; a numbered sentence is none, and the rest of a paragraph shows that it is one.
    """
    rows = measured.paper.body
    alone = [row for row, below in pairwise(rows) if _level(row) and indented(below, measured.grid.left)]
    for row in alone:
        yield from measured.type(str(_level(row)), row)
    if alone:
        last = [row for row, below in pairwise(rows) if row in alone and below.page > row.page]
        last = [row for row in last if not _above_table(row, measured)]
        yield measured.find("heading.foot", len(last), last[0].page if last else None)


def _above_table(row: Block, measured: Measured) -> bool:
    """Whether a table follows a row on its page."""
    return any(table.page == row.page and table.box.top > row.base for table in measured.paper.tables)


def _level(row: Block) -> str | None:
    """The level of a heading that a row looks like."""
    if row.text.endswith(_SENTENCE_ENDS):
        return None
    return next((level for level, numbered in _HEADINGS.items() if numbered.match(row.text)), None)
