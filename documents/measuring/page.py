"""What stands on a page (版面实测): characters, lines and pictures as plain values.

Millimetres from the upper left corner of the page as it is shown, downwards; type sizes in points.
"""

from __future__ import annotations

from dataclasses import dataclass

MM_PER_POINT = 25.4 / 72
Colour = tuple[int, int, int]
REDNESS = 80


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """Half way between left and right."""
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2


def union(boxes: list[Box]) -> Box:
    """The smallest box around some; ValueError for none."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def red(colour: Colour) -> bool:
    """Whether a colour is the red of an issuer's mark (clause 6.2: Y 80, M 80) rather than black, grey or blue."""
    return colour[0] - max(colour[1], colour[2]) >= REDNESS


@dataclass(frozen=True)
class Glyph:
    """A character (字符): ``box`` is its em box (the square a hanzi fills), ``ink`` what is black of it.

    ``base`` is the height of its baseline, ``font`` the name of the font without the prefix of a subset.
    """

    char: str
    font: str
    size: float
    base: float
    box: Box
    ink: Box
    colour: Colour = (0, 0, 0)


@dataclass(frozen=True)
class Rule:
    """A straight line (线), upright or level, whose thickness is the smaller side of its box."""

    box: Box
    colour: Colour = (0, 0, 0)


@dataclass(frozen=True)
class Picture:
    """An image, or the place of a stamp or signature that lies over the page (图像、签章)."""

    box: Box


@dataclass(frozen=True)
class Page:
    """A page (页面): its place in the file from 1 on, its size as it is shown, what stands on it."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: tuple[Picture, ...]
