"""Ending a case that has lost its ground (终止), by whom the course allows; the member is told in writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from audit import clock
from documents.trials import try_paper
from registry.models import User
from workflows.engine import commands, intervening, nodes, reading, suspended, telling
from workflows.engine.deciding import locked_case
from workflows.engine.errors import Refused, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.sentences import say
from workflows.engine.words import Issue

MOST = 300
_ENDED = _n("%(post)s has ended the case: %(reason)s")


def terminate(case_id: int, *, by: User, reason: str, key: str) -> Case:
    """End a case (终止), suspended or not, by whom the course allows: not its opener, not its subject.

    There is no hold and no way back but asking again. Raises PermissionDenied, Conflict (ended already, or gone too
    far), Refused (no reason, or one that the paper cannot print).
    """
    _refuse(reason)
    _try_paper(case_id, by, reason)
    with or_conflict(), transaction.atomic():
        return _terminated(case_id, by, reason, key)


def _terminated(case_id: int, by: User, reason: str, key: str) -> Case:
    today, act = clock.today(), intervening.termination_of(reading.unlocked(case_id))
    held = intervening.locked_seat(case_id, act, by, today)
    case = locked_case(case_id, key=key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="terminate", target=case.reference):
            return case
        who = intervening.authority_for(case, act, by, held, today)
        intervening.refuse_elsewhere(case, act)
        last = intervening.break_off(case, "terminated")
        suspended.end(case, today, by)
        case.data = {**case.data, "terminated": _said(reason, by)}
        at.rows.change(case, "data")
        note(
            case,
            "case.terminated",
            by=by.actor,
            article=act.article,
            facts=intervening.by_delegation(who),
            words={"as": who.as_whom, "reason": reason.strip()},
        )
        commands.keep(case, key, by=by, name="terminate", target=case.reference, result={"case": case.reference})
        sentence = say(_ENDED, post=who.as_whom, reason=reason.strip())
        telling.tell_parties(case, sentence, key=f"terminated:{case.reference}")
        nodes.go_to(case, last, act.then)
    return case


def _said(reason: str, by: User) -> Mapping[str, Any]:
    return {"reason": reason.strip(), "by": str(by), "on": str(clock.today())}


def _refuse(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why the case is ended: the member is told."), field="reason")
    if len(reason.strip()) > MOST:
        raise Refused(_("Say it in at most %(n)s characters.") % {"n": MOST}, field="reason")


def _try_paper(case_id: int, by: User, reason: str) -> None:
    """Typeset the notice before any lock is taken: what it could not print is refused now, not found afterwards."""
    case = reading.known(reading.unlocked(case_id))
    act = case.flow_class.termination
    if not intervening.may(case, act, by, clock.today()):
        return
    node = case.flow_class.instance.node(act.then, no_obsolete=True)
    case.data = {**case.data, "terminated": _said(reason, by)}
    tried = try_paper(node.kind, node.facts_of(case, Said(case))) if isinstance(node, Issue) else None
    if tried is not None and tried.problems:
        lines = [f"{label}：{problem}" for label, problems in tried.problems.items() for problem in problems]
        raise Refused(_("The paper cannot be printed like this.") + " " + "；".join(lines), field="reason")
