"""Line breaking (断行) on the character grid, with the rules for marks at line ends (避头尾).

WeasyPrint justifies only at spaces, so a Chinese paragraph whose lines end in a mark comes out ragged. Here a line is
filled to its width by squeezing full-width marks to half width or by spreading its characters a little.
Lengths are points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

NO_START = frozenset("，。、；：？！）》〉」』】〕’”\uff05%‰℃·—…,.;:?!)]}")
NO_END = frozenset("（《〈「『【〔‘“([{")
BLANK_RIGHT = frozenset("，。、；：）》〉」』】〕’”！？")
BLANK_LEFT = frozenset("（《〈「『【〔‘“")
PULLED_IN_AT_MOST = 2
LONGEST_RUN = 20
FULL_WIDTH = 1000
_ATOM = re.compile(rf"[A-Za-z0-9.\-/]{{1,{LONGEST_RUN}}}|.", re.DOTALL)


@dataclass(frozen=True)
class Measure:
    """How wide text runs: type size and tracking, the width of a line, widths of characters that are not full."""

    size: float
    tracking: float
    width: float
    advances: Mapping[int, int]

    def length(self, text: str) -> float:
        """The length of a text that is set in one line."""
        widths = (self.advances.get(ord(char), FULL_WIDTH) for char in text)
        return sum(widths) * self.size / FULL_WIDTH + len(text) * self.tracking


@dataclass(frozen=True)
class Line:
    """A line: its unbreakable pieces, which of them are squeezed to half width, what is added after each character."""

    atoms: tuple[str, ...]
    squeezed: frozenset[int] = frozenset()
    gap: float = 0.0


def atoms_of(text: str) -> list[str]:
    """Single characters, and runs of Latin letters and digits that stay together (up to twenty)."""
    return _ATOM.findall(text)


def break_lines(text: str, measure: Measure, *, indent: float) -> list[Line]:
    """The lines of a paragraph; ``indent`` is the blank before the first. A run longer than a line is cut."""
    atoms = [piece for atom in atoms_of(text) for piece in _pieces(atom, measure)]
    return list(_lines(atoms, measure, indent))


def _pieces(atom: str, measure: Measure) -> Iterator[str]:
    """A run as it is, or in pieces that each fit a line."""
    while measure.length(atom) > measure.width + 0.01 and len(atom) > 1:
        fitting = (n for n in range(1, len(atom)) if measure.length(atom[:n]) <= measure.width + 0.01)
        cut = max(fitting, default=1)
        yield atom[:cut]
        atom = atom[cut:]
    yield atom


def _lines(atoms: list[str], measure: Measure, indent: float) -> Iterator[Line]:
    room = measure.width + 0.01 - indent
    while atoms:
        count, used = _fitting(atoms, measure, room)
        if count == len(atoms):
            yield Line(tuple(atoms))
            return
        line = _pulled_in(atoms, count, used - room, measure) or _pushed_out(atoms, count, room, measure)
        yield line
        atoms = atoms[len(line.atoms) :]
        room = measure.width + 0.01


def _fitting(atoms: list[str], measure: Measure, room: float) -> tuple[int, float]:
    """How many pieces fit and their length; at least one, even if it is too long."""
    used = 0.0
    for count, atom in enumerate(atoms):
        if count and used + measure.length(atom) > room:
            return count, used
        used += measure.length(atom)
    return len(atoms), used


def _pulled_in(atoms: list[str], count: int, excess: float, measure: Measure) -> Line | None:
    """The marks that must not start the next line, taken in by squeezing marks of this one; None if not possible."""
    marks = 0
    while count + marks < len(atoms) and atoms[count + marks] in NO_START:
        marks += 1
    if not 0 < marks <= PULLED_IN_AT_MOST:
        return None
    line = tuple(atoms[: count + marks])
    excess += sum(measure.length(mark) for mark in line[count:])
    needed = max(0, int(-(-excess // (measure.size / 2))))
    soft = [place for place, atom in enumerate(line) if atom in BLANK_RIGHT or (place and atom in BLANK_LEFT)]
    return Line(line, frozenset(soft[len(soft) - needed :])) if needed <= len(soft) else None


def _pushed_out(atoms: list[str], count: int, room: float, measure: Measure) -> Line:
    """Break earlier where the rules for marks ask for it, and spread what remains to the full width."""
    end = count
    while end > 1 and (atoms[end] in NO_START or atoms[end - 1] in NO_END):
        end -= 1
    text = "".join(atoms[:end])
    gap = (room - measure.length(text)) / max(1, len(text) - 1)
    return Line(tuple(atoms[:end]), gap=gap if 0.004 < gap <= measure.size / 4 else 0.0)
