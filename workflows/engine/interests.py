"""Declared interests (申报利害关系): whoever may act says that he must not, and the case goes to somebody else at once."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from audit import clock
from audit.journal import Actor
from registry.models import User
from workflows.engine import commands, countersigning, moving, reading, stranded, turns
from workflows.engine.authority import Authority, authority_over, hold
from workflows.engine.deciding import locked_case, still_open
from workflows.engine.errors import Refused, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Recusal, TaskAssignment


@or_conflict()
@transaction.atomic
def declare_interest(public_id: str, *, by: User, reason: str, key: str) -> Case:
    """Stand aside in a case for good (申请回避), by whoever may act on one of its open turns for a post.

    The turn, and every other one of the case that nobody can act on then, is routed anew in the same transaction; where
    nobody up to the highest level can act it stays, and the nightly check names the case. Raises PermissionDenied,
    Conflict (closed or elsewhere meanwhile), Refused (no reason given).
    """
    turn, _node, command = reading.glance(public_id, key)
    if commands.result_of(command, by=by, name="interest", target=public_id):
        return turn.case
    held = hold(turn, by, clock.today())
    case = locked_case(turn.case_id, task_id=turn.task_id, turn_id=turn.pk, key=key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="interest", target=public_id):
            return case
        turn = still_open(public_id, case)
        authority = authority_over(turn, by, held)
        if authority.as_subject:
            raise PermissionDenied(_("This is your own matter: nobody else can answer it for you."))
        if not reason.strip():
            raise Refused(_("Say what your interest in the case is."), field="reason")
        _recuse(turn, authority, by=by, reason=reason.strip())
        _route_anew(turn, on=clock.today(), by=by.actor)
        turns.forget_ahead(case)
        commands.keep(case, key, by=by, name="interest", target=public_id, result={"case": case.reference})
    return case


def _recuse(turn: TaskAssignment, authority: Authority, *, by: User, reason: str) -> None:
    """Write it down; from here on it counts, before its row is written."""
    case, person = turn.case, authority.person
    with handling(case) as at:
        at.rows.add(Recusal(case=case, person=person, reason=reason, by=by, at=clock.now()))
        at.recusals = (*(at.recusals or ()), (person.pk, Recusal.Ground.INTEREST))
        facts = {"step": turn.step, "turn": turn.public_id, "person": person.public_id}
        words = {"as": authority.as_whom, "reason": reason}
        note(case, "interest.declared", by=by.actor, article=turn.definition.article, facts=facts, words=words)


def _route_anew(turn: TaskAssignment, *, on: dt.date, by: Actor) -> None:
    if turn.signer_id is not None:
        countersigning.look_again(turn, turn.case)
        return
    moving.reroute(turn, on=on, by=by)
    for other in moving.others_open(turn.case, turn):
        if not stranded.able(other, on):
            moving.reroute(other, on=on, by=by)
