"""Suspending a case and letting it go on (挂起、恢复): nobody acts meanwhile, and the terms that stop stand still.

What was decided before is still carried out: a paper that was ordered is issued, a letter that is out runs off. On the
day the case goes on every open term that stops moves by the days it stood still.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from audit import clock
from audit.journal import Actor
from registry.calendar import Calendar
from registry.models import User
from workflows.engine import commands, intervening, reading, suspended, telling, turns
from workflows.engine.authority import Authority
from workflows.engine.deciding import locked_case
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import Handling, handling, note
from workflows.engine.models import Case, Pause, TaskAssignment, Wait
from workflows.engine.sentences import say
from workflows.engine.waiting import SWEEP

MOST = 300
_STOP = "UPDATE workflows_taskassignment SET suspended_at = %s WHERE case_id = %s AND closed_at IS NULL"
_SUSPENDED = _n("%(post)s has suspended the case: %(reason)s")
_GOES_ON = _n("The case goes on.")


@or_conflict()
@transaction.atomic
def suspend(case_id: int, *, by: User, reason: str, key: str, until: dt.date | None = None) -> Case:
    """Suspend a case (挂起), until a day or until somebody lets it go on, by whom the course allows.

    Raises PermissionDenied, Conflict (suspended or ended already, or gone too far), Refused (no reason, no day to come).
    """
    today, act = clock.today(), intervening.suspension_of(reading.unlocked(case_id))
    held = intervening.locked_seat(case_id, act, by, today)
    case = locked_case(case_id, key=key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="suspend", target=case.reference):
            return case
        who = intervening.authority_for(case, act, by, held, today)
        suspended.refuse_suspended(case)
        intervening.refuse_elsewhere(case, act)
        _refuse(reason, until, today)
        pause = Pause(
            case=case, reason=reason.strip(), article=act.article, by=by, person=who.person,
            appointment=who.appointment, as_whom=who.as_whom, at=clock.now(), on=today, until=until,
        )  # fmt: skip
        at.pause = at.rows.add(pause)
        at.rows.say(_STOP, [pause.at, case.pk])
        turns.forget_ahead(case)
        words = {"as": pause.as_whom, "reason": pause.reason}
        facts = {"until": str(until) if until else None} | intervening.by_delegation(who)
        note(case, "case.suspended", by=by.actor, article=act.article, facts=facts, words=words)
        commands.keep(case, key, by=by, name="suspend", target=case.reference, result={"case": case.reference})
        sentence = say(_SUSPENDED, post=pause.as_whom, reason=pause.reason)
        telling.tell_parties(case, sentence, key=f"suspended:{case.reference}:{at.head.sequence if at.head else 0}")
    return case


def _refuse(reason: str, until: dt.date | None, today: dt.date) -> None:
    if not reason.strip():
        raise Refused(_("Say why the case is suspended."), field="reason")
    if len(reason.strip()) > MOST:
        raise Refused(_("Say it in at most %(n)s characters.") % {"n": MOST}, field="reason")
    if until is not None and until <= today:
        raise Refused(_("Name a day after today."), field="until")


@or_conflict()
@transaction.atomic
def resume(case_id: int, *, by: User, key: str) -> Case:
    """Let a suspended case go on (恢复), by whoever may suspend it. Raises PermissionDenied, Conflict (not suspended)."""
    today, act = clock.today(), intervening.suspension_of(reading.unlocked(case_id))
    held = intervening.locked_seat(case_id, act, by, today)
    case = locked_case(case_id, key=key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="resume", target=case.reference):
            return case
        who = intervening.authority_for(case, act, by, held, today)
        if at.pause is None:
            raise Conflict(_("The case is not suspended."))
        commands.keep(case, key, by=by, name="resume", target=case.reference, result={"case": case.reference})
        _go_on(case, at, today, by=by, actor=by.actor, who=who)
    return case


def sweep(on: dt.date) -> int:
    """Let every suspended case go on whose day has come; returns how many.

    One that fails does not hold up the others: it stays as it was, and all errors are raised together at the end.
    """
    come = Pause.objects.filter(until__lte=on, ended_at__isnull=True).order_by("until", "pk")
    count, errors = 0, []
    for case_id in list(come.values_list("case_id", flat=True)):
        try:
            count += _end(case_id, on)
        except Exception as error:  # noqa: BLE001 -- raised below
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} cases could not go on", errors)
    return count


@transaction.atomic
def _end(case_id: int, on: dt.date) -> bool:
    case = locked_case(case_id)
    with handling(case) as at:
        if at.pause is None or at.pause.until is None or at.pause.until > on:
            return False
        _go_on(case, at, on, by=None, actor=SWEEP)
    return True


# -- the clock ------------------------------------------------------------------------------------------------------------


def _go_on(
    case: Case, at: Handling, on: dt.date, *, by: User | None, actor: Actor, who: Authority | None = None
) -> None:  # fmt: skip
    """End the suspension, move the terms and the waits that stood still, journal."""
    pause = at.pause
    assert pause is not None
    calendar = at.calendar(on)
    for turn in _standing(case):
        turn.case, turn.suspended_at = case, None
        _move(turn, pause.on, on, calendar)
        at.rows.change(turn, "suspended_at", "due_on", "due_provisional")
    for wait in Wait.objects.filter(case=case, ended_at__isnull=True, stops=True).select_related("task"):
        wait.until += on - max(pause.on, _day(_began(wait)))
        at.rows.change(wait, "until")
    turns.forget_ahead(case)
    facts = {"since": str(pause.on), "on": str(on)} | intervening.by_delegation(who)
    note(case, "case.resumed", by=actor, article=pause.article, facts=facts, words={"as": who.as_whom if who else ""})
    telling.tell_parties(case, say(_GOES_ON), key=f"goes on:{case.reference}:{pause.pk}")
    suspended.end(case, on, by)


def _standing(case: Case) -> QuerySet[TaskAssignment]:
    """The turns whose terms stood still: open ones, and those of a running round that may be opened again as they were."""
    again = Q(signer__signing__closed_at__isnull=True, signer__isnull=False) & ~Q(closed_how="decided")
    return TaskAssignment.objects.filter(Q(closed_at__isnull=True) | again, case=case).select_related("task")


def _began(wait: Wait) -> dt.datetime:
    """Since when it waits: since its first turn was opened, or since the system came to it."""
    turn = TaskAssignment.objects.filter(task=wait.task_id).order_by("pk").first()
    began: dt.datetime = turn.opened_at if turn is not None else wait.task.scheduled
    return began


def _move(turn: TaskAssignment, stopped: dt.date, on: dt.date, calendar: Calendar) -> None:
    within = turn.definition.within
    if turn.due_on is not None and within is not None and within.stops:
        since = max(stopped, _day(turn.opened_at))
        turn.due_on = moved(turn.due_on, within.unit, since, on, calendar)
        turn.due_provisional = within.unit == "working_days" and calendar.is_provisional(turn.due_on)


def moved(due: dt.date, unit: str, since: dt.date, on: dt.date, calendar: Calendar) -> dt.date:
    """The last day of a term that stood still from one day to another (顺延). Pure.

    The day it stops has been used, the day it goes on counts as its first: as many working days (or days) are left as
    were. A term that had not run out has not when it goes on, be that a day of rest.
    """
    days = unit != "working_days"
    later = due + (on - since) if days else calendar.after(due, calendar.between(since, on))
    return max(later, on) if due >= since else later


def _day(instant: dt.datetime) -> dt.date:
    return timezone.localtime(instant).date()
