"""Waits that run out (到期). Swept by ``manage.py sweep --on DATE``; the same locks and journal as a person's act."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from audit import clock, journal
from workflows.engine import nodes
from workflows.engine.deciding import locked_case
from workflows.engine.models import TaskAssignment, Wait

SWEEP = journal.system("sweep")


def sweep(on: dt.date) -> int:
    """End every wait whose last day has passed on a day; returns how many.

    One that fails does not hold up the others: it stays as it was, and all errors are raised together at the end.
    """
    overdue = Wait.objects.filter(until__lt=on, ended_at__isnull=True).order_by("until", "pk")
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
    case = locked_case(Wait.objects.values_list("case_id", flat=True).get(pk=wait_id))
    wait = Wait.objects.select_related("task").get(pk=wait_id)
    if wait.ended_at is not None:
        return False
    wait.ended_at = clock.now()
    wait.save(update_fields=["ended_at"])
    turn = TaskAssignment.objects.filter(task_id=wait.task_id, closed_at__isnull=True).first()
    if turn is not None:
        turn.closed_at, turn.closed_how = clock.now(), "lapsed"
        turn.save(update_fields=["closed_at", "closed_how"])
    node = wait.task.flow_task
    facts = {"step": node.name, "until": str(wait.until)}
    journal.write(case.stream, "wait.ended", by=SWEEP, article=wait.article, facts=facts)
    if node.on_lapse is not None:
        node.on_lapse(case, SWEEP)
    nodes.finish(wait.task, "lapsed", case)
    return True
