"""The judge (评判): a paper beside the figures of a format. Pure: values in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from documents.measuring import foot, sheet, text
from documents.measuring.elements import recognise
from documents.measuring.findings import Finding, Measured, Verdict
from documents.measuring.grid import grid_of
from documents.measuring.head import head
from documents.measuring.page import Page
from documents.measuring.paper import Paper
from documents.measuring.standard import Format

_Part = Callable[[Measured], Iterator[Finding]]
_MAIN: tuple[_Part, ...] = (text.addressee, text.body, text.headings, text.lists, foot.signed)
_SHEET: tuple[_Part, ...] = (sheet.sheet, sheet.margins, sheet.grid)
_PAPER: tuple[_Part, ...] = (*_SHEET, head, text.title, *_MAIN, foot.imprint, sheet.page_numbers)
PARTS: Mapping[Format, tuple[_Part, ...]] = {
    Format.NOTICE: _PAPER,
    Format.LETTER: _PAPER,
    Format.ORDER: _PAPER,
    Format.MINUTES: _PAPER,
    Format.PLAIN: (*_SHEET, text.title, *_MAIN, sheet.page_numbers),
    Format.FORM: (sheet.sheet, sheet.table),
    Format.SLIP: (sheet.sheet, sheet.table),
}


def measure(pages: Sequence[Page], paper: Format | None = None) -> tuple[Measured, list[Finding]]:
    """A paper taken apart and each of its findings; the format is seen on the paper when none is given."""
    seen = recognise(pages)
    measured = Measured(seen, grid_of(seen), paper or format_of(seen))
    return measured, [finding for part in PARTS[measured.format] for finding in part(measured)]


def format_of(paper: Paper) -> Format:
    """The format that a paper looks like."""
    if paper.mark is None:
        return Format.FORM if _tabular(paper) else Format.PLAIN
    if paper.mark.text.endswith("令"):
        return Format.ORDER
    if "纪要" in paper.mark.text:
        return Format.MINUTES
    low = any(rule.box.top > paper.pages[0].height * 0.85 for rule in paper.red_rules)
    return Format.LETTER if low or paper.mark.ink.top < 50 else Format.NOTICE


def _tabular(paper: Paper) -> bool:
    """Whether most of the first page's text stands in a table."""
    rules = paper.pages[0].rules
    level = [rule.box for rule in rules if rule.box.width >= sheet.TABLE]
    upright = sum(rule.box.height > rule.box.width for rule in rules)
    return len(level) >= 3 and upright >= 2


def deviations(findings: Sequence[Finding]) -> list[Finding]:
    """Those that are beyond their tolerance."""
    return [finding for finding in findings if finding.verdict is Verdict.DEVIATES]
