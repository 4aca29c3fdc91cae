"""Any order of sheets and corrections, right and wrong: what is in force is what a plain dictionary says, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import journal
from config.demo.building import Demo
from registry import ledgers
from registry.ledger_reading import known_in, roll_of
from registry.ledger_rules import Cell, Line, Said
from registry.models import Affiliation, LedgerEntry, Member, Organisation, User
from registry.models.ledgers import EXCUSES, Ledger, MonthValue
from registry.refusals import Refused

pytestmark = pytest.mark.django_db
MONTHS = [dt.date(2026, month, 1) for month in (8, 9, 10, 11)]  # the last one is not over
SAID = st.builds(
    Said, st.sampled_from([*MonthValue.values, "other"]), st.sampled_from(["", "", "illness", "frail", "relieved"])
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enter", "correct", "correct"]), st.integers(0, 3), st.integers(0, 2),
        st.sampled_from(Ledger.values), SAID, st.sampled_from(["理由", "理由", " "]), st.booleans(),
    ),
    max_size=8,
)  # fmt: skip


class Undone(Exception):
    """The end of an example: everything it wrote goes."""


def is_lawful(ledger: str, said: Said) -> bool:
    """What a cell may say, written down a second time."""
    if said.value == "excused":
        return said.excuse in [one.value for one in EXCUSES[ledger]]
    return said.value in MonthValue.values and not said.excuse


class Model:
    """What the ledgers have to say, and how many rows there have to be."""

    def __init__(self, branch: Organisation, secretary: User, sister: User) -> None:
        self.branch, self.users = branch, {True: secretary, False: sister}
        self.people: list[Member] = list(roll_of(branch, MONTHS[0]))
        self.said: dict[tuple[dt.date, Cell], Said] = {}
        self.rows = 0

    def enter(self, month: dt.date, cell: Cell, said: Said, *, keeper: bool) -> None:
        """A sheet: everything done, but for one cell."""
        cells = [Cell(m.public_id, ledger) for m in self.people for ledger in Ledger.values]
        sheet = {one: said if one == cell else Said("done") for one in cells}
        known = {one: self.said[month, one] for one in cells if (month, one) in self.said}
        lawful = keeper and month != MONTHS[-1] and is_lawful(cell.ledger, said) and (not known or known == sheet)
        written = self.done(
            lawful, keeper, lambda: ledgers.enter_sheet(
                self.branch, month, [Line(*one) for one in sheet.items()], by=self.users[keeper]
            ),
        )  # fmt: skip
        if written and not known:
            self.said |= {(month, one): words for one, words in sheet.items()}
            self.rows += len(sheet)

    def correct(self, month: dt.date, cell: Cell, said: Said, reason: str, *, keeper: bool) -> None:
        """A correction of the row in force, where there is one."""
        rows = LedgerEntry.objects.current().select_related("organisation")
        row = rows.filter(member__public_id=cell.member, ledger=cell.ledger, month=month).first()
        if row is None:
            assert (month, cell) not in self.said
            return
        lawful = keeper and is_lawful(cell.ledger, said) and self.said[month, cell] != said and bool(reason.strip())
        if self.done(lawful, keeper, lambda: ledgers.correct(row, said, reason, by=self.users[keeper])):
            self.said[month, cell] = said
            self.rows += 1

    def done(self, lawful: bool, keeper: bool, act: Any) -> bool:
        """Do it; it is refused exactly where it is not lawful, in the right way."""
        if lawful:
            act()
            return True
        with pytest.raises(Refused if keeper else PermissionDenied):
            act()
        return False

    def check(self) -> None:
        found = {(month, cell): said for month in MONTHS for cell, said in known_in(month, self.people).items()}
        assert (found, LedgerEntry.objects.count()) == (self.said, self.rows)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_is_in_force_is_what_was_said_last(
    world: Demo, secretary: User, sister: User, steps: list[tuple[Any, ...]]
) -> None:
    branch = world.organisations["QH0101"]
    with pytest.raises(Undone), transaction.atomic():
        kept = [member.pk for member in world.members("QH0101")[:3]]
        here = Affiliation.objects.filter(organisation=branch)
        here.filter(member__in=kept).update(since=dt.date(2020, 1, 1))
        here.exclude(member__in=kept).update(since=dt.date(2020, 1, 1), until=dt.date(2020, 1, 2))
        model = Model(branch, secretary, sister)
        for what, month, person, ledger, said, reason, keeper in steps:
            cell = Cell(model.people[person].public_id, ledger)
            if what == "enter":
                model.enter(MONTHS[month], cell, said, keeper=keeper or month == 0)
            else:
                model.correct(MONTHS[month], cell, said, reason, keeper=keeper)
            model.check()
        assert journal.verify().ok
        raise Undone
