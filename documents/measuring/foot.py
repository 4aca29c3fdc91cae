"""Comparing the end of a paper: signature, date and seal (署名、成文日期、印章), the version block (版记)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.measuring.findings import Finding, Measured, Verdict, blank
from documents.measuring.page import Box, Picture, union
from documents.measuring.paper import Imprint
from documents.measuring.rows import Block, merged
from documents.measuring.standard import CELL, LEFT, RIGHT, Format

_DATED = {Format.NOTICE, Format.LETTER, Format.ORDER}
_ARABIC = re.compile(r"[12]\d{3}年[1-9]\d?月[1-9]\d?日")
_CLOSED = {Format.NOTICE}  # what always ends with a version block between lines


def signed(measured: Measured) -> Iterator[Finding]:
    """Date, signature and seal."""
    date, rows = measured.paper.date, measured.paper.signature
    if date is None:
        if measured.format in _DATED:
            yield measured.say("date.present", right=False)
        return
    yield measured.say("date.present", right=True, page=date.page)
    yield measured.say("date.form", _ARABIC.fullmatch(date.text), date.page)
    yield from measured.type("date", date)
    if rows and measured.format is not Format.ORDER:
        signature = merged(rows)
        yield from measured.type("signature", signature)
        yield from _placed(measured, signature, date)
    else:
        yield measured.find("date.inset", RIGHT - date.box.right, date.page)
    if measured.paper.seal is not None:
        yield from _sealed(measured, measured.paper.seal, date)


def _placed(measured: Measured, signature: Block, date: Block) -> Iterator[Finding]:
    """As for a paper with a seal (7.3.5.1) or without one (7.3.5.2): by the seal, or whichever is nearer.

    People who sign after a word for them (调查组成员：) are no organ: the date has its place, they have none.
    """
    with_seal = list(_for_seal(measured, signature.box, date))
    plain = list(_plain(measured, signature, date))
    off = [sum(abs(found.deviation or 0) for found in findings[:2]) for findings in (with_seal, plain)]
    chosen = with_seal if measured.paper.seal is not None or off[0] <= off[1] else plain
    if "：" in signature.text and any(found.verdict is Verdict.DEVIATES for found in chosen):
        chosen = [measured.find("date.inset", RIGHT - date.box.right, date.page)]
    yield from chosen


def _for_seal(measured: Measured, signature: Box, date: Block) -> Iterator[Finding]:
    """The date four characters from the right, the organ centred on it; a long name at the edge, the date under it."""
    inset = max(4 * CELL, (signature.width - date.box.width) / 2)
    yield measured.find("date.inset", RIGHT - date.box.right, date.page, inset)
    yield measured.find("signature.centre", signature.centre - date.box.centre, date.page)


def _plain(measured: Measured, signature: Block, date: Block) -> Iterator[Finding]:
    """The organ two characters from the right, the date two after its beginning, or two from the right if it is longer."""
    yield measured.find("signature.inset", RIGHT - signature.box.right, signature.page)
    indent = min(2 * CELL, RIGHT - 2 * CELL - date.box.width - signature.box.left)
    yield measured.find("date.indent", date.box.left - signature.box.left, date.page, indent)
    last = measured.paper.body[-1] if measured.paper.body else None
    if last is not None and last.page == signature.page:
        yield measured.find("signature.blank", blank(last.box, signature, of=last.box.height), signature.page)


def _sealed(measured: Measured, seal: Picture, date: Block) -> Iterator[Finding]:
    """The seal over signature and date."""
    above = [row for row in measured.paper.body if row.page == date.page]
    under = union([date.box, *(row.box for row in measured.paper.signature)])
    yield measured.find("seal.centre", seal.box.centre - date.box.centre, date.page)
    yield measured.say("seal.low", under.middle > seal.box.middle, date.page)
    yield measured.find("seal.width", seal.box.width, date.page)
    if above:
        yield measured.find("seal.gap", seal.box.top - above[-1].box.bottom, date.page)


def imprint(measured: Measured) -> Iterator[Finding]:
    """The version block at the end of the last page."""
    found = measured.paper.imprint
    if found is None:
        if measured.format in _CLOSED:
            yield measured.say("imprint.present", right=False)
        return
    yield measured.say("imprint.present", right=True, page=found.page)
    if found.rules:
        yield from _ruled(measured, found)
    elif measured.format in _CLOSED:
        yield measured.say("imprint.ruled", right=False, page=found.page)
    yield from measured.type("imprint", merged(found.rows))
    yield measured.find("imprint.indent", min(row.box.left for row in found.rows) - LEFT, found.page)
    printed = [row for row in found.rows if row.text.endswith("印发")]
    if printed:
        yield measured.find("imprint.inset", RIGHT - printed[-1].box.right, found.page)


def _ruled(measured: Measured, found: Imprint) -> Iterator[Finding]:
    """Its lines: thick ones outside, thin ones between, the last at the edge of the type area."""
    boxes = [rule.box for rule in found.rules]
    yield measured.find("imprint.bottom", boxes[-1].bottom, found.page)
    yield measured.worst("imprint.left", ((box.left, found.page) for box in boxes))
    yield measured.worst("imprint.right", ((box.right, found.page) for box in boxes))
    yield measured.worst("imprint.outer", ((box.height, found.page) for box in (boxes[0], boxes[-1])))
    if boxes[1:-1]:
        yield measured.worst("imprint.inner", ((box.height, found.page) for box in boxes[1:-1]))
