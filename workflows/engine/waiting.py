"""Waits that run out (到期). Swept by ``manage.py sweep --on DATE``; the same locks and journal as a person's act."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef

from audit import clock, journal
from workflows.engine import countersigning, nodes
from workflows.engine.deciding import locked_case
from workflows.engine.handling import handling, note
from workflows.engine.models import Pause, Wait
from workflows.engine.words import Countersign

SWEEP = journal.system("sweep")


def sweep(on: dt.date) -> int:
    """End every wait whose last day has passed on a day; returns how many.

    One that fails does not hold up the others: it stays as it was, and all errors are raised together at the end.
    """
    stopped = Exists(Pause.objects.filter(case_id=OuterRef("case_id"), ended_at__isnull=True))
    overdue = (
        Wait.objects.filter(until__lt=on, ended_at__isnull=True).exclude(stopped, stops=True).order_by("until", "pk")
    )
    ended, errors = 0, []
    for pk in list(overdue.values_list("pk", flat=True)):
        try:
            ended += _end(pk)
        except Exception as error:  # noqa: BLE001 -- raised below
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} waits could not be ended", errors)
    return ended


@transaction.atomic
def _end(wait_id: int) -> bool:
    case_id, task_id = Wait.objects.values_list("case_id", "task_id").get(pk=wait_id)
    case = locked_case(case_id, task_id=task_id)
    with handling(case) as at:
        wait = Wait.objects.get(pk=wait_id)
        if wait.ended_at is not None or at.task is None or (wait.stops and at.pause is not None):
            return False
        wait.ended_at = clock.now()
        at.rows.change(wait, "ended_at")
        if isinstance(at.task.flow_task, Countersign):
            countersigning.lapse(case, at.task)
        elif at.turn is not None and at.turn.is_open:
            at.turn.closed_at, at.turn.closed_how = clock.now(), "lapsed"
            at.rows.change(at.turn, "closed_at", "closed_how")
        node = at.task.flow_task
        facts = {"step": node.name, "until": str(wait.until)}
        note(case, "wait.ended", by=SWEEP, article=wait.article, facts=facts)
        if node.on_lapse is not None:
            node.on_lapse(case, SWEEP)
            at.forget()
        nodes.finish(at.task, "lapsed", case)
    return True
