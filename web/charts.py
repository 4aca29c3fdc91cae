"""Charts drawn on the server (统计图): columns by month and bars by name, each with its table. Pure.

Coordinates only: colours, type and dark come from classes, so that a strict policy and a printer are content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HIGH, LEFT, FOOT, TOP = 560, 196, 48, 166, 14
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Series:
    """One row of values (数列) with its name and the class that colours it."""

    name: str
    css: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Bar:
    """A bar: its corner, its size, its colour, its value."""

    x: float
    y: float
    width: float
    height: float
    css: str
    value: int


@dataclass(frozen=True)
class Mark:
    """A word on a chart, or a line of the grid: where, and what it says."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Name:
    """What a value is named by, what stands beside the name, and where it leads (empty: nowhere)."""

    words: str
    beside: str = ""
    address: str = ""


@dataclass(frozen=True)
class Columns:
    """Columns for each name, such as months (柱状图); the series are the rows of the table under them."""

    title: str
    bars: list[Bar]
    grid: list[Mark]
    marks: list[Mark]
    names: tuple[Name, ...]
    series: tuple[Series, ...]
    width: int = WIDE
    height: int = HIGH

    @property
    def empty(self) -> bool:
        """True where there is nothing to draw."""
        return not any(bar.value for bar in self.bars)


@dataclass(frozen=True)
class BarRow:
    """A name with its bar and its values: a row of a table."""

    name: Name
    parts: list[Bar]
    values: tuple[int, ...]


@dataclass(frozen=True)
class Bars:
    """Bars by name (条形图), drawn in the rows of their table."""

    title: str
    rows: list[BarRow]
    series: tuple[Series, ...]


def top_of(most: int) -> int:
    """The upper end of an axis: the next of 1, 2, 5, 10, 20, 50 ... that is not below the highest value."""
    scale = 1
    while True:
        for step in _STEPS:
            if step * scale >= most:
                return step * scale
        scale *= 10


def columns(title: str, names: Sequence[Name], series: Sequence[Series]) -> Columns:
    """Columns beside each other for each name."""
    top = top_of(max([value for row in series for value in row.values], default=0))
    scale, slot = (FOOT - TOP) / top, (WIDE - LEFT) / max(1, len(names))
    width = slot * 0.7 / max(1, len(series))
    found = [
        Bar(_r(LEFT + n * slot + slot * 0.15 + k * width), _r(FOOT - value * scale), _r(width - 1), _r(value * scale), row.css, value)
        for k, row in enumerate(series) for n, value in enumerate(row.values)
    ]  # fmt: skip
    grid = [Mark(float(LEFT), _r(FOOT - value * scale), str(value)) for value in dict.fromkeys((0, top // 2, top))]
    marks = [Mark(_r(LEFT + (n + 0.5) * slot), FOOT + 18, name.words) for n, name in enumerate(names)]
    return Columns(title, found, grid, marks, tuple(names), tuple(series))


def bars(title: str, names: Sequence[Name], series: Sequence[Series]) -> Bars:
    """A bar for each name, the series one behind the other, the longest as wide as its cell."""
    totals = [sum(row.values[n] for row in series) for n in range(len(names))]
    scale = 100 / max([1, *totals])
    rows = []
    for n, name in enumerate(names):
        parts, x = [], 0.0
        for row in series:
            width = row.values[n] * scale
            parts.append(Bar(_r(x), 0, _r(width), 10, row.css, row.values[n]))
            x += width
        rows.append(BarRow(name, parts, tuple(row.values[n] for row in series)))
    return Bars(title, rows, tuple(series))


def _r(value: float) -> float:
    """Rounded to what a screen shows."""
    return round(value, 1)
