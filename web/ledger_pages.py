"""The ledgers of branches and of a member on their pages (台账页面): which months are entered, who missed what, why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

from registry.access import Viewer, organisations_for
from registry.calendar import add_months
from registry.ledger_reading import counted, idle_in, states_of
from registry.members import home_of, members_of
from registry.models import LedgerEntry, Level, Member, Organisation
from registry.models.ledgers import Ledger, MonthValue
from web.ledger_sheets import NOTHING
from workflows.engine import following, openers
from workflows.families.ledger_months import Months, months_of, months_of_all, span
from workflows.families.six_months import Rung

MONTHS_SHOWN = 12
MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])")
HOMES = (Level.BRANCH, Level.GENERAL_BRANCH)


def month_of(text: str) -> dt.date:
    """The first day of a month of an address, such as 2026-10; Http404 for anything else."""
    found = MONTH.fullmatch(text)
    if found is None:
        raise Http404
    return dt.date(int(found[1]), int(found[2]), 1)


def closed_months(today: dt.date, most: int = MONTHS_SHOWN) -> list[dt.date]:
    """The months that are over, newest first."""
    return [add_months(today.replace(day=1), -n) for n in range(1, most + 1)]


@dataclass(frozen=True)
class State:
    """How far a month of a branch is (填报情况): rows in force, how many there have to be, how many of each value."""

    month: dt.date
    expected: int
    values: dict[str, int]

    @property
    def entered(self) -> int:
        """Rows in force."""
        return sum(self.values.values())

    @property
    def word(self) -> str:
        """``none`` where there is nobody, ``whole``, ``part`` or ``open``."""
        if not self.expected and not self.entered:
            return "none"
        return "whole" if self.entered >= self.expected else "part" if self.entered else "open"

    @property
    def missed(self) -> int:
        """Cells in which something was missed."""
        return self.values[MonthValue.MISSED]


def states(branches: Sequence[Organisation], months: Sequence[dt.date]) -> dict[int, list[State]]:
    """The months of some branches, in two questions."""
    keys = [branch.pk for branch in branches]
    people, rows, nothing = counted(keys, months), states_of(keys, min(months)), dict.fromkeys(MonthValue.values, 0)
    return {
        key: [State(m, people.get((key, m), 0) * len(Ledger), rows.get((key, m), nothing)) for m in months]
        for key in keys
    }


def idle(branch: Organisation, months: Sequence[dt.date]) -> list[tuple[dt.date, Any]]:
    """The months in which a branch held, collected or assigned nothing, each with the ledger: what the branch is asked about."""
    return [(month, NOTHING[ledger]) for month, ledger in idle_in(branch, min(months))]


def branches(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations with members of their own that the viewer may see."""
    found = organisations_for(viewer).filter(level__in=HOMES, outside=False, dissolved_on__isnull=True)
    return found.select_related("parent").order_by("code")


def members(branch: Organisation, today: dt.date) -> list[Months]:
    """The months of everybody on the roll today, whoever asks for most first."""
    order = list(Rung)
    found = months_of_all(list(members_of(branch, today)), today)
    return sorted(found, key=lambda months: -order.index(months.finding))


@dataclass(frozen=True)
class Record:
    """A month in one ledger (台账一格): the row in force, and those it replaces, oldest first."""

    ledger: Ledger
    current: LedgerEntry | None
    earlier: list[LedgerEntry]


@dataclass(frozen=True)
class Answer:
    """The process that answers to a run, and where it begins with what is known filled in (办理入口)."""

    title: Any
    icon: str
    address: str


class Own:
    """The ledgers of one member (党员台账): twelve months at least, with runs, their explanation and every correction."""

    def __init__(self, member: Member, today: dt.date) -> None:
        self.member, self.found = member, months_of(member, today)

    @property
    def months(self) -> list[tuple[dt.date, list[Record]]]:
        """The months, newest first."""
        return [(m, [self._record(m, one) for one in Ledger]) for m in span(self.found, MONTHS_SHOWN)]

    def _record(self, month: dt.date, ledger: Ledger) -> Record:
        rows = [row for row in self.found.rows if row.month == month and row.ledger == ledger]
        return Record(ledger, rows[-1] if rows else None, rows[:-1])

    @property
    def runs(self) -> Any:
        """The runs, a ledger each."""
        return self.found.runs

    def answer(self, viewer: Viewer) -> Answer | None:
        """What the viewer may start about the highest run; None where nothing is due, or it is not his to start."""
        finding = self.found.finding
        run = next((run for run in self.runs if run.rung == finding and finding != Rung.NONE), None)
        found = following.answering(finding, run.ledger, self.member) if run is not None else None
        home = home_of(self.member, viewer.on)
        if (
            found is None
            or home is None
            or not openers.may_open_for(found[0], viewer.user, home, self.member, viewer.on)
        ):
            return None
        process, answers = found
        known = urlencode({"at": home.public_id, **answers})
        return Answer(process.title, process.icon, f"{reverse('start_process', args=[process.name])}?{known}")

    @property
    def corrections(self) -> list[LedgerEntry]:
        """The corrections, newest first."""
        return self.found.corrections[::-1]
