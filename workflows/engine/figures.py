"""Figures by month (月度统计): cases opened and closed, terms kept and missed, and where the open cases stand.

Each is one statement over the months asked for, by index; what lies before them is not read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from audit import clock
from registry.calendar import add_months, first_of_month
from workflows.engine.lateness import counted_in, late_in
from workflows.engine.overseeing import Span, cases_of, turns_of

MONTHS = 12
ByMonth = dict[dt.date, Counter[str]]


def months_until(day: dt.date, count: int = MONTHS) -> list[dt.date]:
    """The first days of the last months up to the one of a day, the earliest first. Pure."""
    return [add_months(first_of_month(day), -back) for back in range(count - 1, -1, -1)]


def opened(span: Span, months: list[dt.date]) -> ByMonth:
    """How many cases were opened, by month and process."""
    found = cases_of(span).filter(opened_on__gte=months[0], opened_at__gte=_midnight(months[0] - dt.timedelta(days=1)))
    return _by_month(found.annotate(month=TruncMonth("opened_on")), months)


def closed(span: Span, months: list[dt.date]) -> ByMonth:
    """How many cases were closed, by month and process."""
    found = cases_of(span).filter(closed_at__gte=_midnight(months[0]))
    return _by_month(found.annotate(month=TruncMonth("closed_at")), months)


def _by_month(cases: QuerySet[Any], months: list[dt.date]) -> ByMonth:
    counted: ByMonth = {month: Counter() for month in months}
    rows = cases.order_by().values_list("month", "process_name").annotate(Count("pk"))
    for month, process, count in rows:
        day = timezone.localdate(month) if isinstance(month, dt.datetime) else month
        counted.setdefault(day, Counter())[process] += count
    return counted


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@dataclass(frozen=True)
class Kept:
    """Terms of a month (期限遵守): turns done in time, and done late."""

    month: dt.date
    kept: int
    missed: int


def terms(span: Span, months: list[dt.date]) -> list[Kept]:
    """Terms kept and missed by month, as the lateness of each turn says. Three statements."""
    last = add_months(months[-1], 1) - dt.timedelta(days=1)
    done = counted_in(span, months[0], last).annotate(month=TruncMonth("closed_at")).order_by()
    all_ = {timezone.localdate(m): n for m, n in done.values_list("month").annotate(Count("pk"))}
    missed = Counter(first_of_month(turn.done) for turn in late_in(span, months[0], last))
    return [Kept(month, all_.get(month, 0) - missed[month], missed[month]) for month in months]


@dataclass(frozen=True)
class Standing:
    """Where open cases stand (在办分布): at a step of a process, so many waiting, so many suspended there."""

    process: str
    step: str
    waiting: int
    suspended: int


def standing(span: Span) -> list[Standing]:
    """How many open cases stand at each step, the most first; one where several sign counts once."""
    open_now = turns_of(span).filter(closed_at__isnull=True, visible_from__lte=clock.now()).order_by()
    rows = open_now.values_list("process_name", "step").annotate(
        waiting=Count("case", filter=Q(suspended_at__isnull=True), distinct=True),
        suspended=Count("case", filter=Q(suspended_at__isnull=False), distinct=True),
    )
    found = [Standing(*row) for row in rows]
    return sorted(found, key=lambda s: (-s.waiting - s.suspended, s.process, s.step))
