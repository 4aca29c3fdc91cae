"""How late turns were done (办理逾期): in working days, without what the law lets wait. Rules here are pure.

A turn counts where a post decided it by a term of its own. Left out are turns of members themselves, turns without a last
day or with one that is still provisional, and those that were sent back or taken back instead of being answered.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from registry.calendar import Calendar, the_calendar
from workflows.engine.models import SENT_BACK, Case, Decision, Pause, TaskAssignment
from workflows.engine.overseeing import Span, overdue_in, turns_of

# A suspension: the day it began, the day on which the case went on.
Stood = tuple[dt.date, dt.date]


def days_late(due: dt.date, done: dt.date, calendar: Calendar, stood: Sequence[Stood] = ()) -> int:
    """Working days after the last day of a term up to the day it was done (逾期工作日); 0 for in time.

    Days on which the case stood still do not count: as in moving a term, the day it stopped is used, the day it went on
    is not.
    """
    days = (due + dt.timedelta(days=n) for n in range(1, (done - due).days + 1))
    return sum(calendar.is_working(day) and not any(since < day <= until for since, until in stood) for day in days)


@dataclass(frozen=True)
class Late:
    """A turn that was done late (逾期办理): by how many working days."""

    turn: int
    post: int
    process: str
    due: dt.date
    done: dt.date
    days: int


@dataclass(frozen=True)
class Record:
    """What a post did in a period (办理情况): turns done, the working days of those that were late, and open overdue now."""

    post: int
    done: int
    late: tuple[int, ...]
    overdue: int

    @property
    def median(self) -> float | None:
        """The median lateness of those that were late, in working days."""
        return median(self.late) if self.late else None

    @property
    def longest(self) -> int | None:
        """The longest lateness, in working days."""
        return max(self.late, default=None)


def records(done: Counter[int], late: Iterable[Late], overdue: Counter[int]) -> list[Record]:
    """A record for each post that was late or is (row numbers), the most often late first. Pure."""
    days: dict[int, list[int]] = defaultdict(list)
    for turn in late:
        days[turn.post].append(turn.days)
    found = [Record(post, done[post], tuple(sorted(days[post])), overdue[post]) for post in {*days, *overdue}]
    return sorted(found, key=lambda r: (-len(r.late) - r.overdue, -(r.longest or 0), r.post))


def counted_in(turns: QuerySet[TaskAssignment], first: dt.date, last: dt.date) -> QuerySet[TaskAssignment]:
    """Those of some turns that count, decided from one day to another, both inclusive."""
    no_answer = Q(recalled_at__isnull=False) | Q(outcome=SENT_BACK)
    return turns.filter(
        ~Exists(Decision.objects.filter(no_answer, assignment=OuterRef("pk"))), closed_how="decided", closed_at__gte=midnight(first),
        closed_at__lt=midnight(last + dt.timedelta(days=1)), due_on__isnull=False, due_provisional=False,
        person__isnull=True,
    )  # fmt: skip


def midnight(day: dt.date) -> dt.datetime:
    """The instant at which a day begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def late_in(turns: QuerySet[TaskAssignment], first: dt.date, last: dt.date) -> list[Late]:
    """Those of some turns that were done late in a period, the earliest first. Three statements."""
    found = counted_in(turns, first, last).filter(closed_at__date__gt=F("due_on")).order_by("closed_at", "pk")
    rows = list(found.values_list("pk", "post_id", "process_name", "due_on", "closed_at", "case_id", "step"))
    pauses = _pauses({row[5] for row in rows}, min((row[3] for row in rows if row[3]), default=first), last)
    # Thousands are late between the same two days.
    calendar, lately = the_calendar(first), cache(days_late)
    late = []
    for pk, post, process, due, at, case, step in rows:
        done = timezone.localdate(at)
        assert due is not None  # those without a last day do not count
        if days := lately(due, done, calendar, _stood(pauses.get(case, ()), step, last)):
            late.append(Late(pk, post, process, due, done, days))
    return late


def _pauses(cases: set[int], since: dt.date, until: dt.date) -> dict[int, list[Pause]]:
    """The suspensions of some cases (ids) in a span of days. There are few: all of the span are read, and chosen from."""
    found: dict[int, list[Pause]] = defaultdict(list)
    running = Pause.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=since), on__lte=until)
    for pause in running.select_related("case").order_by("pk"):
        if pause.case_id in cases:
            found[pause.case_id].append(pause)
    return found


def _stood(pauses: Iterable[Pause], step: str, until: dt.date) -> tuple[Stood, ...]:
    """When a case stood still; nothing for a step whose term stood still too, for its last day was moved."""
    return tuple((pause.on, pause.ended_on or until) for pause in pauses if not _stops(pause.case, step))


def _stops(case: Case, step: str) -> bool:
    within = case.flow_class.step_said(step).within
    return within is not None and within.stops


def done_by_post(span: Span, first: dt.date, last: dt.date, posts: Sequence[int]) -> Counter[int]:
    """How many turns that count some posts (ids) did in a period."""
    found = counted_in(turns_of(span), first, last).filter(post_id__in=posts).order_by()
    return Counter(dict(found.values_list("post_id").annotate(Count("pk"))))


def overdue_by_post(span: Span) -> Counter[int]:
    """How many turns are overdue now, by post (id)."""
    return Counter(dict(overdue_in(span).order_by().values_list("post_id").annotate(Count("pk"))))
