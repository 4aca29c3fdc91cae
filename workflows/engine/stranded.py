"""Turns that nobody can act on any more (无人可办的待办): found by the hourly sweep, and sent where their steps go now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from audit import journal
from registry.models import Appointment
from registry.rows import read
from workflows.engine import catalogue, moving
from workflows.engine.deciding import locked_case
from workflows.engine.handling import handling
from workflows.engine.models import Decision, TaskAssignment
from workflows.engine.turns import recused
from workflows.engine.words import Process

SWEEP = journal.system("sweep")

# Least and greatest of a number and nothing are that number: nobody is his own relative.
_SUSPECTS = """
SELECT t.id FROM workflows_taskassignment t
JOIN workflows_case c ON c.process_ptr_id = t.case_id
LEFT JOIN registry_member m ON m.id = c.subject_id
WHERE t.closed_at IS NULL AND t.suspended_at IS NULL AND t.signer_id IS NULL AND (t.process_name = ANY(%s) OR NOT EXISTS (
    SELECT 1 FROM registry_appointment a
    WHERE a.post_id = t.post_id AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)
    AND NOT (t.process_name || '.' || t.step = ANY(%s) AND a.person_id IN (c.opener_id, c.opened_for_id, m.person_id))
    AND NOT EXISTS (SELECT 1 FROM workflows_recusal r WHERE r.case_id = t.case_id AND r.person_id = a.person_id)
    AND NOT EXISTS (
        SELECT 1 FROM registry_kinship k WHERE k.ended_at IS NULL
        AND k.person_id = least(a.person_id, m.person_id) AND k.relative_id = greatest(a.person_id, m.person_id)
    )
)) ORDER BY t.id
"""


def suspects(on: dt.date) -> list[int]:
    """Open turns (row numbers) that nobody can act on for their post on a day, as far as the database can tell.

    Seats in a round are left to it: they leave the count. Suspended cases stay as they are until they go on.

    And every open turn of a process that knows grounds to stand aside which no table holds.
    """
    # Of every edition: a case stays on the one it was opened under, and a step may be a superior's there only.
    processes = catalogue.every_edition()
    own_grounds = [process.name for process in processes if _knows_more(process)]
    superior = [
        f"{p.name}.{name}" for p in processes for name, step in p.steps().items() if step.kind != Decision.Kind.ACT
    ]
    return [number for (number,) in read(_SUSPECTS, [own_grounds, on, on, superior])]


def _knows_more(process: type[Process]) -> bool:
    mine = (process.reporter_of.__func__, process.earlier_deciders.__func__)  # type: ignore[attr-defined]  # class methods
    return mine != (Process.reporter_of.__func__, Process.earlier_deciders.__func__)  # type: ignore[attr-defined]


def able(turn: TaskAssignment, on: dt.date) -> frozenset[int]:
    """Who holds the post of a turn on a day and need not stand aside: ids of persons."""
    held = Appointment.objects.on(on).filter(post_id=turn.post_id).values_list("person_id", flat=True)
    return frozenset(held) - recused(turn.case, turn.definition)


def sweep(on: dt.date) -> int:
    """Send every turn that nobody can act on where its step goes on a day (改派); returns how many have moved.

    One that fails does not hold up the others; all errors are raised together at the end.
    """
    moved, errors = 0, []
    for number in suspects(on):
        try:
            moved += _rescue(number, on)
        except Exception as error:  # noqa: BLE001 -- raised below
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} turns could not be routed anew", errors)
    return moved


@transaction.atomic
def _rescue(number: int, on: dt.date) -> bool:
    case_id, task_id = TaskAssignment.objects.values_list("case_id", "task_id").get(pk=number)
    case = locked_case(case_id, task_id=task_id)
    with handling(case) as at:
        turn = at.turn
        if turn is None or not turn.is_open or at.pause is not None or able(turn, on):
            return False
        return moving.reroute(turn, on=on, by=SWEEP)


def left_on(posts: list[int], on: dt.date) -> Iterator[TaskAssignment]:
    """The open turns of some posts (ids) that nobody could act on for their post on a day."""
    found = TaskAssignment.objects.filter(post_id__in=posts, closed_at__isnull=True, signer__isnull=True)
    for turn in found.select_related("task", "post__organisation", "case__subject", "case__organisation").order_by(
        "pk"
    ):
        if not able(turn, on):
            yield turn
