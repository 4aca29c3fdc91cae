"""What GB/T 9704-2012 (党政机关公文格式) measures with: its sheet, its type area, its character and its row.

The figures of each element are in ``figures``. The standard's own tolerances are those of printing and trimming (37 and
28 mm within 1 mm); a file can do better and is asked to:

- an edge, a row, a line: 0.2 mm, what a careful eye sees when a sheet lies on another;
- the dash beside a page number: 0.1 mm;
- blank lines and the issuing organ's mark, the height of which the standard leaves open: 1.5 mm;
- numbers of rows and characters: none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

POINT = 25.4 / 72
WIDTH, HEIGHT = 210.0, 297.0  # 5.1
LEFT, TOP = 28.0, 37.0  # 5.2.1: binding edge and head edge
AREA_WIDTH, AREA_HEIGHT = 156.0, 225.0  # 5.2.1
RIGHT, BOTTOM = LEFT + AREA_WIDTH, TOP + AREA_HEIGHT
CENTRE = (LEFT + RIGHT) / 2
ROWS, COLUMNS = 22, 28  # 5.2.3
# A sheet with a lying table (7.6) is turned by a quarter: its lower edge is on the left, its upper one on the right.
LYING_LEFT, LYING_RIGHT = HEIGHT - BOTTOM, HEIGHT - TOP
BODY = 16 * POINT  # 三号, 5.2.2
SMALL = 14 * POINT  # 四号, 7.4 and 7.5
CELL = AREA_WIDTH / COLUMNS  # 一字 (3.1), such that 28 of them fill a row: 5.571 mm
PITCH = (AREA_HEIGHT - BODY) / (ROWS - 1)  # 一行 (3.2), such that 22 rows fill the type area: 10.446 mm

EDGE, DASH, LOOSE, EXACT = 0.2, 0.1, 1.5, 0.0
TYPE = 0.1 * POINT  # half a point is the smallest step between two type sizes
FINE = 0.05  # the thickness of a line


class Format(StrEnum):
    """The formats of papers (公文格式): the general one, the special ones of clause 10, and three without a red head."""

    NOTICE = "notice"  # 文件, clause 7
    LETTER = "letter"  # 信函, 10.1
    ORDER = "order"  # 命令（令）, 10.2
    MINUTES = "minutes"  # 纪要, 10.3
    FORM = "form"  # tables: the standard knows no figures but those of the sheet and its margins
    SLIP = "slip"  # tables on half a sheet (ballots, leave notes): no official paper, so there is no figure for them
    PLAIN = "plain"  # text on the grid without a head: clauses 5, 7.3 and 7.5


Unit = Literal["mm", "pt", "", "text"]


@dataclass(frozen=True)
class Figure:
    """A figure of the standard (指标): its clause, the target, how far one may be from it in millimetres.

    ``unit`` is "" for a count, "text" for what is right or wrong, "pt" for type sizes, whose deviation is in millimetres
    all the same. Without a target it is only reported, because the standard leaves it open. With ``at_most`` less is
    right too.
    """

    clause: str
    target: float | str | None
    unit: Unit = "mm"
    tolerance: float = EDGE
    at_most: bool = False
