"""Ledgers of the demo (演示台账): months of two branches, entered as secretaries would; one member has missed six in a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from audit import clock
from config.demo.building import Demo
from registry import ledgers
from registry.calendar import add_months, first_of_month
from registry.ledger_reading import roll_of
from registry.ledger_rules import Cell, Line, Said
from registry.models import Appointment, LedgerEntry, Member, Organisation, Role
from registry.models.ledgers import Ledger

LETTERS: Mapping[str, Said] = {
    "d": Said("done"), "m": Said("missed"), "l": Said("excused", "leave"), "i": Said("excused", "illness"),
    "n": Said("no_opportunity"),
}  # fmt: skip
# By branch: what the first and the second full member without a post did, a letter a month, oldest first, up to the month
# before the present one. Everybody else has done everything.
PLAN: Mapping[str, list[dict[str, str]]] = {
    "QH0104": [{Ledger.LIFE: "ddmmmlmmm", Ledger.DUES: "dddddddmm"}, {Ledger.DUES: "dddiddddd"}],
    "QH0105": [{Ledger.LIFE: "ddddddmmm", Ledger.WORK: "dddnddddd"}, {Ledger.DUES: "ddddddddm"}],
}
MONTHS = 9
WHY = "补交了经批准的请假条"


def make(demo: Demo) -> int:
    """Enter the months of the plan, each on the day after it ended, and correct one row; returns how many rows there are."""
    try:
        for number in range(MONTHS, 0, -1):
            month = add_months(first_of_month(demo.day), -number)
            clock.travel_to(add_months(month, 1))
            for code in PLAN:
                _enter(demo, code, month, MONTHS - number)
        clock.travel_to(demo.day)
        _correct(demo)
    finally:
        clock.come_home()
    return LedgerEntry.objects.count()


def named(demo: Demo, code: str) -> list[Member]:
    """The members of a branch that the plan speaks of: full members without a post."""
    people = [m for m in demo.members(code) if m.standing == "full" and not m.person.appointments.exists()]
    return people[: len(PLAN[code])]


def _enter(demo: Demo, code: str, month: dt.date, place: int) -> None:
    branch, by = demo.organisations[code], demo.holder(code, Role.SECRETARY)
    said = {
        Cell(member.public_id, ledger): LETTERS[letters[place]]
        for member, months in zip(named(demo, code), PLAN[code], strict=True)
        for ledger, letters in months.items()
    }
    cells = [Cell(member.public_id, ledger) for member in roll_of(branch, month) for ledger in Ledger.values]
    ledgers.enter_sheet(branch, month, [Line(cell, said.get(cell, Said("done"))) for cell in cells], by=by)


def _correct(demo: Demo) -> None:
    """One row turns out to have been leave."""
    member = named(demo, "QH0104")[0]
    rows = LedgerEntry.objects.current().filter(member=member, ledger=Ledger.DUES)
    row = rows.latest("month")
    ledgers.correct(row, Said("excused", "organisation"), WHY, by=demo.holder("QH0104", Role.SECRETARY))


def miss(member: Member, branch: Organisation, months: int) -> None:
    """Enter the last months of a branch as its secretary would: everybody did everything, but one took no part in its life."""
    held = Appointment.objects.on(clock.today()).filter(post__organisation=branch, post__role=Role.SECRETARY)
    by = held.select_related("person__user").earliest("pk").person.user
    for number in range(months, 0, -1):
        month = add_months(first_of_month(clock.today()), -number)
        cells = [Cell(one.public_id, ledger) for one in roll_of(branch, month) for ledger in Ledger.values]
        his = Cell(member.public_id, Ledger.LIFE)
        ledgers.enter_sheet(
            branch, month, [Line(cell, Said("missed" if cell == his else "done")) for cell in cells], by=by
        )
