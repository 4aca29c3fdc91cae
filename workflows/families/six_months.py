"""The six-month rule (连续六个月的认定): from what the ledgers say of each month to the step of the ladder that is due.

Constitution, Article 9; Regulation on the education and management of members (2019), Articles 28, 29 and 31 (6); handbook
8.2 and 21. Three counters, joined by "or": dues, organisational life, assigned work. Pure: months, days and the policy in,
runs and reasons out. A month is judged on the day after it ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop as _n

from registry.calendar import add_months
from workflows.engine.sentences import Sentence, say


class Counter(StrEnum):
    """What is counted (三项义务)."""

    DUES = "dues"
    LIFE = "life"
    WORK = "work"


class Value(StrEnum):
    """What a ledger says of a month (当月情况)."""

    DONE = "done"
    MISSED = "missed"
    EXCUSED = "excused"
    NO_OPPORTUNITY = "no_opportunity"


class Rung(StrEnum):
    """What is due (处置阶梯), handbook 8.2; the last one is for full members only."""

    NONE = "none"
    REMINDER = "reminder"
    CRITICISM = "criticism"
    DEMAND = "demand"
    CASE = "case"


@dataclass(frozen=True)
class Ladder:
    """From how many missed months on each rung is due (阶梯), and how the last is counted.

    ``months`` with ``op`` ``ge`` is reached by the full number, with ``gt`` by one more. ``excused_breaks_run``: an excused
    month ends a run instead of being passed over.
    """

    months: int
    op: str = "ge"
    reminder: int = 1
    criticism: int = 2
    demand: int = 4
    excused_breaks_run: bool = False

    @property
    def case(self) -> int:
        """The number of missed months at which the six-month case is due."""
        return self.months + (self.op == "gt")


@dataclass(frozen=True)
class Membership:
    """Since when his months count (党籍情况): the first month is the one after he came, or after a suspension ended.

    Of somebody on probation nothing beyond criticism is due; of a member confirmed since, months of probation do not count
    towards a case.
    """

    counted_since: dt.date
    full_since: dt.date | None


@dataclass(frozen=True)
class Run:
    """The latest run of missed months of one counter (连续月份), oldest first, and what it asks for."""

    counter: Counter
    missed: tuple[dt.date, ...]
    towards_case: int
    rung: Rung

    @property
    def sentence(self) -> Sentence:
        """Which months, from the first to the last."""
        if not self.missed:
            return say(_n("No month in a row was missed."))
        words = {"first": f"{self.missed[0]:%Y-%m}", "last": f"{self.missed[-1]:%Y-%m}", "count": len(self.missed)}
        return say(_n("Missed %(count)s months in a row, %(first)s to %(last)s."), **words)


def judged(values: Mapping[dt.date, Value], today: dt.date) -> dict[dt.date, Value]:
    """The months that are over (已经结束的月份): one is judged from the day after its last day."""
    return {month: value for month, value in sorted(values.items()) if add_months(month, 1) <= today}


def run_of(
    counter: Counter, values: Mapping[dt.date, Value], today: dt.date, *, ladder: Ladder, membership: Membership
) -> Run:
    """The latest run of one counter, and the rung it asks for.

    What is done, a month without an entry, and a month before he counted end a run; excused months and months without an
    opportunity neither add nor break, unless the policy says that an excuse breaks it.
    """
    missed = _latest(judged(values, today), first=_first_month(membership.counted_since), ladder=ladder)
    full = membership.full_since
    towards = [month for month in missed if full is not None and month >= _first_month(full)]
    return Run(counter, tuple(missed), len(towards), _rung(len(missed), len(towards), ladder, is_full=full is not None))


def _first_month(since: dt.date) -> dt.date:
    """The first month that counts as a whole: that of a first day, else the next one."""
    month = since.replace(day=1)
    return month if since.day == 1 else add_months(month, 1)


def _latest(values: Mapping[dt.date, Value], *, first: dt.date, ladder: Ladder) -> list[dt.date]:
    missed: list[dt.date] = []
    month = max(values, default=None)
    while month is not None and month >= first:
        value = values.get(month)
        if value is Value.MISSED:
            missed.append(month)
        elif value not in (Value.EXCUSED, Value.NO_OPPORTUNITY) or (
            value is Value.EXCUSED and ladder.excused_breaks_run
        ):
            break
        month = add_months(month, -1)
    return missed[::-1]


def _rung(missed: int, towards_case: int, ladder: Ladder, *, is_full: bool) -> Rung:
    if is_full and towards_case >= ladder.case:
        return Rung.CASE
    if is_full and missed >= ladder.demand:
        return Rung.DEMAND
    if missed >= ladder.criticism:
        return Rung.CRITICISM
    return Rung.REMINDER if missed >= ladder.reminder else Rung.NONE


def finding(runs: Sequence[Run]) -> Rung:
    """The highest rung of the counters (三项义务，任一项即可): one finding for a member, with all counters in it."""
    order = list(Rung)
    return max((run.rung for run in runs), key=order.index, default=Rung.NONE)
