"""The report (测量报告): what was measured, as plain data and as lines to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from documents.measuring.findings import Finding, Measured, Verdict
from documents.measuring.page import Box, Page, Rule, union
from documents.measuring.paper import Paper
from documents.measuring.rows import Block, merged
from documents.measuring.words import COLUMNS, ELEMENTS, FORMATS, SAID, VERDICTS, label

_WIDTHS = (10, 5, 11, 11, 9, 7, 10)  # of the columns but the last, in characters of the screen
_SHOWN = 30


def as_data(measured: Measured, findings: Sequence[Finding]) -> dict[str, Any]:
    """Everything as plain values: millimetres, points for type sizes."""
    return {
        "format": measured.format,
        "pages": [_page(page) for page in measured.paper.pages],
        "grid": _grid(measured),
        "elements": {name: _block(block) for name, block in elements(measured.paper).items()},
        "red_lines": [_rule(rule) for rule in measured.paper.red_rules],
        "version_block_lines": [
            _rule(rule) for rule in (measured.paper.imprint.rules if measured.paper.imprint else ())
        ],
        "seal": _box(measured.paper.seal.box) if measured.paper.seal else None,
        "page_numbers": [
            {"page": number.block.page, "text": number.block.text, **_block(number.block), "dash": _box(number.dash)}
            for number in measured.paper.page_numbers
        ],
        "rows": [_finding(finding) for finding in findings],
        "deviations": sum(finding.verdict is Verdict.DEVIATES for finding in findings),
    }


def elements(paper: Paper) -> dict[str, Block]:
    """The elements with text that a paper has, by name; of one that goes over several pages, what is on its first."""
    date = [paper.date] if paper.date else []
    imprint = paper.imprint.rows if paper.imprint else ()
    several: Mapping[str, Sequence[Block]] = {
        "mark": [paper.mark] if paper.mark else [], "number": [paper.number] if paper.number else [],
        "signer": [paper.signer] if paper.signer else [], "title": paper.title, "addressee": paper.addressee,
        "body": paper.body, "signature": paper.signature, "date": date, "imprint": imprint,
    }  # fmt: skip
    return {name: merged(row for row in rows if row.page == rows[0].page) for name, rows in several.items() if rows}


def _page(page: Page) -> dict[str, Any]:
    """Its size, and the edges of all that is printed on it."""
    marks = [*(glyph.ink for glyph in page.glyphs), *(rule.box for rule in page.rules)]
    edges = _box(union(marks)) if marks else None
    return {"page": page.number, "width": round(page.width, 2), "height": round(page.height, 2), "printed": edges}


def _grid(measured: Measured) -> dict[str, Any]:
    """The type area as far as the paper fills it, and what stands in it; rows of every page."""
    grid = measured.grid
    top, bottom = min(grid.tops.values(), default=None), max(grid.bottoms.values(), default=None)
    return {
        "type_area": {
            "left": _round(grid.left),
            "top": _round(top),
            "right": _round(grid.right),
            "bottom": _round(bottom),
        },
        "rows": dict(Counter(row.page for row in measured.paper.rows)),
        "rows_of_full_pages": dict(grid.filled),
        "pitch": _round(grid.pitch),
        "characters": grid.columns,
    }


def _block(block: Block) -> dict[str, Any]:
    text = block.text if len(block.text) <= _SHOWN else f"{block.text[:_SHOWN]}…"
    return {
        "text": text,
        "page": block.page,
        "font": block.font,
        "face": block.face,
        "size": block.size,
        **_box(block.box),
    }


def _box(box: Box) -> dict[str, float]:
    return {side: round(getattr(box, side), 2) for side in ("left", "top", "right", "bottom")}


def _rule(rule: Rule) -> dict[str, Any]:
    return {**_box(rule.box), "thickness": round(rule.box.height, 3), "colour": list(rule.colour)}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _finding(finding: Finding) -> dict[str, Any]:
    """One row; a deviation is in millimetres, of a count in units."""
    return {
        "name": finding.name,
        "page": finding.page,
        "measured": round(finding.measured, 3) if isinstance(finding.measured, float) else finding.measured,
        "target": round(finding.target, 3) if isinstance(finding.target, float) else finding.target,
        "unit": finding.figure.unit,
        "deviation": _round(finding.deviation),
        "tolerance": None if finding.deviation is None else round(finding.figure.tolerance, 3),
        "at_most": finding.figure.at_most,
        "clause": finding.figure.clause,
        "verdict": finding.verdict,
    }


def lines(measured: Measured, findings: Sequence[Finding]) -> Iterator[str]:
    """The report to read: what was found, then one line for each figure, then the sum."""
    yield _("%(format)s, %(pages)d pages") % {"format": FORMATS[measured.format], "pages": len(measured.paper.pages)}
    yield ""
    for name, block in elements(measured.paper).items():
        yield _element(name, block)
    yield ""
    yield _line([str(column) for column in COLUMNS])
    yield from (_line(_cells(finding)) for finding in findings)
    yield ""
    counts = {verdict: sum(finding.verdict is verdict for finding in findings) for verdict in Verdict}
    yield _("%(kept)d figures kept, %(off)d beyond their tolerance, %(open)d without a figure.") % {
        "kept": counts[Verdict.KEPT], "off": counts[Verdict.DEVIATES], "open": counts[Verdict.OPEN],
    }  # fmt: skip


def _element(name: str, block: Block) -> str:
    box = block.box
    place = f"{box.left:.1f}…{box.right:.1f} × {box.top:.1f}…{box.bottom:.1f} mm"
    text = _block(block)["text"]
    return f"{ELEMENTS[name]}（{block.page}）：{block.face} {block.size:g} pt（{block.font}），{place}：{text}"


def _cells(finding: Finding) -> list[str]:
    figure = finding.figure
    unit = " pt" if figure.unit == "pt" else ""
    return [
        str(VERDICTS[finding.verdict]),
        "" if finding.page is None else str(finding.page),
        said(finding.measured) + unit,
        "" if finding.target is None else ("≤ " if figure.at_most else "") + said(finding.target) + unit,
        "" if finding.deviation is None else f"{round(finding.deviation, 2) + 0.0:+.2f}",
        "" if finding.deviation is None else f"{figure.tolerance:.2f}",
        said(figure.clause),
        label(finding.name),
    ]


def said(value: float | str) -> str:
    """A value as it is printed: two digits behind the point, words translated."""
    if isinstance(value, str):
        return str(SAID.get(value, value))
    return str(value) if isinstance(value, int) else f"{value:.2f}"


def _line(cells: Sequence[str]) -> str:
    """Cells in columns; a hanzi is two characters wide on a screen."""
    padded = [
        cell + " " * (width - sum(1 + (east_asian_width(char) in "WF") for char in cell))
        for cell, width in zip(cells, _WIDTHS, strict=False)
    ]
    return "".join([*padded, *cells[len(_WIDTHS) :]])
