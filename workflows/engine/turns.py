"""Opening turns (生成待办): route, compute the term, tell who may see the case."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from audit import clock
from registry.models import Organisation, Person
from workflows.engine import reading
from workflows.engine.handling import handling
from workflows.engine.models import Case, Signer, TaskAssignment, Wait
from workflows.engine.recusal import Ground, Parties, aside
from workflows.engine.routing import NOBODY, Gone, PostOf, Route
from workflows.engine.sentences import Sentence
from workflows.engine.words import Step, Subject, calendar_for
from workflows.policy import asking
from workflows.policy.terms import Pack

_CLOSE_TURNS = (
    "UPDATE workflows_taskassignment SET closed_at = %s, closed_how = %s WHERE case_id = %s AND closed_at IS NULL"
)
_CLOSE_ROUNDS = "UPDATE workflows_signing SET closed_at = %s, result = %s WHERE case_id = %s AND closed_at IS NULL"
_FORGET_AHEAD = (
    "DELETE FROM workflows_coming c USING workflows_taskassignment t WHERE t.id = c.turn_id AND t.case_id = %s"
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
    return frozenset(grounds(case, step))


def grounds(case: Case, step: Step) -> dict[int, Ground]:
    """Who must stand aside at a step of a case, each with the ground (回避情形)."""
    return aside(step.kind, parties_of(case), own_step=isinstance(step.to, Subject))


def parties_of(case: Case) -> Parties:
    """Who has to do with a case, by ground; read with the case, else once while a page deals with it."""
    recusals, kin = _asides(case)
    process, subject, reporter = case.flow_class, case.subject_person_id, case.flow_class.reporter_of(case)
    on_record: dict[str, set[int]] = {}
    for person, ground in recusals:
        on_record.setdefault(ground, set()).add(person)
    known = Parties(
        opener=frozenset(pk for pk in (case.opener_id, case.opened_for_id) if pk),
        subject=frozenset({subject} if subject else ()),
        relative=kin,
        reporter=frozenset({reporter} if reporter else ()),
        decider=frozenset(process.earlier_deciders(case)),
    )
    return replace(known, **{ground: known.on(ground) | people for ground, people in on_record.items()})


def _asides(case: Case) -> tuple[tuple[tuple[int, str], ...], frozenset[int]]:
    at = case.handling
    if at is None:
        return reading.stand_asides(case)
    if at.recusals is None or at.kin is None:
        recusals, kin = reading.stand_asides(case)
        at.recusals = recusals if at.recusals is None else at.recusals
        at.kin = kin if at.kin is None else at.kin
    return at.recusals, at.kin


def posts_of(step: Step) -> PostOf:
    """Whose step it is in the words of the course: the post, or where it is the subject's own, the one that records it."""
    return step.to.recorded_by if isinstance(step.to, Subject) else step.to


def route_of(step: Step, case: Case, on: dt.date, gone: Gone = NOBODY) -> Route:
    """Where a step goes, supposed that some persons or posts are gone; raises NoPost."""
    return posts_of(step).route(case, on, grounds(case, step), gone)


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


def turn_of(step: Step, case: Case, on: dt.date, route: Route, signer: Signer | None = None) -> TaskAssignment:
    """The turn that opens if a case comes to a step on a day (生成待办), unsaved and without its task.

    Asked of a case as it is, it is the next turn; of a case as it is supposed to be, one on the path ahead. ``signer`` is
    the seat, where several people sign.
    """
    due_on, provisional = due_of(step, case, on)
    return TaskAssignment(
        signer=signer,
        case=case,
        process_name=case.process_name,
        step=step.name,
        post=route.post,
        person=person_of(step, case),
        why=[sentence.as_json() for sentence in (*_because(case), *route.why)],
        due_on=due_on,
        due_provisional=provisional,
    )


def open_turn(step: Step, case: Case, task: Any) -> TaskAssignment:
    """Write the assignment of a new task, in the transaction that created it."""
    turn = turn_at(step, case, task, route_of(step, case, clock.today()))
    wait_at(step, case, task)
    return turn


def turn_at(step: Step, case: Case, task: Any, route: Route, signer: Signer | None = None) -> TaskAssignment:
    """Write one turn of a task for the post it is routed to; ``signer`` is the seat, where several people sign."""
    turn = turn_of(step, case, clock.today(), route, signer)
    turn.task, turn.opened_at = task, clock.now()
    turn.visible_from = case.hold_until or turn.opened_at
    turn.suspended_at = turn.opened_at if case.handling and case.handling.pause else None
    with handling(case) as at:
        at.turn = at.rows.add(turn)
        at.involve(case, route.post.organisation_id)
    return turn


def wait_at(step: Step, case: Case, task: Any) -> None:
    """Write the day on which a step lapses, if it does."""
    if step.lapse is not None:
        with handling(case) as at:
            until = step.lapse.on(case.flow_class.facts(case))
            at.rows.add(Wait(task=task, case=case, until=until, article=step.lapse.article, stops=step.lapse.stops))


def _because(case: Case) -> list[Sentence]:
    """Why the turn is opened at all, where that is not the course's doing."""
    return case.handling.because if case.handling else []


def close_turns(case: Case, how: str) -> None:
    """Close every open turn and wait of a case without a decision."""
    now = clock.now()
    with handling(case) as at:
        at.rows.say(_CLOSE_TURNS, [now, how, case.pk])
        at.rows.say(_END_WAITS, [now, case.pk])
        at.rows.say(_CLOSE_ROUNDS, [now, how, case.pk])


def forget_ahead(case: Case) -> None:
    """Let the worker ask anew where the open turns lead next (重新推演): their days, or the people there, have changed."""
    with handling(case) as at:
        at.rows.say(_FORGET_AHEAD, [case.pk])
