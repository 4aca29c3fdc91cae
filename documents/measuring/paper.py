"""A paper taken apart (公文要素): what ``elements`` makes of the pages of a PDF."""

from __future__ import annotations

from dataclasses import dataclass

from documents.measuring.page import Box, Page, Picture, Rule
from documents.measuring.rows import Block


@dataclass(frozen=True)
class PageNumber:
    """A page number (页码): its digits, the dashes around them, the ink of the first."""

    block: Block
    digits: str
    dashes: str
    dash: Box


@dataclass(frozen=True)
class Imprint:
    """The version block (版记): its lines and its text."""

    page: int
    rules: tuple[Rule, ...]
    rows: tuple[Block, ...]

    @property
    def boxes(self) -> list[Box]:
        """Of its lines and its rows."""
        return [*(rule.box for rule in self.rules), *(row.box for row in self.rows)]


@dataclass(frozen=True)
class Table:
    """A table inside a text (表): its page and its frame; what stands in it is no running text."""

    page: int
    box: Box


@dataclass(frozen=True)
class Paper:
    """A paper taken apart (公文): each element as rows from the top, empty or None where there is none.

    ``above_rule`` is the row right above the first red line, the number or another.
    """

    pages: tuple[Page, ...]
    mark: Block | None
    red_rules: tuple[Rule, ...]
    number: Block | None
    signer: Block | None
    before: tuple[Block, ...]
    title: tuple[Block, ...]
    addressee: tuple[Block, ...]
    body: tuple[Block, ...]
    signature: tuple[Block, ...]
    date: Block | None
    seal: Picture | None
    after: tuple[Block, ...]
    imprint: Imprint | None
    above_rule: Block | None
    tables: tuple[Table, ...]
    page_numbers: tuple[PageNumber, ...]

    @property
    def rows(self) -> list[Block]:
        """All rows of text between head and imprint."""
        date = [self.date] if self.date else []
        return [*self.before, *self.title, *self.addressee, *self.body, *self.signature, *date, *self.after]

    @property
    def pages_with_text(self) -> set[int]:
        """The pages that hold more than an imprint."""
        return {row.page for row in self.rows} | {table.page for table in self.tables}
