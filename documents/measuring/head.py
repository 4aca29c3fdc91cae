"""Comparing the head (版头): mark, document number, signer, red lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.measuring.findings import Finding, Measured, blank
from documents.measuring.page import Rule, union
from documents.measuring.rows import Block
from documents.measuring.standard import HEIGHT, LEFT, RIGHT, Format

DOUBLE = 3.0  # mm; lines nearer to each other than this are one double line
NUMBER = re.compile(r"[^\d〔〕]{1,20}〔[12]\d{3}〕[1-9]\d*号")
# An order has a number (10.2); how it is written is left open.
NUMBERS = {Format.ORDER: re.compile(rf"第[1-9]\d*号|{NUMBER.pattern}")}
WORDS = {
    Format.ORDER: re.compile(r".+令"),
    Format.MINUTES: re.compile(r".*纪要"),
    Format.LETTER: re.compile(r".+(?<!文件)"),
}
_LABEL = len("签发人：")


def head(measured: Measured) -> Iterator[Finding]:
    """All findings of the head."""
    yield from mark(measured)
    yield from number(measured)
    if measured.format is Format.LETTER:
        yield from double_rules(measured)
    elif measured.format is not Format.ORDER:
        yield from rule(measured)


def mark(measured: Measured) -> Iterator[Finding]:
    """The issuing organ's mark (发文机关标志)."""
    found = measured.paper.mark
    yield measured.say("mark.present", found, 1)
    if found is None:
        return
    if measured.format in WORDS:
        yield measured.say("mark.form", WORDS[measured.format].fullmatch(found.text), 1)
    yield measured.find("mark.top", found.ink.top, 1)
    yield measured.find("mark.centre", found.box.centre, 1)
    yield measured.find("mark.width", found.ink.width, 1)
    yield from measured.type("mark", found)


def number(measured: Measured) -> Iterator[Finding]:
    """The document number (发文字号) and, in an upward paper, the signer (签发人)."""
    found, signer = measured.paper.number, measured.paper.signer
    if found is None:
        if measured.format is not Format.MINUTES:
            yield measured.say("number.present", right=False, page=1)
        return
    yield measured.say("number.present", right=True, page=1)
    yield measured.say("number.form", NUMBERS.get(measured.format, NUMBER).fullmatch(found.text), 1)
    yield from _number_place(measured, found, signer)
    yield from measured.type("number", found)
    if signer is not None:
        yield measured.find("signer.inset", RIGHT - signer.box.right, 1)
        yield measured.find("signer.face", signer.part(_LABEL, len(signer.glyphs)).face, 1)


def _number_place(measured: Measured, found: Block, signer: Block | None) -> Iterator[Finding]:
    """Where the number stands; beside several signers it stands on their last row."""
    if measured.format is Format.LETTER:
        yield measured.find("number.inset", RIGHT - found.box.right, 1)
        return
    above = measured.paper.mark
    if above is not None:
        yield measured.find("number.blank", blank(above.box, signer or found, of=above.glyphs[-1].box.height), 1)
    if signer is not None:
        yield measured.find("number.inset", found.box.left - LEFT, 1)
    else:
        yield measured.find("number.centre", found.box.centre, 1)


def rule(measured: Measured) -> Iterator[Finding]:
    """The red line (红色分隔线), below the number or whatever stands last in the head."""
    above, found = measured.paper.above_rule, next(iter(measured.paper.red_rules), None)
    if found is None:
        if measured.format is not Format.MINUTES:
            yield measured.say("rule.present", right=False, page=1)
        return
    yield measured.say("rule.present", right=True, page=1)
    if above is not None:
        yield measured.find("rule.gap", found.box.top - above.box.bottom, 1)
    yield measured.find("rule.left", found.box.left, 1)
    yield measured.find("rule.right", found.box.right, 1)
    yield measured.find("rule.thickness", found.box.height, 1)


def double_rules(measured: Measured) -> Iterator[Finding]:
    """The two red double lines of a letter (红色双线), and the number below the first."""
    groups = list(_groups(measured.paper.red_rules))
    above = [group for group in groups if group[0].box.top < HEIGHT / 2][:1]
    below = [group for group in groups if group[0].box.top > HEIGHT / 2][-1:]
    yield from _double(measured, "rule", above, thick_first=True)
    mark, number = measured.paper.mark, measured.paper.number
    if above and mark is not None:
        yield measured.find("rule.gap", above[0][0].box.top - mark.ink.bottom, 1)
    if above and number is not None:
        yield measured.find("number.gap", number.box.top - above[0][-1].box.bottom, 1)
    yield from _double(measured, "foot_rule", below, thick_first=False)
    if below:
        yield measured.find("foot_rule.gap", measured.paper.pages[0].height - below[0][-1].box.bottom, 1)


def _double(measured: Measured, name: str, groups: Sequence[list[Rule]], *, thick_first: bool) -> Iterator[Finding]:
    """One double line, or that there is none."""
    yield measured.say(f"{name}.present", groups, 1)
    for group in groups:
        thick, box = [one.box.height for one in group], union([one.box for one in group])
        yield measured.say(f"{name}.form", len(thick) == 2 and (thick[0] > thick[1]) is thick_first, 1)
        yield measured.find(f"{name}.width", box.width, 1)
        yield measured.find(f"{name}.centre", box.centre, 1)


def _groups(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Lines that are near to each other together."""
    group: list[Rule] = []
    for one in rules:
        if group and one.box.top - group[-1].box.bottom > DOUBLE:
            yield group
            group = []
        group.append(one)
    if group:
        yield group
