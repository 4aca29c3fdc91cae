"""What a sheet of the ledgers may say (台账填报规则): pure functions of what was typed, of the roll and of what is known."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from registry.calendar import add_months
from registry.models.ledgers import EXCUSES, Excuse, Ledger, MonthValue


class Cell(NamedTuple):
    """A cell of a sheet (单元格): the public id of a member, and the ledger."""

    member: str
    ledger: str

    def __str__(self) -> str:
        return f"{self.member}.{self.ledger}"


class Said(NamedTuple):
    """What a cell says (填报内容): the value, and the code of the reason where it is excused."""

    value: str
    excuse: str = ""


class Line(NamedTuple):
    """A cell with what it says (一格)."""

    cell: Cell
    said: Said


def is_over(month: dt.date, today: dt.date) -> bool:
    """True from the day after the last day of a month."""
    return add_months(month.replace(day=1), 1) <= today


def filled(
    lines: Iterable[Line], roll: Collection[str], known: Mapping[Cell, Said], idle: Collection[str]
) -> list[Line]:
    """The lines of a sheet, and one for each open cell of a ledger for which the branch held nothing (R-MO-03)."""
    given = list(lines)
    taken = {line.cell for line in given} | known.keys()
    cells = [Cell(member, ledger) for ledger in idle for member in roll]
    return given + [Line(cell, Said(MonthValue.NO_OPPORTUNITY)) for cell in cells if cell not in taken]


def objections(
    lines: Sequence[Line], roll: Mapping[str, str], known: Mapping[Cell, Said], idle: Collection[str]
) -> dict[str, list[str]]:
    """What is wrong with a sheet, by cell; each sentence names member and ledger. ``roll`` has the names by public id."""
    found: dict[str, list[str]] = {}
    for cell, what in (*_of_lines(lines, roll, known, idle), *_gaps(lines, roll, known)):
        name, ledger = roll.get(cell.member, cell.member), dict(Ledger.choices).get(cell.ledger, cell.ledger)
        sentence = _("%(name)s, %(ledger)s: %(what)s") % {"name": name, "ledger": ledger, "what": what}
        found.setdefault(str(cell), []).append(sentence)
    return found


def _of_lines(
    lines: Sequence[Line], roll: Mapping[str, str], known: Mapping[Cell, Said], idle: Collection[str]
) -> Iterator[tuple[Cell, str]]:
    times = Counter(line.cell for line in lines)
    for cell, said in lines:
        if cell.member not in roll:
            yield cell, _("not on the roll of the branch at the end of that month.")
        elif times[cell] > 1:
            yield cell, _("stands there twice.")
        elif cell in known and known[cell] != said:
            yield cell, _("was entered before; correct it with a reason.")
        elif cell.ledger in idle and said.value != MonthValue.NO_OPPORTUNITY:
            yield cell, _("the branch held nothing in that month, so there was no opportunity.")
        elif what := objection(cell.ledger, said):
            yield cell, what


def objection(ledger: str, said: Said) -> str:
    """What is wrong with a value and its reason; empty where they are in order."""
    if said.value not in MonthValue or ledger not in Ledger:
        return _("choose what the month was.")
    if said.value == MonthValue.EXCUSED and not said.excuse:
        return _("choose the reason why the month is excused.")
    if said.value != MonthValue.EXCUSED and said.excuse:
        return _("a reason belongs to an excused month only.")
    if said.excuse and said.excuse not in EXCUSES[ledger]:
        words = {"why": dict(Excuse.choices).get(said.excuse, said.excuse)}
        return _("“%(why)s” excuses nothing in this ledger.") % words
    return ""


def _gaps(lines: Sequence[Line], roll: Mapping[str, str], known: Mapping[Cell, Said]) -> Iterator[tuple[Cell, str]]:
    """The cells that nobody filled: a sheet is about the whole branch."""
    taken = {line.cell for line in lines} | known.keys()
    for member in roll:
        for ledger in Ledger.values:
            if (cell := Cell(member, ledger)) not in taken:
                yield cell, _("choose what the month was.")
