"""Rows of text (行): characters that stand on one line, from left to right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from documents.measuring.page import Box, Glyph, Page, red, union
from documents.typefaces import Role, standard_characters

SAME_LINE = 0.3  # mm that baselines of one line may differ
_HANZI = re.compile(r"[\u2e80-\u2fdf\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# The first that a font's name contains; names of foundries and systems besides our own.
_NAMES = (
    (Role.XIAOBIAOSONG, ("xiaobiaosong", "fzxbs", "小标宋")),
    (Role.FANGSONG, ("fangsong", "fzfs", "仿宋")),
    (Role.KAITI, ("kai", "fzkt", "楷")),
    (Role.HEITI, ("hei", "fzht", "黑", "notosans", "sourcehansans")),
    (Role.SONGTI, ("song", "fzss", "simsun", "宋", "notoserif", "sourcehanserif")),
)
CHINESE = {
    Role.FANGSONG: "仿宋", Role.KAITI: "楷体", Role.XIAOBIAOSONG: "小标宋", Role.HEITI: "黑体", Role.SONGTI: "宋体",
}  # fmt: skip


def hanzi(char: str) -> bool:
    """Whether a character is a Chinese one that fills its square."""
    return bool(_HANZI.match(char))


def face(font: str) -> str:
    """The typeface a font's name stands for, in Chinese; the name itself when it stands for none of the five."""
    plain = re.sub(r"[\s_-]", "", font).lower()
    role = next((role for role, names in _NAMES if any(name in plain for name in names)), None)
    return CHINESE[role] if role else font


@dataclass(frozen=True)
class Block:
    """Text that belongs together (文字块): a row, a paragraph, a title; its glyphs in reading order."""

    page: int
    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """Its characters, without blanks."""
        return "".join(glyph.char for glyph in self.glyphs)

    @cached_property
    def box(self) -> Box:
        """Around the em boxes."""
        return union([glyph.box for glyph in self.glyphs])

    @cached_property
    def ink(self) -> Box:
        """Around what is black."""
        return union([glyph.ink for glyph in self.glyphs])

    @property
    def base(self) -> float:
        """The baseline (of the first row)."""
        return self.glyphs[0].base

    @property
    def size(self) -> float:
        """The type size most of it has, in points."""
        return Counter(round(glyph.size, 2) for glyph in self.glyphs).most_common(1)[0][0]

    @property
    def face(self) -> str:
        """The typeface most of its hanzi have (of its characters, where there are none).

        Hanzi beyond the table of standard characters do not count beside others: a font that lacks them borrows them.
        """
        kinds = (standard_characters().__contains__, hanzi, bool)
        of = [[glyph.font for glyph in self.glyphs if kind(glyph.char)] for kind in kinds]
        return Counter(face(font) for font in next(filter(None, of))).most_common(1)[0][0]

    @property
    def font(self) -> str:
        """The font most of it has, by its own name."""
        return Counter(glyph.font for glyph in self.glyphs).most_common(1)[0][0]

    @property
    def red(self) -> bool:
        """Whether it is red."""
        return all(red(glyph.colour) for glyph in self.glyphs)

    def part(self, start: int, end: int) -> Block:
        """Some of its characters."""
        return Block(self.page, self.glyphs[start:end])


def merged(blocks: Iterable[Block]) -> Block:
    """Blocks as one, on the page of the first; ValueError for none."""
    several = list(blocks)
    if not several:
        raise ValueError("no text")
    return Block(several[0].page, tuple(glyph for block in several for glyph in block.glyphs))


def rows_of(page: Page) -> list[Block]:
    """The rows of a page from the top; what stands on one baseline is one row, however far apart."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(page.glyphs, key=lambda glyph: glyph.base):
        if rows and glyph.base - rows[-1][0].base <= SAME_LINE:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [Block(page.number, tuple(sorted(row, key=lambda glyph: glyph.box.left))) for row in rows]
