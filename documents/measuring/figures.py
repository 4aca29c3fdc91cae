"""The figures of GB/T 9704-2012, each with its clause: the only place where a target stands.

A name is an element and an aspect of it. ``ALL`` holds for every format, ``SPECIAL`` what clause 10 changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from documents.measuring.standard import (
    AREA_WIDTH,
    BODY,
    BOTTOM,
    CELL,
    CENTRE,
    COLUMNS,
    DASH,
    EDGE,
    EXACT,
    FINE,
    HEIGHT,
    LEFT,
    LOOSE,
    PITCH,
    RIGHT,
    ROWS,
    SMALL,
    TOP,
    TYPE,
    WIDTH,
    Figure,
    Format,
)  # fmt: skip

YES, NO = "yes", "no"
HOUSE = "house"  # no clause: a rule of ours
DOUBLE_RULE = 170.0


def _must(clause: str) -> Figure:
    return Figure(clause, YES, "text")


def _open(clause: str, unit: Literal["mm", "pt", "text"] = "mm") -> Figure:
    """Reported only."""
    return Figure(clause, None, unit)


def _type(element: str, clause: str, size: float, face: str) -> dict[str, Figure]:
    """Type size and typeface of an element."""
    return {f"{element}.size": Figure(clause, size, "pt", TYPE), f"{element}.face": Figure(clause, face, "text")}


def _lines(clause: str, count: int) -> Figure:
    """Blank lines above an element."""
    return Figure(clause, count * PITCH, tolerance=LOOSE)


ALL: Mapping[str, Figure] = {
    "page.width": Figure("5.1", WIDTH),
    "page.height": Figure("5.1", HEIGHT),
    "margin.left": Figure("5.2.1", LEFT),
    "margin.right": Figure("5.2.1", WIDTH - RIGHT),
    "margin.top": Figure("5.2.1", TOP),
    "margin.bottom": Figure("5.2.1", HEIGHT - BOTTOM),
    "grid.rows": Figure("5.2.3", ROWS, "", EXACT),
    "grid.columns": Figure("5.2.3", COLUMNS, "", EXACT),
    "grid.pitch": Figure("3.2", PITCH, tolerance=EDGE / (ROWS - 1)),
    "grid.strayed": Figure("5.2.3", 0.0),
    "table.left": Figure("5.2.1", LEFT),
    "table.right": Figure("5.2.1", RIGHT),
    "mark.present": _must("7.2.4"),
    "mark.top": Figure("7.2.4", TOP + 35, tolerance=LOOSE),
    "mark.centre": Figure("7.2.4", CENTRE, tolerance=LOOSE),
    "mark.width": Figure("7.2.4", AREA_WIDTH, at_most=True),
    "mark.size": _open("7.2.4", "pt"),
    "mark.face": _open("7.2.4", "text"),
    "number.present": _must("7.2.5"),
    "number.form": _must("7.2.5"),
    "number.blank": _lines("7.2.5", 2),
    "number.centre": Figure("7.2.5", CENTRE),
    "number.inset": Figure("7.2.6", CELL),
    **_type("number", "5.2.2", 16, "仿宋"),
    "signer.inset": Figure("7.2.6", CELL),
    "signer.face": Figure("7.2.6", "楷体", "text"),
    "rule.present": _must("7.2.7"),
    "rule.gap": Figure("7.2.7", 4.0),
    "rule.left": Figure("7.2.7", LEFT),
    "rule.right": Figure("7.2.7", RIGHT),
    "rule.thickness": _open("7.2.7"),
    "title.present": _must("7.3.1"),
    "title.blank": _lines("7.3.1", 2),
    "title.centre": Figure("7.3.1", CENTRE),
    **_type("title", "7.3.1", 22, "小标宋"),
    "addressee.blank": _lines("7.3.2", 1),
    "addressee.inset": Figure("7.3.2", 0.0),
    **_type("addressee", "7.3.2", 16, "仿宋"),
    "body.first": _must("7.3.3"),
    "body.indent": Figure("7.3.3", 2 * CELL),
    **_type("body", "7.3.3", 16, "仿宋"),
    **_type("heading1", "7.3.3", 16, "黑体"),
    **_type("heading2", "7.3.3", 16, "楷体"),
    "attachment.blank": _lines("7.3.4", 1),
    "heading.foot": Figure(HOUSE, 0, "", EXACT),
    "signature.blank": _lines("7.3.5.2", 1),
    "signature.centre": Figure("7.3.5.1", 0.0),
    "signature.inset": Figure("7.3.5.2", 2 * CELL),
    **_type("signature", "5.2.2", 16, "仿宋"),
    "date.present": _must("7.3.5.4"),
    "date.inset": Figure("7.3.5.1", 4 * CELL),
    "date.indent": Figure("7.3.5.2", 2 * CELL),
    "date.form": _must("7.3.5.4"),
    **_type("date", "5.2.2", 16, "仿宋"),
    "seal.centre": Figure("7.3.5.1", 0.0, tolerance=LOOSE),
    "seal.gap": Figure("7.3.5.1", PITCH, at_most=True),
    "seal.low": _must("7.3.5.1"),
    "seal.width": _open(HOUSE),
    "imprint.present": _must("7.4.1"),
    "imprint.ruled": _must("7.4.1"),
    "imprint.bottom": Figure("7.4.1", BOTTOM),
    "imprint.left": Figure("7.4.1", LEFT),
    "imprint.right": Figure("7.4.1", RIGHT),
    "imprint.outer": Figure("7.4.1", 0.35, tolerance=FINE),
    "imprint.inner": Figure("7.4.1", 0.25, tolerance=FINE),
    "imprint.indent": Figure("7.4.2", SMALL),
    "imprint.inset": Figure("7.4.3", SMALL),
    **_type("imprint", "7.4.2", 14, "仿宋"),
    "page_number.present": _must("7.5"),
    "page_number.form": _must("7.5"),
    "page_number.follows": _must("7.5"),
    "page_number.side": Figure("7.5", "right", "text"),
    "page_number.inset": Figure("7.5", SMALL),
    "page_number.dash": Figure("7.5", BOTTOM + 7, tolerance=DASH),
    **_type("page_number", "7.5", 14, "宋体"),
}  # fmt: skip

SPECIAL: Mapping[Format, Mapping[str, Figure]] = {
    Format.LETTER: {
        "mark.top": Figure("10.1", 30.0, tolerance=LOOSE),
        "mark.form": _must("10.1"),
        "rule.present": _must("10.1"),
        "rule.gap": Figure("10.1", 4.0),
        "rule.width": Figure("10.1", DOUBLE_RULE),
        "rule.centre": Figure("10.1", WIDTH / 2, tolerance=LOOSE),
        "rule.form": _must("10.1"),
        "foot_rule.present": _must("10.1"),
        "foot_rule.gap": Figure("10.1", 20.0),
        "foot_rule.width": Figure("10.1", DOUBLE_RULE),
        "foot_rule.centre": Figure("10.1", WIDTH / 2, tolerance=LOOSE),
        "foot_rule.form": _must("10.1"),
        "number.gap": Figure("10.1", BODY * 7 / 8),
        "number.inset": Figure("10.1", 0.0),
        "title.blank": _lines("10.1", 2),
        "page_number.first": Figure("10.1", NO, "text"),
    },
    Format.ORDER: {
        "mark.top": Figure("10.2", TOP + 20, tolerance=LOOSE),
        "mark.form": _must("10.2"),
        "number.blank": _lines("10.2", 2),
        "body.blank": _lines("10.2", 2),
    },
    Format.MINUTES: {
        "mark.top": Figure("10.3", TOP + 35, tolerance=LOOSE),
        "mark.form": _must("10.3"),
        "attendance.face": Figure("10.3", "黑体", "text"),
    },
    Format.SLIP: {
        "page.width": _open("5.1"),
        "page.height": _open("5.1"),
        "table.left": _open("5.2.1"),
        "table.right": _open("5.2.1"),
    },
}


def figure_of(name: str, paper: Format) -> Figure:
    """The figure of a name for a format; LookupError for a name that there is not."""
    return SPECIAL.get(paper, {}).get(name) or ALL[name]
