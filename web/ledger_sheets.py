"""The sheet of a month on a page (台账填报页面): a choice for each member and ledger, or one for a whole ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from registry.ledger_reading import entries_in, roll_of
from registry.ledger_rules import Cell, Line, Said, is_over
from registry.models import LedgerEntry, Member, Organisation
from registry.models.ledgers import EXCUSES, Ledger, MonthValue
from web.faults import Fault

REST, IDLE = "done", "idle"
NOTHING: Mapping[str, Any] = {
    Ledger.DUES: _("The branch collected no dues"),
    Ledger.LIFE: _("The branch held nothing"),
    Ledger.WORK: _("The branch assigned no work"),
}
LONGEST = 40


def code_of(said: Said) -> str:
    """What a cell says, as the value of a choice."""
    return f"{said.value}.{said.excuse}" if said.excuse else said.value


def said_of(code: str) -> Said:
    """What the value of a choice says."""
    value, _dot, excuse = code.partition(".")
    return Said(value, excuse)


@dataclass(frozen=True)
class Asked:
    """What was typed (填报内容): by cell, and for the rest of each ledger; ``errors`` by cell or ledger, then ``general``."""

    codes: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    general: str = ""


@dataclass(frozen=True)
class Box:
    """A cell on the page (一格): the row in force, or the choice with what was chosen and what is wrong with it."""

    cell: Cell
    title: Any
    row: LedgerEntry | None
    code: str
    errors: Sequence[str]
    reasons: Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Column:
    """A ledger on the page (一项台账): what holds for everybody who is not set apart."""

    ledger: str
    title: Any
    nothing: Any
    rest: str
    errors: Sequence[str]


class Sheet:
    """A month of a branch (台账月表) as its page shows it."""

    def __init__(self, branch: Organisation, month: dt.date, today: dt.date, asked: Asked | None = None) -> None:
        self.branch, self.month, self.asked = branch, month, asked or Asked()
        self.is_over = is_over(month, today)
        self.people = list(roll_of(branch, month)) if self.is_over else []
        self.rows = entries_in(month, self.people)

    @property
    def names(self) -> dict[str, str]:
        """The names of the roll by public id."""
        return {member.public_id: member.person.name for member in self.people}

    @property
    def known(self) -> dict[Cell, Said]:
        """What is in force, by cell."""
        return {cell: Said(row.value, row.excuse) for cell, row in self.rows.items()}

    @property
    def is_open(self) -> bool:
        """True while a cell has no row."""
        return len(self.rows) < len(self.people) * len(Ledger)

    @property
    def columns(self) -> list[Column]:
        """The ledgers with an open cell."""
        open_ones = {cell.ledger for cell in self.cells if cell not in self.rows}
        rest, errors = self.asked.rest, self.asked.errors
        return [
            Column(one.value, one.label, NOTHING[one], rest.get(one.value, ""), errors.get(one.value, ()))
            for one in Ledger
            if one.value in open_ones
        ]

    @property
    def cells(self) -> list[Cell]:
        """Every cell, member by member."""
        return [Cell(member.public_id, ledger) for member in self.people for ledger in Ledger.values]

    @property
    def lines(self) -> list[tuple[Member, list[Box]]]:
        """The members with their cells."""
        return [
            (member, [self._box(Cell(member.public_id, one.value), one) for one in Ledger]) for member in self.people
        ]

    def _box(self, cell: Cell, ledger: Ledger) -> Box:
        code, errors = self.asked.codes.get(str(cell), ""), self.asked.errors.get(str(cell), ())
        reasons = [(f"{MonthValue.EXCUSED}.{one.value}", one.label) for one in EXCUSES[ledger]]
        return Box(cell, ledger.label, self.rows.get(cell), code, errors, reasons)

    @property
    def faults(self) -> list[Fault]:
        """What is to be corrected, in the order of the page."""
        general = [Fault("", "", self.asked.general)] if self.asked.general else []
        places = [(one.ledger, f"rest-{one.ledger}") for one in self.columns] + [(str(c), f"c-{c}") for c in self.cells]
        errors = self.asked.errors
        return general + [Fault(key, anchor, said) for key, anchor in places for said in errors.get(key, ())]


def asked_of(sent: Mapping[str, str], sheet: Sheet) -> Asked:
    """What was typed into the page."""
    codes = {str(cell): sent.get(f"c-{cell}", "")[:LONGEST] for cell in sheet.cells if cell not in sheet.rows}
    rest = {ledger: sent.get(f"rest-{ledger}", "")[:LONGEST] for ledger in Ledger.values}
    return Asked(codes, rest, _unsaid(codes, rest))


def _unsaid(codes: Mapping[str, str], rest: Mapping[str, str]) -> dict[str, list[str]]:
    """A ledger in which cells are left open and nothing is said of the rest: said once, not at every cell."""
    left = {cell.rpartition(".")[2] for cell, code in codes.items() if not code}
    sentence = _("%(ledger)s: choose what holds for everybody who is not set apart, or choose for each member.")
    return {
        one.value: [str(sentence) % {"ledger": one.label}]
        for one in Ledger
        if one.value in left and rest[one.value] not in (REST, IDLE)
    }


def lines_of(asked: Asked, sheet: Sheet) -> tuple[list[Line], list[str]]:
    """What is to be entered: the lines, and the ledgers for which nothing was held."""
    idle = [ledger for ledger, chosen in asked.rest.items() if chosen == IDLE]
    lines = []
    for cell in sheet.cells:
        code = asked.codes.get(str(cell), "")
        if cell not in sheet.rows and (code or asked.rest[cell.ledger] == REST):
            lines.append(Line(cell, said_of(code) if code else Said(MonthValue.DONE)))
    return lines, idle


def given_as_asked(said: Mapping[Cell, Said], sheet: Sheet) -> Asked:
    """What a file says, as if it had been chosen on the page."""
    return Asked({str(cell): code_of(words) for cell, words in said.items() if cell not in sheet.rows})
