"""Tables inside a text (表): where they stand, told by their upright lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.measuring.page import Box, Page, Rule, red, union
from documents.measuring.paper import Table
from documents.measuring.rows import Block

UPRIGHTS = 3  # two columns; a frame around a text has two lines and is no table
TOUCHING = 0.5  # mm


def tables_on(page: Page) -> Iterator[Table]:
    """The tables of a page from the top: upright lines side by side, one height after another without a gap."""
    for group in _side_by_side(page):
        if len(group) >= UPRIGHTS:
            yield Table(page.number, union([rule.box for rule in group]))


def _side_by_side(page: Page) -> Iterator[list[Rule]]:
    """Upright lines whose heights meet, together."""
    upright = [rule for rule in page.rules if rule.box.height > rule.box.width and not red(rule.colour)]
    group: list[Rule] = []
    for rule in sorted(upright, key=lambda rule: rule.box.top):
        if group and rule.box.top > max(one.box.bottom for one in group) + TOUCHING:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def frame(table: Table, page: Page) -> Box:
    """The frame of a table with its level lines, which go beyond the upright ones where it is open at the sides."""
    top, bottom = table.box.top - TOUCHING, table.box.bottom + TOUCHING
    level = (rule.box for rule in page.rules if rule.box.width > rule.box.height)
    return union([table.box, *(box for box in level if top < box.middle < bottom)])


def inside(row: Block, tables: Sequence[Table]) -> bool:
    """Whether a row stands in one of the tables."""
    return any(row.page == one.page and one.box.top < row.box.middle < one.box.bottom for one in tables)
