"""The inbox (待办): lists over the assignments alone, with their counts capped."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from audit import clock
from registry.access import Viewer
from registry.acting import Holding
from registry.calendar import Calendar
from workflows.engine import copying
from workflows.engine.able import waiting_turns
from workflows.engine.models import Case, Decision, TaskAssignment

CAP = 99
PAGE = 50
# As many turns as are read to be counted and paged through; whoever has more narrows the list.
MOST = 1000


def open_turns(viewer: Viewer) -> QuerySet[TaskAssignment]:
    """What waits for the viewer now: for his posts and those he is a proxy for, or for himself; soonest due first.

    Suspended cases wait for nobody.
    """
    return TaskAssignment.objects.filter(
        _of(viewer), closed_at__isnull=True, suspended_at__isnull=True, visible_from__lte=clock.now()
    ).order_by(F("due_on").asc(nulls_last=True), "pk")


def next_visible(viewer: Viewer) -> dt.datetime | None:
    """When the next turn comes to the viewer that is routed to him and whose step before can still be undone; None if
    there is none."""
    held_back = TaskAssignment.objects.filter(
        _of(viewer), closed_at__isnull=True, suspended_at__isnull=True, visible_from__gt=clock.now()
    )
    return held_back.order_by("visible_from").values_list("visible_from", flat=True).first()


def suspended_turns(viewer: Viewer) -> QuerySet[TaskAssignment]:
    """What would wait for the viewer if its case were not suspended, the longest suspended first."""
    found = TaskAssignment.objects.filter(_of(viewer), closed_at__isnull=True, suspended_at__isnull=False)
    return found.order_by("suspended_at", "pk")


def _of(viewer: Viewer) -> Q:
    """The turns of the viewer: of his posts and those he is a proxy for, and his own."""
    mine = _had(viewer, "post_id")
    return mine | Q(person_id=viewer.user.person_id) if viewer.user.person_id else mine


def _had(viewer: Viewer, column: str) -> Q:
    """Those that a column of posts gives to the viewer: to his own, and to those he is a proxy for in their kind of case."""
    mine = Q(**{f"{column}__in": sorted(viewer.post_ids | _proxied_whole(viewer))})
    for held in viewer.proxied:
        if held.processes is not None:
            mine |= Q(**{column: held.appointment.post_id}, process_name__in=sorted(held.processes))
    return mine


def _proxied_whole(viewer: Viewer) -> frozenset[int]:
    """Ids of the posts the viewer is a proxy for in every kind of case."""
    return frozenset(held.appointment.post_id for held in viewer.proxied if held.processes is None)


def as_deputy(turns: QuerySet[TaskAssignment], viewer: Viewer) -> QuerySet[TaskAssignment]:
    """Those of the viewer's turns that he has as a proxy."""
    proxied = [held.appointment.post_id for held in viewer.proxied]
    return turns.filter(post_id__in=proxied).exclude(Q(person_id=viewer.user.person_id, person_id__isnull=False))


def held_for(turn: TaskAssignment, viewer: Viewer) -> Holding | None:
    """By what the viewer has a turn as a proxy; None where it is his own, or that of his own post, or not his at all."""
    if turn.person_id == viewer.user.person_id or turn.post_id in viewer.post_ids:
        return None
    return viewer.proxy_for(turn.post_id, turn.process_name)


def overdue_below(viewer: Viewer) -> QuerySet[TaskAssignment]:
    """Overdue turns below that were escalated to the viewer's posts, or to those he is a proxy for (下级逾期), longest
    overdue first: to be seen and urged, not to be decided."""
    if not viewer.held:
        return TaskAssignment.objects.none()
    found = TaskAssignment.objects.filter(waiting_turns(clock.now()), _had(viewer, "escalated_to_id"))
    return found.order_by("due_on", "pk")


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
    """What waits for a viewer (待办概况), read once: row number, process and last day of the soonest due turns.

    ``copied`` is how many copies nobody has read yet, counted up to the cap.
    """

    turns: list[tuple[int, str, dt.date | None]]
    today: dt.date
    # How many of them the viewer has as a proxy; None for whoever is nobody's proxy.
    as_deputy: int | None = None
    copied: int = 0

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
    """The open turns of a viewer in one narrow statement, for badges, boxes and the first pages; unread copies in one."""
    found = open_turns(viewer).values_list("pk", "process_name", "due_on", "post_id", "person_id")[: MOST + 1]
    rows = list(found)
    proxied = {held.appointment.post_id for held in viewer.proxied}
    deputy = [post for *_turn, post, person in rows if post in proxied and person != viewer.user.person_id]
    as_deputy = len(deputy) if proxied else None
    return Waiting([row[:3] for row in rows], viewer.on, as_deputy, copying.unread(viewer, CAP + 1))


def recently_decided(viewer: Viewer, limit: int = 20) -> list[Decision]:
    """What the viewer decided last, recalled ones left out."""
    return list(
        Decision.objects.filter(by=viewer.user, recalled_at__isnull=True)
        .select_related("case__subject__person", "case__organisation")
        .order_by("-at")[:limit]
    )


def still_open(viewer: Viewer) -> QuerySet[Case]:
    """Cases the viewer opened, himself or through a proxy, or acted in that are not closed, newest first."""
    open_cases = Case.objects.filter(closed_at__isnull=True)
    oldest = open_cases.order_by("opened_at").values_list("opened_at", flat=True).first()
    if oldest is None:
        return open_cases.none()
    # Nobody acted in a case before it was opened: of 50,000 decisions only the latest can lie in an open one.
    acted = Decision.objects.filter(by=viewer.user, at__gte=oldest).values("case_id")
    opened = open_cases.filter(opened_by=viewer.user).values("pk")
    for_him = open_cases.filter(opened_for=viewer.user.person_id or 0).values("pk")
    return open_cases.filter(pk__in=acted.union(opened, for_him)).order_by("-opened_at", "-pk")


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
