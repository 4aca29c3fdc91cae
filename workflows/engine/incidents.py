"""Reporting what happened to a case outside its steps (突发情况登记), e.g. that a letter is lost, by whom the course names."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from audit import clock
from registry.models import User
from workflows.engine import commands, intervening, nodes, reading, telling
from workflows.engine.deciding import locked_case
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case
from workflows.engine.sentences import say
from workflows.engine.suspended import refuse_suspended
from workflows.engine.words import Incident

MOST = 300
_REPORTED = _n("%(post)s has reported: %(what)s. %(words)s")


def reportable(case: Case, user: User) -> list[Incident]:
    """What a user could report of a case where it stands now; for pages, without a lock."""
    return [act for act in case.flow_class.incidents if intervening.may(case, act, user, clock.today())]


def report_incident(case_id: int, *, by: User, incident: str, words: str, key: str) -> Case:
    """Report what happened (登记突发情况): the open turn is closed, and the case goes where the course says.

    There is no hold: what was reported is not unsaid. Raises PermissionDenied, Conflict (the case stands elsewhere by
    now, or is suspended), Refused (no words, or too many).
    """
    if not words.strip():
        raise Refused(_("Say what happened, when and where."), field="words")
    if len(words.strip()) > MOST:
        raise Refused(_("Say it in at most %(n)s characters.") % {"n": MOST}, field="words")
    with or_conflict(), transaction.atomic():
        return _reported(case_id, by, incident, words.strip(), key)


def _reported(case_id: int, by: User, incident: str, words: str, key: str) -> Case:
    today, act = clock.today(), _act_of(reading.unlocked(case_id), incident)
    held = intervening.locked_seat(case_id, act, by, today)
    case = locked_case(case_id, key=key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="report", target=case.reference):
            return case
        who = intervening.authority_for(case, act, by, held, today)
        intervening.refuse_elsewhere(case, act)
        refuse_suspended(case)
        _refuse_within_the_hold(case)
        last = intervening.break_off(case, act.name)
        said = {"incident": act.name, "words": words, "by": str(by), "on": str(today)}
        case.data = {**case.data, "incidents": [*incidents_of(case), said]}
        at.rows.change(case, "data")
        facts = {"incident": act.name} | intervening.by_delegation(who)
        spoken = {"as": who.as_whom, "reason": words}
        note(case, "case.incident", by=by.actor, article=act.article, facts=facts, words=spoken)
        commands.keep(case, key, by=by, name="report", target=case.reference, result={"case": case.reference})
        sentence = say(_REPORTED, post=who.as_whom, what=act.title, words=words)
        telling.tell_parties(case, sentence, key=f"incident:{case.reference}:{len(case.data['incidents'])}")
        nodes.go_to(case, last, act.then)
    return case


def _refuse_within_the_hold(case: Case) -> None:
    """What was decided last may still be taken back, and then nothing of the kind can have happened yet."""
    if case.decisions.filter(recalled_at__isnull=True, held_until__gt=clock.now()).exists():
        raise Conflict(_("The step before can still be taken back. Try again in a moment."))


def incidents_of(case: Case, name: str = "") -> Sequence[dict[str, str]]:
    """What was reported of a case, oldest first: incident, words, by, on; of one sort if it is named."""
    return [said for said in case.data.get("incidents", ()) if not name or said["incident"] == name]


def _act_of(case: Case, incident: str) -> Incident:
    found = next((act for act in case.flow_class.incidents if act.name == incident), None)
    if found is None:
        raise PermissionDenied(_("Nothing like this is reported of cases of this kind."))
    return found
