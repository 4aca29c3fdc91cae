"""What rivals do with ledgers: enter a month, correct a row; and how the month then stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from registry import ledgers
from registry.ledger_reading import roll_of
from registry.ledger_rules import Cell, Line, Said
from registry.models import LedgerEntry, Member, Organisation, Role, User
from registry.models.ledgers import Ledger

MONTH = dt.date(2026, 10, 1)


def _branch() -> Organisation:
    return Organisation.objects.get(code="QH0101")


def _secretary() -> User:
    return User.objects.get(
        person__appointments__post__organisation__code="QH0101", person__appointments__post__role=Role.SECRETARY
    )


def enter_month(dues: str) -> dict[str, Any]:
    """Enter the month: everything done, but for the dues of everybody."""
    cells = [Cell(member.public_id, ledger) for member in roll_of(_branch(), MONTH) for ledger in Ledger.values]
    lines = [Line(cell, Said(dues if cell.ledger == Ledger.DUES else "done")) for cell in cells]
    return {"rows": len(ledgers.enter_sheet(_branch(), MONTH, lines, by=_secretary()))}


def correct_month(row: int, excuse: str) -> dict[str, Any]:
    """Correct a row."""
    entry = LedgerEntry.objects.select_related("organisation").get(pk=row)
    return {"row": ledgers.correct(entry, Said("excused", excuse), "补交了材料", by=_secretary()).pk}


def ledger_stands() -> dict[str, Any]:
    """How the month stands: rows, those in force, a row to correct, and whether each cell has one row in force."""
    rows = LedgerEntry.objects.filter(month=MONTH)
    current = [(row.member_id, row.ledger) for row in rows.current()]
    people = Member.objects.filter(pk__in=[member.pk for member in roll_of(_branch(), MONTH)]).count()
    first = rows.order_by("pk").values_list("pk", flat=True).first()
    return {
        "rows": rows.count(),
        "once": len(current) == len(set(current)) == people * 3,
        "people": people,
        "first": first,
    }


DEEDS = (enter_month, correct_month, ledger_stands)
