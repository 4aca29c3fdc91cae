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


@dataclass(frozen=True)
class Paper:
    """A paper taken apart (公文): each element as rows from the top, empty or None where there is none."""

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
    page_numbers: tuple[PageNumber, ...]

    @property
    def rows(self) -> list[Block]:
        """All rows of text between head and imprint."""
        date = [self.date] if self.date else []
        return [*self.before, *self.title, *self.addressee, *self.body, *self.signature, *date, *self.after]
