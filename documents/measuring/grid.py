"""The grid of a paper (版心行列): its edges, its rows, the characters of a row, as they come out on its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from statistics import median

from documents.measuring.paper import Paper
from documents.measuring.rows import Block, hanzi
from documents.measuring.standard import AREA_WIDTH, BODY, BOTTOM, CELL, LEFT, PITCH, RIGHT, ROWS, TOP

SPREAD = 0.05  # mm between hanzi
KEPT = 3  # rows of the text that go over with a signature: its last two, or the end of the paragraph before as well
LISTS = re.compile(r"(附件|出席|请假|列席)：")


@dataclass(frozen=True)
class Grid:
    """What the rows of the running text keep to; None for what a paper is too short to show.

    By page: ``tops`` the top of the first row, where that is text and not a red head; ``bottoms`` the bottom of the
    lowest row; ``filled`` the number of rows, where a paragraph runs on to the next page because no more would go on this
    one; ``strayed`` how far a row at most is from its place. A table is off the grid: rows below it begin anew.
    """

    left: float | None
    right: float | None
    pitch: float | None
    columns: int | None
    tops: Mapping[int, float]
    bottoms: Mapping[int, float]
    filled: Mapping[int, int]
    strayed: Mapping[int, float]


def grid_of(paper: Paper) -> Grid:
    """Measure the grid."""
    running = [*paper.addressee, *paper.body]
    left, by_page = _left(running), _by_page(paper.rows)
    full, pitch, tabled = list(_full(running, left)), _pitch(running), {table.page for table in paper.tables}
    headless = {page: rows for page, rows in by_page.items() if page > 1 or paper.mark is None}
    counts = {page: _count(rows, pitch or PITCH) for page, rows in headless.items() if page not in tabled}
    ended = {page for page in counts if headless[page][-1] in full and not _kept_together(paper, page)}
    return Grid(
        left=left,
        right=_right(full),
        pitch=pitch,
        columns=_columns(running, full),
        tops={page: _top(rows[0]) for page, rows in headless.items() if not _tables_above(rows[0], paper)},
        bottoms={page: _middle(rows[-1]) + BODY / 2 for page, rows in by_page.items()},
        filled={page: count for page, count in counts.items() if page in ended or count >= ROWS},
        strayed=_strayed_by_page(running, paper),
    )


def _by_page(rows: Sequence[Block]) -> dict[int, list[Block]]:
    """Rows of each page from the top."""
    return {page: list(several) for page, several in groupby(rows, key=lambda row: row.page)}


def _middle(row: Block) -> float:
    """The middle of the line a row stands on, which larger type shares with smaller."""
    return row.glyphs[0].box.middle


def _skipped(first: Block) -> int:
    """The blank lines with which a first page may begin."""
    return max(0, round((_middle(first) - BODY / 2 - TOP) / PITCH)) if first.page == 1 else 0


def _top(first: Block) -> float:
    """The top of the line the first row stands on, had it no blank lines above."""
    return _middle(first) - BODY / 2 - _skipped(first) * PITCH


def _count(rows: Sequence[Block], pitch: float) -> int:
    """How many lines rows take, the blank ones included."""
    return round((rows[-1].base - rows[0].base) / pitch) + 1 + _skipped(rows[0])


def _left(running: Sequence[Block]) -> float | None:
    """The left edge; None when every row is indented, as in a paper of one-row paragraphs."""
    edge = min((row.box.left for row in running), default=RIGHT)
    return edge if edge < LEFT + 1.5 * CELL else None


def indented(row: Block, left: float | None) -> bool:
    """Whether a row is the first of its paragraph."""
    return row.box.left > (LEFT if left is None else left) + CELL / 2


def _full(running: Sequence[Block], left: float | None) -> Iterator[Block]:
    """The rows after which their paragraph goes on."""
    for row, below in pairwise(running):
        next_row = below.page == row.page + 1 or (below.page == row.page and below.base - row.base < 1.5 * PITCH)
        if (
            next_row
            and not indented(below, left)
            and row.box.width > AREA_WIDTH * 0.7
            and not row.text.endswith(("：", ":"))
        ):
            yield row


def _kept_together(paper: Paper, page: int) -> bool:
    """Whether the text breaks off because its last rows go over with what must not stand alone, and that has no room.

    A signature takes the last rows of the text with it, the list of attachments between them too (7.3.5.1).
    """
    over = [row for row in paper.rows if row.page == page + 1]
    text = list(takewhile(lambda row: row in paper.body and not LISTS.match(row.text), over))
    if not over or len(text) > KEPT or len(text) == len(over):
        return False
    needed = max(_middle(row) for row in over) + BODY / 2 - TOP
    if paper.imprint is not None and paper.imprint.page == page + 1:
        needed += BOTTOM - min(box.top for box in paper.imprint.boxes)
    lowest = max(_middle(row) for row in paper.rows if row.page == page) + BODY / 2
    return needed > BOTTOM - lowest


def _right(full: Sequence[Block]) -> float | None:
    """The right edge that is farthest from where it should be; a mark at the end of a row may be squeezed."""
    edges = [row.glyphs[-1].box.right for row in full if hanzi(row.text[-1])]
    return max(edges, key=lambda edge: abs(edge - RIGHT), default=None)


def _pitch(running: Sequence[Block]) -> float | None:
    steps = [below.base - row.base for row, below in pairwise(running) if below.page == row.page]
    close = [step for step in steps if step < 1.7 * PITCH]
    return median(close) if close else None


def _columns(running: Sequence[Block], full: Sequence[Block]) -> int | None:
    """How many hanzi fill a row: counted where a row holds nothing else, else worked out from their distance.

    A row that was spread because its last character went to the next one does not count.
    """
    if not full or not (every := _natural(running, full)):
        return None
    usual = median(every)
    pure = [row for row in full if all(map(hanzi, row.text)) and row.box.left < LEFT + CELL]
    counts = [len(row.text) for row in pure if abs(median(_steps(row)) - usual) < SPREAD]
    return Counter(counts).most_common(1)[0][0] if counts else int(AREA_WIDTH / usual + 0.02)


def _natural(running: Sequence[Block], full: Sequence[Block]) -> list[float]:
    """From hanzi to hanzi in the last rows of paragraphs, which are never spread; in all rows, where they have none."""
    last = [step for row in running if row not in full for step in _steps(row)]
    return last or [step for row in running for step in _steps(row)]


def _steps(row: Block) -> list[float]:
    """From hanzi to hanzi."""
    pairs = pairwise(row.glyphs)
    return [second.box.left - first.box.left for first, second in pairs if hanzi(first.char) and hanzi(second.char)]


def _tables_above(row: Block, paper: Paper) -> int:
    """How many tables stand above a row on its page."""
    return sum(table.page == row.page and table.box.bottom < row.base for table in paper.tables)


def _strayed_by_page(running: Sequence[Block], paper: Paper) -> dict[int, float]:
    """What strays most on each page, of the rows between two tables."""
    found: dict[int, float] = {}
    for (page, _tables), rows in groupby(running, key=lambda row: (row.page, _tables_above(row, paper))):
        found[page] = max(found.get(page, 0.0), _strayed(list(rows)))
    return found


def _strayed(rows: Sequence[Block]) -> float:
    """How far the row that strays most lies from a whole number of rows below the first."""
    steps = [row.base - rows[0].base for row in rows]
    return max((abs(step - round(step / PITCH) * PITCH) for step in steps), default=0.0)
