"""Charts drawn on the server (统计图): columns by month and bars by name, each with its table. Pure.

Coordinates only: colours, type and dark come from classes, so that a strict policy and a printer are content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDE, HIGH, LEFT, FOOT, TOP = 560, 196, 38, 166, 14
NAMES, ROW, MARGIN = 196, 28, 46
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
class Row:
    """A row of the table of a chart: its name, where it leads, its values."""

    name: str
    address: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """A chart: its size, its bars, the words at its axes, and the rows of its table."""

    title: str
    width: int
    height: int
    bars: list[Bar]
    grid: list[Mark]
    names: list[Mark]
    series: tuple[Series, ...]
    table: list[Row]
    columns: bool = True

    @property
    def empty(self) -> bool:
        """True where there is nothing to draw."""
        return not any(bar.value for bar in self.bars)


def top_of(most: int) -> int:
    """The upper end of an axis: the next of 1, 2, 5, 10, 20, 50 ... that is not below the highest value."""
    scale = 1
    while True:
        for step in _STEPS:
            if step * scale >= most:
                return step * scale
        scale *= 10


def columns(title: str, names: Sequence[str], series: Sequence[Series], addresses: Sequence[str] = ()) -> Chart:
    """Columns beside each other for each name, such as months; ``addresses`` say where each row of the table leads."""
    top = top_of(max([value for row in series for value in row.values], default=0))
    scale, slot = (FOOT - TOP) / top, (WIDE - LEFT) / max(1, len(names))
    width = slot * 0.7 / max(1, len(series))
    found = [
        Bar(_r(LEFT + n * slot + slot * 0.15 + k * width), _r(FOOT - value * scale), _r(width - 1), _r(value * scale), row.css, value)
        for k, row in enumerate(series) for n, value in enumerate(row.values)
    ]  # fmt: skip
    grid = [Mark(float(LEFT), _r(FOOT - value * scale), str(value)) for value in dict.fromkeys((0, top // 2, top))]
    marks = [Mark(_r(LEFT + (n + 0.5) * slot), FOOT + 18, name) for n, name in enumerate(names)]
    return Chart(title, WIDE, HIGH, found, grid, marks, tuple(series), _table(names, series, addresses))


def bars(title: str, names: Sequence[str], series: Sequence[Series], addresses: Sequence[str] = ()) -> Chart:
    """A bar for each name, the series one behind the other."""
    totals = [sum(row.values[n] for row in series) for n in range(len(names))]
    scale = (WIDE - NAMES - MARGIN) / max([1, *totals])
    found: list[Bar] = []
    for n in range(len(names)):
        x = float(NAMES)
        for row in series:
            width = row.values[n] * scale
            found.append(Bar(_r(x), 6 + n * ROW, _r(width), 16, row.css, row.values[n]))
            x += width
    ends = [Mark(_r(NAMES + total * scale + 6), 19 + n * ROW, str(total)) for n, total in enumerate(totals)]
    marks = [Mark(NAMES - 8, 19 + n * ROW, shortened(name)) for n, name in enumerate(names)]
    high = 10 + ROW * max(1, len(names))
    return Chart(title, WIDE, high, found, ends, marks, tuple(series), _table(names, series, addresses), False)


def _table(names: Sequence[str], series: Sequence[Series], addresses: Sequence[str]) -> list[Row]:
    where = [*addresses, *[""] * len(names)]
    return [Row(name, where[n], tuple(row.values[n] for row in series)) for n, name in enumerate(names)]


def _r(value: float) -> float:
    """Rounded to what a screen shows."""
    return round(value, 1)


def shortened(words: Any, most: int = 26) -> str:
    """A name that fits beside its bar, a Chinese character counting for two letters; the table has it whole."""
    text, room = "", most
    for letter in str(words):
        room -= 2 if letter > "\u2e80" else 1
        if room < 0:
            return f"{text[:-1]}…"
        text += letter
    return text
