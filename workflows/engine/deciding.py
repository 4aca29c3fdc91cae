"""Deciding (办理): the one way a turn is acted upon.

Lock the actor's appointment, lock the case, re-read, ask who, ask the rules, keep the answers, journal, advance; one
transaction. A repeated command is answered with its first result; a stale one with who was faster.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import clock
from forms.kit import StepForm
from registry.models import User
from workflows.engine import checking, commands, countersigning, nodes, reading, rounds
from workflows.engine.authority import Authority, authority_over, hold, may_act
from workflows.engine.errors import Conflict, Invalid, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Decision, TaskAssignment
from workflows.engine.said import NotReached, Said
from workflows.engine.suspended import refuse_suspended
from workflows.engine.turns import pack_of
from workflows.engine.words import Step

_END_WAIT = "UPDATE workflows_wait SET ended_at = %s WHERE task_id = %s AND ended_at IS NULL"


def bound_form(turn: TaskAssignment, data: Mapping[str, Any], *, by_subject: bool, today: dt.date) -> StepForm:
    """The step's form over answers, with the limits of this case today."""
    step: Step = turn.definition
    limits = turn.case.flow_class.limits_at(turn.case, step.name, today=today, by_subject=by_subject)
    return step.form(data, limits=limits)


def locked_case(case_id: int, *, task_id: int | None = None, turn_id: int | None = None, key: str = "") -> Case:
    """The case under its lock, and all about it as it is then: one of its tasks, and the command of a key, too."""
    return reading.locked(case_id, task_id=task_id, turn_id=turn_id, key=key)


def decide(public_id: str, *, by: User, data: Mapping[str, Any], key: str, digest: str = "") -> Decision:
    """Act on a turn (办理待办).

    ``key`` makes a repeat harmless; ``digest`` is what the check page showed of the paper. Raises PermissionDenied,
    Invalid (answers), Conflict (somebody was faster, or the paper has changed), Refused (a rule says no).
    """
    turn, node, command = reading.glance(public_id, key)
    if done := commands.result_of(command, by=by, name="decide", target=public_id):
        return Decision.objects.get(public_id=done["decision"])
    if node.papers and turn.is_open:
        _try_papers(turn, by, data)
    with or_conflict(), transaction.atomic():
        today = clock.today()
        held = hold(turn, by, today)
        case = locked_case(turn.case_id, task_id=turn.task_id, turn_id=turn.pk, key=key)
        with handling(case) as at:
            if done := commands.result_of(at.command, by=by, name="decide", target=public_id):
                return Decision.objects.get(public_id=done["decision"])
            turn = still_open(public_id, case)
            authority = authority_over(turn, by, held)
            form = _valid(bound_form(turn, data, by_subject=authority.as_subject, today=today))
            _allowed(turn, case, form, digest, authority)
            decision = _decision(turn, case, form, by=by, authority=authority, digest=digest)
            keep(turn, case, decision, form.cleaned_data)
            commands.keep(case, key, by=by, name="decide", target=public_id, result={"decision": decision.public_id})
            if turn.signer_id is None:
                nodes.finish(turn.task, decision.outcome, case)
            else:
                countersigning.signed(turn, decision, case)
        return decision


def _try_papers(turn: TaskAssignment, by: User, data: Mapping[str, Any]) -> None:
    """Typeset what will be issued before any lock is taken: that takes its time, and is kept by digest."""
    case = reading.known(reading.unlocked(turn.case_id), task_id=turn.task_id, turn_id=turn.pk)
    turn = _turn_in(case)
    if not may_act(turn, by, clock.today()):
        return
    form = bound_form(turn, data, by_subject=turn.person_id == by.person_id, today=clock.today())
    if form.is_valid():
        # Nothing is locked yet: a step before may be taken back this very moment; under the lock that is a Conflict.
        with suppress(NotReached):
            checking.trial(turn.definition, case, form.outcome(), form.cleaned_data, by.person)


def _turn_in(case: Case) -> TaskAssignment:
    """The turn that was read with its case."""
    if case.handling is None or case.handling.turn is None:
        raise TaskAssignment.DoesNotExist
    return case.handling.turn


