"""Figures by month (月度统计): cases opened and closed, terms kept and missed, and where the open cases stand.

Months that are over were counted once (``tallying``); the others are counted when somebody looks, by index. What lies
before them is not read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from audit import clock
from registry.calendar import add_months, first_of_month
from registry.models import Post
from workflows.engine.lateness import counted_in, late_in, midnight
from workflows.engine.models import Case, MonthTally, TaskAssignment
from workflows.engine.overseeing import Span, cases_of, turns_of

MONTHS = 12
DAY = dt.timedelta(days=1)
# Organisation (row number), month, process.
Key = tuple[int, dt.date, str]
ByMonth = Counter[tuple[dt.date, str]]


@dataclass
class Figures:
    """Cases opened and closed, turns done by a term and those of them that were late, by month and process."""

    opened: ByMonth = field(default_factory=Counter)
    closed: ByMonth = field(default_factory=Counter)
    done: ByMonth = field(default_factory=Counter)
    late: ByMonth = field(default_factory=Counter)


@dataclass(frozen=True)
class Counted:
    """The same by the organisation of the case, or of the post, too."""

    opened: Counter[Key]
    closed: Counter[Key]
    done: Counter[Key]
    late: Counter[Key]


NAMES = ("opened", "closed", "done", "late")


def months_until(day: dt.date, count: int = MONTHS) -> list[dt.date]:
    """The first days of the last months up to the one of a day, the earliest first. Pure."""
    return [add_months(first_of_month(day), -back) for back in range(count - 1, -1, -1)]


def by_month(span: Span, months: list[dt.date]) -> Figures:
    """The figures of a span in some months: those that were counted, and the later ones counted now."""
    found = Figures()
    kept = MonthTally.objects.filter(organisation__in=[place.pk for place in span.roots], month__range=_ends(months))
    for row in kept:
        if row.organisation_id in span.ids_for(row.process_name):
            for name in NAMES:
                getattr(found, name)[row.month, row.process_name] += getattr(row, name)
    known = MonthTally.objects.aggregate(known=Max("month"))["known"]
    ahead = [month for month in months if known is None or month > known]
    if ahead:
        now = counted(cases_of(span), turns_of(span), ahead[0], add_months(ahead[-1], 1) - DAY)
        for name in NAMES:
            for (_place, month, process), many in getattr(now, name).items():
                getattr(found, name)[month, process] += many
    return found


def _ends(months: list[dt.date]) -> tuple[dt.date, dt.date]:
    return months[0], months[-1]


def counted(cases: QuerySet[Case], turns: QuerySet[TaskAssignment], first: dt.date, last: dt.date) -> Counted:
    """Count cases and turns from one day to another, both inclusive."""
    opened = cases.filter(
        opened_on__range=(first, last), opened_at__gte=midnight(first - DAY), opened_at__lt=midnight(last + 2 * DAY)
    ).annotate(month=TruncMonth("opened_on"), place=F("organisation_id"))
    closed = cases.filter(closed_at__gte=midnight(first), closed_at__lt=midnight(last + DAY)).annotate(
        month=TruncMonth("closed_at"), place=F("organisation_id")
    )
    done = counted_in(turns, first, last).annotate(month=TruncMonth("closed_at"), place=F("post__organisation_id"))
    return Counted(_sums(opened), _sums(closed), _sums(done), _late(turns, first, last))


def _sums(rows: QuerySet[Any]) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for place, month, process, many in (
        rows.order_by().values_list("place", "month", "process_name").annotate(Count("pk"))
    ):
        day = timezone.localdate(month) if isinstance(month, dt.datetime) else month
        found[place, day, process] += many
    return found


def _late(turns: QuerySet[TaskAssignment], first: dt.date, last: dt.date) -> Counter[Key]:
    late = late_in(turns, first, last)
    places = dict(Post.objects.filter(pk__in={turn.post for turn in late}).values_list("pk", "organisation_id"))
    return Counter((places[turn.post], first_of_month(turn.done), turn.process) for turn in late)


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
