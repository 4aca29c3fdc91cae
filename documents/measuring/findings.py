"""Findings (测量结果): a measured value beside its figure, and whether it is near enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from documents.measuring.figures import NO, YES, figure_of
from documents.measuring.grid import Grid
from documents.measuring.page import Box
from documents.measuring.paper import Paper
from documents.measuring.rows import Block
from documents.measuring.standard import PITCH, POINT, Figure, Format


class Verdict(StrEnum):
    """What is said of a value."""

    KEPT = "kept"
    DEVIATES = "deviates"
    OPEN = "open"  # the standard has no figure


@dataclass(frozen=True)
class Finding:
    """One row of the report: ``deviation`` in millimetres (in units for a count), None where there is none to measure."""

    name: str
    page: int | None
    measured: float | str
    target: float | str | None
    deviation: float | None
    figure: Figure
    verdict: Verdict


@dataclass(frozen=True)
class Measured:
    """A paper with its grid, to be compared with the figures of a format."""

    paper: Paper
    grid: Grid
    format: Format

    def find(
        self, name: str, measured: float | str, page: int | None = None, target: float | str | None = None
    ) -> Finding:
        """Compare a value with its figure; ``target`` where it depends on the paper."""
        figure = figure_of(name, self.format)
        wanted = figure.target if target is None else target
        if isinstance(wanted, str) or isinstance(measured, str) or wanted is None:
            right = wanted is None or measured == wanted
            verdict = Verdict.OPEN if wanted is None else Verdict.KEPT if right else Verdict.DEVIATES
            return Finding(name, page, measured, wanted, None, figure, verdict)
        off = (measured - wanted) * (POINT if figure.unit == "pt" else 1)
        off = max(0.0, off) if figure.at_most else off
        verdict = Verdict.KEPT if abs(off) <= figure.tolerance + 1e-6 else Verdict.DEVIATES
        return Finding(name, page, measured, wanted, off, figure, verdict)

    def worst(self, name: str, values: Iterable[tuple[float, int]]) -> Finding:
        """Compare several values, each with its page, and give the one that is farthest off; ValueError for none."""
        return max(
            (self.find(name, value, page) for value, page in values), key=lambda found: abs(found.deviation or 0)
        )

    def say(self, name: str, right: object, page: int | None = None) -> Finding:
        """Compare yes or no."""
        return self.find(name, YES if right else NO, page)

    def type(self, element: str, block: Block) -> list[Finding]:
        """Type size and typeface of an element."""
        return [
            self.find(f"{element}.{what}", value, block.page)
            for what, value in (("size", block.size), ("face", block.face))
        ]


def blank(above: Box, below: Block, *, of: float = PITCH) -> float:
    """The height of the blank lines between something and the row below it (mm).

    A row takes a whole line, its characters in the middle; a line drawn, or type larger than a line, takes just itself.
    """
    return below.glyphs[0].box.top - _lead(below.glyphs[0].box.height) - (above.bottom + _lead(of))


def _lead(height: float) -> float:
    """Half of what a line has beside the characters of a height."""
    return max(0.0, (PITCH - height) / 2)
