"""How late turns were done (办理逾期): in working days, without what the law lets wait. Rules here are pure.

A turn counts where a post decided it by a term of its own. Left out are turns of members themselves, turns without a last
day or with one that is still provisional, and those that were sent back or taken back instead of being answered.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from registry.calendar import Calendar, the_calendar
from workflows.engine.models import SENT_BACK, Case, Pause, TaskAssignment
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


def counted_in(span: Span, first: dt.date, last: dt.date) -> QuerySet[TaskAssignment]:
    """The turns that count, of the posts overseen, decided from one day to another, both inclusive."""
    decided = turns_of(span).filter(
        closed_how="decided", closed_at__gte=_midnight(first), closed_at__lt=_midnight(last + dt.timedelta(days=1)),
        due_on__isnull=False, due_provisional=False, person__isnull=True, decision__recalled_at__isnull=True,
    )  # fmt: skip
    return decided.exclude(decision__outcome=SENT_BACK)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def late_in(span: Span, first: dt.date, last: dt.date, posts: Sequence[int] | None = None) -> list[Late]:
    """The turns that were done late in a period, of all posts overseen or of some, the earliest first. Two statements."""
    found = counted_in(span, first, last).filter(closed_at__date__gt=F("due_on"))
    if posts is not None:
        found = found.filter(post_id__in=posts)
    rows = list(
        found.order_by("closed_at", "pk").values_list("pk", "post_id", "due_on", "closed_at", "case_id", "step")
    )
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(case__in={row[4] for row in rows}).select_related("case").order_by("pk"):
        pauses[pause.case_id].append(pause)
    calendar, turns = the_calendar(first), []
    for pk, post, due, at, case, step in rows:
        done = timezone.localdate(at)
        assert due is not None  # those without a last day do not count
        if days := days_late(due, done, calendar, _stood(pauses[case], step, last)):
            turns.append(Late(pk, post, due, done, days))
    return turns


def _stood(pauses: Iterable[Pause], step: str, until: dt.date) -> list[Stood]:
    """When a case stood still; nothing for a step whose term stood still too, for its last day was moved."""
    return [(pause.on, pause.ended_on or until) for pause in pauses if not _stops(pause.case, step)]


def _stops(case: Case, step: str) -> bool:
    within = case.flow_class.step_said(step).within
    return within is not None and within.stops


def done_by_post(span: Span, first: dt.date, last: dt.date, posts: Sequence[int]) -> Counter[int]:
    """How many turns that count some posts (ids) did in a period."""
    found = counted_in(span, first, last).filter(post_id__in=posts).order_by()
    return Counter(dict(found.values_list("post_id").annotate(Count("pk"))))


def overdue_by_post(span: Span) -> Counter[int]:
    """How many turns are overdue now, by post (id)."""
    return Counter(dict(overdue_in(span).order_by().values_list("post_id").annotate(Count("pk"))))
