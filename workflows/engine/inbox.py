"""The inbox (待办): lists over the assignments alone, with their counts capped."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from audit import clock
from registry.access import Viewer
from registry.calendar import Calendar
from workflows.engine.models import Case, Decision, TaskAssignment

CAP = 99
PAGE = 50


def open_turns(viewer: Viewer) -> QuerySet[TaskAssignment]:
    """What waits for the viewer now: for his posts, or for himself; soonest due first."""
    mine = Q(post_id__in=list(viewer.post_ids), person__isnull=True)
    if viewer.user.person_id:
        mine |= Q(person_id=viewer.user.person_id) | Q(post_id__in=list(viewer.post_ids), person__isnull=False)
    return (
        TaskAssignment.objects.filter(mine, closed_at__isnull=True, visible_from__lte=clock.now())
        .select_related("task", "post__organisation", "case__subject__person", "case__organisation", "person")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def overdue(turns: QuerySet[TaskAssignment], today: dt.date) -> QuerySet[TaskAssignment]:
    """Those whose last day has passed."""
    return turns.filter(due_on__lt=today)


def count(turns: QuerySet[TaskAssignment]) -> int:
    """How many, at most one more than the cap: a badge says 99+."""
    return turns.order_by()[: CAP + 1].count()


def recently_decided(viewer: Viewer, limit: int = 20) -> list[Decision]:
    """What the viewer decided last, recalled ones left out."""
    return list(
        Decision.objects.filter(by=viewer.user, recalled_at__isnull=True)
        .select_related("assignment", "case__subject__person", "case__organisation")
        .order_by("-at")[:limit]
    )


def still_open(viewer: Viewer) -> QuerySet[Case]:
    """Cases the viewer opened or acted in that are not closed."""
    acted = Decision.objects.filter(by=viewer.user).values("case_id")
    mine = Q(pk__in=acted) | Q(opened_by=viewer.user)
    return (
        Case.objects.filter(mine, closed_at__isnull=True)
        .select_related("subject__person", "organisation")
        .order_by("-opened_at")
    )


@dataclass(frozen=True)
class DueChip:
    """The chip of a due date (期限标签): how late or near in working days, as words and a kind."""

    kind: str
    days: int
    due_on: dt.date | None
    provisional: bool


def due_chip(turn: TaskAssignment, today: dt.date, calendar: Calendar) -> DueChip:
    """How near the end of a turn's term is: od (overdue), today, soon (up to 3 working days), ok, none."""
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
