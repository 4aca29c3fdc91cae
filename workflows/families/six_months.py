"""The six-month rule (连续六个月的认定): from what the ledgers say of each month to the step of the ladder that is due.

Constitution, Article 9; Regulation on the education and management of members (2019), Articles 28, 29 and 31 (6); handbook
8.2 and 21. Three ledgers, joined by "or": dues, organisational life, assigned work. Pure: months, days and the policy in,
runs and reasons out. A month is judged on the day after it ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext_noop as _n

from registry.calendar import add_months
from registry.models.ledgers import Ledger, MonthValue
from workflows.engine.sentences import Sentence, say
from workflows.policy.terms import Pack
from workflows.policy.thresholds import Op


class Rung(StrEnum):
    """What is due (处置阶梯), handbook 8.2; the last one is for full members only."""

    NONE = "none"
    REMINDER = "reminder"
    CRITICISM = "criticism"
    DEMAND = "demand"
    CASE = "case"


ASKS: Mapping[Rung, str] = {
    Rung.REMINDER: _n("Due: a reminder talk."),
    Rung.CRITICISM: _n("Due: criticism and education by the secretary."),
    Rung.DEMAND: _n("Due: a demand in writing, and a talk by two members."),
    Rung.CASE: _n("Due: the general meeting decides on removal, because he has withdrawn by his conduct."),
}


@dataclass(frozen=True)
class Ladder:
    """From how many missed months on each step is due (阶梯), and how the last is counted.

    ``months`` with ``op`` ``ge`` is reached by the full number, with ``gt`` by one more. ``correction``: from here on a
    time-limited correction can be considered. ``excused_breaks_run``: an excused month ends a run instead of being passed over.
    """

    months: int
    op: str
    reminder: int
    criticism: int
    correction: int
    demand: int
    excused_breaks_run: bool

    @property
    def case(self) -> int:
        """The number of missed months at which the six-month case is due."""
        return self.months + (self.op == Op.GT)


def ladder_of(pack: Pack, national: Pack) -> Ladder:
    """The ladder of a pack; the number of the national one where it is stricter and the pack lets it hold (handbook 21)."""
    own, theirs = _ladder(pack), _ladder(national)
    if pack.self_withdrawal.national_if_laxer.value and theirs.case < own.case:
        return replace(own, months=theirs.months, op=theirs.op)
    return own


def _ladder(pack: Pack) -> Ladder:
    terms = pack.self_withdrawal
    return Ladder(
        months=terms.months.value,
        op=terms.op.value,
        reminder=terms.reminder_months.value,
        criticism=terms.criticism_months.value,
        correction=terms.correction_months.value,
        demand=terms.demand_months.value,
        excused_breaks_run=terms.excused_breaks_run.value,
    )


@dataclass(frozen=True)
class Membership:
    """Since when his months count (党籍情况): the first month is the one after he came, or after a suspension ended.

    None while the membership is suspended: no month counts. Of somebody on probation nothing beyond criticism is due; of a
    member confirmed since, months of probation do not count towards a case.
    """

    counted_since: dt.date | None
    full_since: dt.date | None


@dataclass(frozen=True)
class Run:
    """The latest run of missed months of one ledger (连续月份), oldest first, and what it asks for.

    ``passed`` are the months within or after it that neither add nor break; ``may_correct``: correction can be considered.
    """

    ledger: Ledger
    missed: tuple[dt.date, ...]
    passed: tuple[dt.date, ...]
    towards_case: int
    rung: Rung
    may_correct: bool

    @property
    def sentence(self) -> Sentence:
        """Which months, from the first to the last."""
        if not self.missed:
            return say(_n("No month in a row was missed."))
        words = {"first": f"{self.missed[0]:%Y-%m}", "last": f"{self.missed[-1]:%Y-%m}", "count": len(self.missed)}
        return say(_n("Missed %(count)s months in a row, %(first)s to %(last)s."), **words)

    @property
    def why(self) -> list[Sentence]:
        """The run, what was passed over, and how much of it does not count towards a case."""
        found = [self.sentence]
        if self.missed and self.passed:
            months = "、".join(f"{month:%Y-%m}" for month in self.passed)
            found.append(say(_n("Passed over, neither counted nor a break: %(months)s."), months=months))
        if self.towards_case < len(self.missed):
            words = {"count": self.towards_case}
            found.append(say(_n("Months of probation do not count towards a case: %(count)s do."), **words))
        return found

    @property
    def asks(self) -> list[Sentence]:
        """What is due, and whether correction can be considered."""
        found = [say(ASKS[self.rung])] if self.rung in ASKS else []
        if self.may_correct:
            found.append(say(_n("If he sees his fault and wants to mend, time-limited correction can be considered.")))
        return found

    @property
    def explained(self) -> list[Sentence]:
        """The run with its reasons, and what it asks for."""
        return self.why + self.asks


def judged(values: Mapping[dt.date, MonthValue], today: dt.date) -> dict[dt.date, MonthValue]:
    """The months that are over (已经结束的月份): one is judged from the day after its last day."""
    return {month: value for month, value in sorted(values.items()) if add_months(month, 1) <= today}


def run_of(
    ledger: Ledger, values: Mapping[dt.date, MonthValue], today: dt.date, *, ladder: Ladder, membership: Membership
) -> Run:
    """The latest run of one ledger, and the rung it asks for.

    What is done, a month without an entry, and a month before he counted end a run; excused months and months without an
    opportunity neither add nor break, unless the policy says that an excuse breaks it.
    """
    since, full = membership.counted_since, membership.full_since
    if since is None:
        return Run(ledger, (), (), 0, Rung.NONE, may_correct=False)
    missed, passed = _latest(judged(values, today), first=_first_month(since), ladder=ladder)
    towards = [month for month in missed if full is not None and month >= _first_month(full)]
    rung = _rung(len(missed), len(towards), ladder, is_full=full is not None)
    may_correct = full is not None and len(missed) >= ladder.correction and rung is not Rung.CASE
    return Run(ledger, tuple(missed), tuple(passed), len(towards), rung, may_correct)


def _first_month(since: dt.date) -> dt.date:
    """The first month that counts as a whole: that of a first day, else the next one."""
    month = since.replace(day=1)
    return month if since.day == 1 else add_months(month, 1)


def _latest(
    values: Mapping[dt.date, MonthValue], *, first: dt.date, ladder: Ladder
) -> tuple[list[dt.date], list[dt.date]]:
    """The missed months of the latest run and those passed over, oldest first."""
    missed: list[dt.date] = []
    passed: list[dt.date] = []
    month = max(values, default=None)
    while month is not None and month >= first:
        value = values.get(month)
        if value == MonthValue.MISSED:
            missed.append(month)
        elif value == MonthValue.NO_OPPORTUNITY or (value == MonthValue.EXCUSED and not ladder.excused_breaks_run):
            passed.append(month)
        else:
            break
        month = add_months(month, -1)
    oldest = missed[-1] if missed else dt.date.max
    return missed[::-1], [month for month in passed[::-1] if month > oldest]


def _rung(missed: int, towards_case: int, ladder: Ladder, *, is_full: bool) -> Rung:
    if is_full and towards_case >= ladder.case:
        return Rung.CASE
    if is_full and missed >= ladder.demand:
        return Rung.DEMAND
    if missed >= ladder.criticism:
        return Rung.CRITICISM
    return Rung.REMINDER if missed >= ladder.reminder else Rung.NONE


def finding(runs: Sequence[Run]) -> Rung:
    """The highest rung of the ledgers (三项义务，任一项即可): one finding for a member, with all ledgers in it."""
    order = list(Rung)
    return max((run.rung for run in runs), key=order.index, default=Rung.NONE)
