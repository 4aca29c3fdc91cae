"""Lateness by post as its pages show it (办理逾期统计): the posts of a period, and the cases behind one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from registry.access import Viewer
from registry.calendar import the_calendar
from registry.models import Post
from web.periods import Period
from workflows.engine import access, lateness, overseeing
from workflows.engine.lateness import Late, Record
from workflows.engine.models import TaskAssignment
from workflows.engine.overseeing import Span


@dataclass(frozen=True)
class Line:
    """A post with what it did in a period."""

    post: Post
    record: Record


@dataclass(frozen=True)
class Found:
    """What a period comes to: all posts that were late or are, by row number, and the sums of all posts overseen."""

    records: list[Record]
    done: int

    @property
    def late(self) -> int:
        """How many turns were late."""
        return sum(len(record.late) for record in self.records)

    @property
    def overdue(self) -> int:
        """How many are overdue now."""
        return sum(record.overdue for record in self.records)


def found_in(span: Span, period: Period) -> Found:
    """The posts of a span that were late in a period, or are now."""
    late = lateness.late_in(overseeing.turns_of(span), period.first, period.last)
    overdue = lateness.overdue_by_post(span)
    posts = list({turn.post for turn in late} | set(overdue))
    done = lateness.done_by_post(span, period.first, period.last, posts)
    everything = lateness.counted_in(overseeing.turns_of(span), period.first, period.last).order_by().count()
    return Found(lateness.records(done, late, overdue), everything)


def lines(records: list[Record]) -> list[Line]:
    """The posts of some records, in their order."""
    posts = Post.objects.select_related("organisation").in_bulk([record.post for record in records])
    return [Line(posts[record.post], record) for record in records]


def header() -> tuple[str, ...]:
    """Headings of the file."""
    return (
        _("Organisation"), _("Post"), _("Done"), _("Of these late"), _("Median lateness, working days"),
        _("Longest lateness, working days"), _("Overdue now"),
    )  # fmt: skip


def table(records: list[Record]) -> Iterator[tuple[Any, ...]]:
    """The list as a file has it."""
    for line in lines(records):
        record = line.record
        yield (
            line.post.organisation.name, line.post.title, record.done, len(record.late), record.median, record.longest,
            record.overdue,
        )  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """A turn of a post that was done late, or is overdue: ``done`` is empty for one that is open still."""

    turn: TaskAssignment
    done: dt.date | None
    days: int

    @property
    def title(self) -> Any:
        """The step."""
        return self.turn.case.flow_class.step_said(self.turn.step).title


def post_in(span: Span, number: int) -> Post:
    """A post overseen, by its number; Http404 otherwise."""
    roots = [place.pk for place in span.roots]
    found = Post.objects.filter(pk=number, organisation__lineage__overlap=roots).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def behind(span: Span, viewer: Viewer, period: Period, post: Post) -> list[Late]:
    """The turns behind the line of a post, the longest lateness first: those late in the period, then open overdue ones.

    Only of cases that the viewer may see.
    """
    done = lateness.late_in(overseeing.turns_of(span).filter(post=post), period.first, period.last)
    calendar = the_calendar(span.on)
    waiting = overseeing.overdue_in(span).filter(post=post).values_list("pk", "process_name", "due_on")
    now = [
        Late(pk, post.pk, process, due, span.on, max(1, calendar.between(due, span.on)))
        for pk, process, due in waiting
        if due
    ]
    turns = [*sorted(now, key=lambda t: -t.days), *sorted(done, key=lambda t: -t.days)]
    seen = TaskAssignment.objects.filter(pk__in=[turn.turn for turn in turns], case__in=access.cases_for(viewer))
    visible = set(seen.values_list("pk", flat=True))
    return [turn for turn in turns if turn.turn in visible]


def rows_of(found: list[Late]) -> list[Turn]:
    """The rows of a page of them."""
    read = ("case__subject__person", "case__organisation")
    turns = TaskAssignment.objects.select_related(*read).in_bulk([late.turn for late in found])
    rows = [(turns[late.turn], late) for late in found if late.turn in turns]
    return [Turn(turn, late.done if turn.closed_at else None, late.days) for turn, late in rows]
