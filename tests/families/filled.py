"""Ledgers that tests fill in: a branch that has had the same people for years, months by letters."""

from __future__ import annotations

import datetime as dt

from config.demo.building import Demo
from registry import ledgers
from registry.calendar import add_months
from registry.ledger_reading import roll_of
from registry.ledger_rules import Cell, Line, Said
from registry.models import Affiliation, Member, Organisation, User

BEFORE, MAY = dt.date(2020, 1, 1), dt.date(2026, 5, 1)
DONE, MISSED, EXCUSED = Said("done"), Said("missed"), Said("excused", "leave")
LETTERS = {"d": DONE, "m": MISSED, "e": EXCUSED, "n": Said("no_opportunity")}


def settled(world: Demo, member: Member) -> Member:
    """The member, in a branch whose people have all been there for years; so has the one of the sister branch."""
    for code in ("QH0101", "QH0102"):
        Affiliation.objects.filter(organisation=world.organisations[code]).update(since=BEFORE)
    Member.objects.filter(pk=member.pk).update(joined_on=BEFORE, full_since=dt.date(2021, 1, 1))
    return Member.objects.get(pk=member.pk)


def entered(branch: Organisation, by: User, month: dt.date, member: Member, **his: Said) -> None:
    """A sheet of a month: everything done, but for what is said of him."""
    cells = [Cell(one.public_id, ledger) for one in roll_of(branch, month) for ledger in ("dues", "life", "work")]
    his_cells = {Cell(member.public_id, ledger): said for ledger, said in his.items()}
    ledgers.enter_sheet(branch, month, [Line(cell, his_cells.get(cell, DONE)) for cell in cells], by=by)


def life(world: Demo, by: User, member: Member, text: str, code: str = "QH0101", first: dt.date = MAY) -> None:
    """Months of organisational life, a letter each."""
    for number, letter in enumerate(text):
        entered(world.organisations[code], by, add_months(first, number), member, life=LETTERS[letter])
