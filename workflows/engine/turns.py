"""Opening turns (生成待办): route, compute the term, tell who may see the case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from registry.models import Organisation, Person
from workflows.engine.handling import handling
from workflows.engine.models import Case, Decision, TaskAssignment, Wait
from workflows.engine.routing import PostOf, Route
from workflows.engine.words import Step, Subject, calendar_for
from workflows.policy import asking
from workflows.policy.terms import Pack

_CLOSE_TURNS = (
    "UPDATE workflows_taskassignment SET closed_at = %s, closed_how = %s WHERE case_id = %s AND closed_at IS NULL"
)
_END_WAITS = "UPDATE workflows_wait SET ended_at = %s WHERE case_id = %s AND ended_at IS NULL"


def pack_of(case: Case) -> Pack:
    """The policy the case was opened under and keeps."""
    return asking.pinned(case.pack, case.pack_version)


def involve(case: Case, organisation: Organisation) -> None:
    """Let an organisation, and all above it, see the case."""
    with handling(case) as at:
        at.involve(case, organisation.pk)


def recused(case: Case, step: Step) -> frozenset[int]:
    """Who must stand aside at a step of a case."""
    return aside(step.kind, case.opener_id, case.subject_person_id)


def aside(kind: str, opener: int, subject: int | None) -> frozenset[int]:
    """Who must stand aside (回避): the initiator and the subject, where a superior decides (handbook 2.3). Pure."""
    if kind == Decision.Kind.ACT:
        return frozenset()
    return frozenset(pk for pk in (opener, subject) if pk)


def addressee(step: Step) -> PostOf:
    """The post a step goes to by its course; for one of the subject's own, that which records it."""
    return step.to.recorded_by if isinstance(step.to, Subject) else step.to


def route_of(step: Step, case: Case, on: dt.date) -> Route:
    """Where a step goes; raises NoPost."""
    return addressee(step).route(case, on, recused(case, step))


def due_of(step: Step, case: Case, today: dt.date) -> tuple[dt.date | None, bool]:
    """The last day of a step's term, and whether it is provisional."""
    if step.within is None:
        return None, False
    calendar = case.handling.calendar(today) if case.handling else calendar_for(today)
    start = step.within.since(case.flow_class.facts(case)) if step.within.since else today
    due = step.within.due(start, pack_of(case), calendar)
    return due, step.within.unit == "working_days" and calendar.is_provisional(due)


def lapse_of(step: Step, case: Case) -> dt.date | None:
    """The last day of a step that goes on by itself afterwards; None for one that waits for ever."""
    return step.lapse.on(case.flow_class.facts(case)) if step.lapse is not None else None


def person_of(step: Step, case: Case) -> Person | None:
    """Whose own turn a step is; None where it is that of a post."""
    return case.subject.person if isinstance(step.to, Subject) and case.subject else None


def turn_of(step: Step, case: Case, on: dt.date) -> TaskAssignment:
    """The turn that opens if a case comes to a step on a day (生成待办), unsaved and without its task; raises NoPost.

    Asked of a case as it is, it is the next turn; of a case as it is supposed to be, one on the path ahead.
    """
    route = route_of(step, case, on)
    due_on, provisional = due_of(step, case, on)
    return TaskAssignment(
        case=case,
        process_name=case.process_name,
        step=step.name,
        post=route.post,
        person=person_of(step, case),
        why=[sentence.as_json() for sentence in route.why],
        due_on=due_on,
        due_provisional=provisional,
    )


def open_turn(step: Step, case: Case, task: Any) -> TaskAssignment:
    """Write the assignment of a new task, in the transaction that created it."""
    turn = turn_of(step, case, clock.today())
    turn.task, turn.opened_at = task, clock.now()
    turn.visible_from = case.hold_until or turn.opened_at
    with handling(case) as at:
        at.turn = at.rows.add(turn)
        at.involve(case, turn.post.organisation_id)
        if step.lapse is not None and (until := lapse_of(step, case)) is not None:
            at.rows.add(Wait(task=task, case=case, until=until, article=step.lapse.article))
    return turn


def close_turns(case: Case, how: str) -> None:
    """Close every open turn and wait of a case without a decision."""
    now = clock.now()
    with handling(case) as at:
        at.rows.say(_CLOSE_TURNS, [now, how, case.pk])
        at.rows.say(_END_WAITS, [now, case.pk])
