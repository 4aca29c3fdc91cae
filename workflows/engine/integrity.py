"""The nightly check (每日核验): questions whose answer must be "none", asked of the database as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from audit import clock
from documents import archive
from documents.models import Counter, Paper, Serial
from registry import members
from registry.models import Appointment
from workflows.engine.able import waiting_turns
from workflows.engine.editions import standing
from workflows.engine.models import Case, Delivery, TaskAssignment
from workflows.engine.turns import recused

AN_HOUR = dt.timedelta(hours=1)


def faults(on: dt.date) -> Iterator[str]:
    """Everything that must not be, in words."""
    yield from (f"member {member.public_id} has no home on {on}" for member in members.homeless(on).iterator())
    yield from (f"case {case.reference} is stuck" for case in stuck(on))
    yield from (f"task {task.pk} failed" for task in Task.objects.filter(status=STATUS.ERROR))
    yield from (f"cases stand on {edition}, which is gone" for edition in standing.missing(closed_too=True))
    yield from late_jobs(clock.now())
    yield from untold(clock.now())
    yield from late_deliveries(clock.now())
    yield from damaged_papers()
    yield from gaps()


def stuck(on: dt.date) -> Iterator[Case]:
    """Open cases with nobody to act, no date to wait for and no job to be done."""
    for case in Case.objects.filter(closed_at__isnull=True).iterator(chunk_size=500):
        waits = case.waits.filter(ended_at__isnull=True).exists()
        jobs = Task.objects.filter(process_id=case.pk, status=STATUS.SCHEDULED).exists()
        if not waits and not jobs and not _somebody(case, on):
            yield case


def _somebody(case: Case, on: dt.date) -> bool:
    """True if an open turn is the subject's own, or its post has a holder, and he need not stand aside."""
    for turn in case.assignments.filter(closed_at__isnull=True).select_related("task"):
        held = Appointment.objects.on(on).filter(post_id=turn.post_id).values_list("person_id", flat=True)
        if {*held, *([turn.person_id] if turn.person_id else ())} - recused(case, turn.definition):
            return True
    return False


def late_jobs(now: dt.datetime) -> Iterator[str]:
    """Tasks of the system that were due an hour ago and are not done: no worker, or one that fails again and again."""
    late = Task.objects.filter(status=STATUS.SCHEDULED, scheduled__lt=now - AN_HOUR, wait__isnull=True)
    for task in late.select_related("process").order_by("pk"):
        reference = Case.objects.values_list("reference", flat=True).get(pk=task.process_id)
        yield f"case {reference}: {task.flow_task.name} has been due since {task.scheduled:%Y-%m-%d %H:%M}"


def untold(now: dt.datetime) -> Iterator[str]:
    """Turns that have waited for an hour and nobody was told of: no worker, or one that fails again and again."""
    late = TaskAssignment.objects.filter(waiting_turns(now - AN_HOUR), told_at__isnull=True)
    for reference, step in late.order_by("pk").values_list("case__reference", "step"):
        yield f"case {reference}: nobody was told of {step}"


def late_deliveries(now: dt.datetime) -> Iterator[str]:
    """Messages that could not be sent, and those that should have been sent an hour ago."""
    for found in Delivery.objects.filter(state=Delivery.State.FAILED).order_by("pk"):
        yield f"delivery {found.public_id} ({found.channel}) failed: {found.error}"
    open_ones = Delivery.objects.filter(state__in=(Delivery.State.WAITING, Delivery.State.SENDING))
    for found in open_ones.filter(next_at__lt=now - AN_HOUR).order_by("pk"):
        yield f"delivery {found.public_id} ({found.channel}) has been due since {found.next_at:%Y-%m-%d %H:%M}"


def damaged_papers() -> Iterator[str]:
    """Papers whose bytes are missing or no longer match their digest."""
    for paper in Paper.objects.exclude(state=Paper.State.RESERVED).iterator(chunk_size=500):
        try:
            archive.fetch(paper.sha256)
        except archive.Damaged:
            yield f"paper {paper.public_id} ({paper.number}) is damaged"


def gaps() -> Iterator[str]:
    """Number series with fewer serials than their counter has given out."""
    for counter in Counter.objects.all():
        there = Serial.objects.filter(issuer=counter.issuer, series=counter.series, year=counter.year).count()
        if there != counter.last:
            yield f"series {counter}: {there} serials"