def still_open(public_id: str, case: Case) -> TaskAssignment:
    """The turn that was read with its locked case, if it can be acted upon now; Conflict says who or what was faster."""
    turn = _turn_in(case)
    refuse_suspended(case)
    if turn.is_open and turn.visible_from <= clock.now():
        return turn
    if turn.is_open:
        # The step before can still be taken back: until then this turn is nobody's.
        raise Conflict(_("The step before can still be undone. Try again in a moment."))
    decision = Decision.objects.filter(assignment__public_id=public_id).select_related("person").first()
    if decision is None:
        raise Conflict(
            rounds.closed_because(turn) or _("This task is closed: it was recalled, withdrawn or its term ran out.")
        )
    raise Conflict(
        _("%(who)s (%(post)s) has dealt with this already, on %(at)s.")
        % {"who": decision.person, "post": decision.as_whom, "at": f"{timezone.localtime(decision.at):%Y-%m-%d %H:%M}"}
    )


def _valid(form: StepForm) -> StepForm:
    if not form.is_valid():
        raise Invalid(form)
    return form


def _allowed(turn: TaskAssignment, case: Case, form: StepForm, digest: str, authority: Authority) -> None:
    """Ask the guards with the answers counted in, and hold the paper against the digest that was shown."""
    step: Step = turn.definition
    outcome = form.outcome()
    said = Said(case, {step.name: (outcome, form.cleaned_data)}, authority.person)
    checking.refuse_blocked(step.guards, case.flow_class.facts(case, said), outcome)
    shown = checking.facts_digest(step, case, outcome, form.cleaned_data, authority.person) if digest else ""
    if digest != shown:
        raise Conflict(_("What the paper would print has changed since you checked it; look at it again."))


def _decision(
    turn: TaskAssignment, case: Case, form: StepForm, *, by: User, authority: Authority, digest: str
) -> Decision:
    said = {"outcome": form.outcome(), "answers": form.answers(), "facts_digest": digest}
    return made(turn, case, by=by, authority=authority, **said)


def made(turn: TaskAssignment, case: Case, *, by: User, authority: Authority, **said: Any) -> Decision:
    """The decision of a turn as it will be written; from now on the case is held, so that it can be taken back."""
    now = clock.now()
    case.hold_until = now + dt.timedelta(seconds=pack_of(case).desk.undo_seconds.value)  # type: ignore[misc]
    with handling(case) as at:
        return Decision(
            pk=at.number("workflows_decision"),
            assignment=turn,
            case=case,
            step=turn.step,
            kind=turn.definition.kind,
            by=by,
            person=authority.person,
            appointment=authority.appointment,
            delegation=authority.delegation,
            acting_for_id=authority.acting_for_id,
            as_whom=authority.as_whom,
            at=now,
            on=clock.today(),
            held_until=case.hold_until,
            opener_id=case.opener_id,
            opened_for_id=case.opened_for_id,
            subject_person_id=case.subject_person_id,
            **said,
        )


def keep(turn: TaskAssignment, case: Case, decision: Decision, answers: Mapping[str, Any] | None = None) -> None:
    """Write the decision with the typed answers that count from now on, close the turn, journal."""
    with handling(case) as at:
        at.rows.add(decision)
        if answers is not None:
            at.decided(decision, answers)
        turn.closed_at, turn.closed_how = decision.at, "decided"
        at.rows.change(turn, "closed_at", "closed_how")
        if at.waits and turn.signer_id is None:
            at.rows.say(_END_WAIT, [decision.at, turn.task_id])
        _note(turn, case, decision)


def _note(turn: TaskAssignment, case: Case, decision: Decision) -> None:
    to = {"to": decision.answers["to"]} if decision.sends_back else {}
    said = {"reason": decision.answers["reason"]} if decision.sends_back else {"answers": decision.answers}
    note(
        case,
        "step.sent_back" if decision.sends_back else "step.decided",
        by=decision.by.actor,
        article=turn.definition.article,
        facts={"step": turn.step, "outcome": decision.outcome, "decision": decision.public_id, "post": turn.post_id}
        | to
        | ({"delegation": decision.delegation.public_id} if decision.delegation else {}),
        words={"as": decision.as_whom} | said,
    )
