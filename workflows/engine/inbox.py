"""The inbox (待办): lists over the assignments alone, with their counts capped."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from audit import clock
from registry.access import Viewer
from registry.calendar import Calendar
from workflows.engine.models import Case, Decision, TaskAssignment

CAP = 99
PAGE = 50
# As many turns as are read to be counted and paged through; whoever has more narrows the list.
MOST = 1000


def open_turns(viewer: Viewer) -> QuerySet[TaskAssignment]:
    """What waits for the viewer now: for his posts, or for himself; soonest due first. Suspended cases wait for nobody."""
    return TaskAssignment.objects.filter(
        _of(viewer), closed_at__isnull=True, suspended_at__isnull=True, visible_from__lte=clock.now()
    ).order_by(F("due_on").asc(nulls_last=True), "pk")


def suspended_turns(viewer: Viewer) -> QuerySet[TaskAssignment]:
    """What would wait for the viewer if its case were not suspended, the longest suspended first."""
    found = TaskAssignment.objects.filter(_of(viewer), closed_at__isnull=True, suspended_at__isnull=False)
    return found.order_by("suspended_at", "pk")


def _of(viewer: Viewer) -> Q:
    mine = Q(post_id__in=sorted(viewer.post_ids))
    return mine | Q(person_id=viewer.user.person_id) if viewer.user.person_id else mine


def with_their_cases(turns: QuerySet[TaskAssignment]) -> QuerySet[TaskAssignment]:
    """Turns with what a row shows; the post is asked where one turn is looked at.

    Each further table costs more in planning than all of them do in reading.
    """
    return turns.select_related("task", "case__subject__person", "case__organisation")


def turns_of(keys: Iterable[int]) -> list[TaskAssignment]:
    """The turns with these row numbers, in this order, with what their rows show."""
    wanted = list(keys)
    found = with_their_cases(TaskAssignment.objects.all()).in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def overdue(turns: QuerySet[TaskAssignment], today: dt.date) -> QuerySet[TaskAssignment]:
    """Those whose last day has passed."""
    return turns.filter(due_on__lt=today)


def count(turns: QuerySet[TaskAssignment]) -> int:
    """How many, at most one more than the cap: a badge says 99+."""
    return turns.order_by()[: CAP + 1].count()


@dataclass(frozen=True)
class Waiting:
    """What waits for a viewer (待办概况), read once: row number, process and last day of the soonest due turns."""

    turns: list[tuple[int, str, dt.date | None]]
    today: dt.date

    @property
    def keys(self) -> list[int]:
        """The row numbers, soonest due first, at most one more than can be paged through."""
        return [key for key, _process, _due in self.turns]

    @property
    def overdue(self) -> int:
        """How many are late; they come first."""
        return sum(1 for _key, _process, due in self.turns if due is not None and due < self.today)

    @property
    def by_process(self) -> Counter[str]:
        """How many of each process."""
        return Counter(process for _key, process, _due in self.turns)


def waiting(viewer: Viewer) -> Waiting:
    """The open turns of a viewer in one narrow statement, for badges, boxes and the first pages."""
    found = open_turns(viewer).values_list("pk", "process_name", "due_on")
    return Waiting(list(found[: MOST + 1]), viewer.on)


def recently_decided(viewer: Viewer, limit: int = 20) -> list[Decision]:
    """What the viewer decided last, recalled ones left out."""
    return list(
        Decision.objects.filter(by=viewer.user, recalled_at__isnull=True)
        .select_related("case__subject__person", "case__organisation")
        .order_by("-at")[:limit]
    )


def still_open(viewer: Viewer) -> QuerySet[Case]:
    """Cases the viewer opened or acted in that are not closed, newest first."""
    open_cases = Case.objects.filter(closed_at__isnull=True)
    oldest = open_cases.order_by("opened_at").values_list("opened_at", flat=True).first()
    if oldest is None:
        return open_cases.none()
    # Nobody acted in a case before it was opened: of 50,000 decisions only the latest can lie in an open one.
    acted = Decision.objects.filter(by=viewer.user, at__gte=oldest).values("case_id")
    opened = open_cases.filter(opened_by=viewer.user).values("pk")
    return open_cases.filter(pk__in=acted.union(opened)).order_by("-opened_at", "-pk")


def cases_of(keys: Iterable[int]) -> list[Case]:
    """The cases with these row numbers, in this order, with what their rows show."""
    wanted = list(keys)
    found = Case.objects.select_related("subject__person", "organisation").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


@dataclass(frozen=True)
class DueChip:
    """The chip of a due date (期限标签): how late or near in working days, as words and a kind."""

    kind: str
    days: int
    due_on: dt.date | None
    provisional: bool


def due_chip(turn: TaskAssignment, today: dt.date, calendar: Calendar) -> DueChip:
    """How near the end of a turn's term is: od (overdue), today, soon (up to 3 working days), ok, none; held if it is
    suspended."""
    if turn.suspended_at is not None and turn.is_open:
        return DueChip("held", 0, turn.due_on, turn.due_provisional)
    if turn.due_on is None:
        return DueChip("none", 0, None, provisional=False)
    days = calendar.between(today, turn.due_on)
    if turn.due_on < today:
        kind = "od"
    elif turn.due_on == today:
        kind = "today"
    else:
        kind = "soon" if days <= 3 else "ok"
    return DueChip(kind, days, turn.due_on, turn.due_provisional)
