"""Asking for haste (催办): by the initiator, the subject, or somebody above who sees the case; told to all it waits for."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from audit import clock
from registry.acting import Holding, holdings_of
from registry.calendar import Calendar
from registry.models import User
from workflows.engine import commands
from workflows.engine.able import able_on, waiting_turns
from workflows.engine.authority import lock_account, lock_holdings
from workflows.engine.deciding import locked_case
from workflows.engine.errors import Conflict, or_conflict
from workflows.engine.handling import handling, note
from workflows.engine.models import Case, Notice, TaskAssignment, Urge
from workflows.engine.parties import open_turns
from workflows.engine.sentences import say
from workflows.engine.suspended import refuse_suspended
from workflows.engine.telling import tell
from workflows.engine.turns import pack_of
from workflows.engine.words.rules import calendar_for

_URGED = _n("%(who)s asks you to hurry: %(step)s.")


def next_on(last: dt.date | None, today: dt.date, calendar: Calendar, *, days: int) -> dt.date:
    """The first day on which somebody may ask again, ``days`` working days after he last did. Pure."""
    return today if last is None else max(today, calendar.after(last, days))


def waiting_of(case: Case) -> list[TaskAssignment]:
    """The turns of a case that wait for somebody now, oldest first."""
    turns = case.assignments.filter(waiting_turns(clock.now())).select_related("task", "post__organisation", "person")
    found = list(turns.order_by("pk"))
    for turn in found:
        turn.case = case
    return found


def _above(held: Holding, turns: list[TaskAssignment]) -> bool:
    """True for a post in an organisation above one in which a turn waits, had for this kind of case."""
    place = held.post.organisation_id
    return any(place in turn.post.organisation.lineage[:-1] and held.covers(turn.process_name) for turn in turns)


def _locked_posts(case_id: int, by: User, on: dt.date) -> list[Holding]:
    """By what a user has posts in this kind of case, himself or as a proxy, each locked."""
    process = Case.objects.values_list("process_name", flat=True).get(pk=case_id)
    had = [held for held in holdings_of(by.person, on) if held.covers(process)]
    return [locked for held in had for locked in lock_holdings(by, held.post.pk, process, on)]


def is_concerned(case: Case, by: User) -> bool:
    """True for whoever initiated a case, himself or through a proxy, and for its subject."""
    return by.person_id is not None and by.person_id in case.concerned


def may_urge(case: Case, by: User, on: dt.date) -> bool:
    """Whether a user could ask for haste in a case now, without locking anything; for pages."""
    if case.closed_at is not None or by.person_id is None or too_early(case, by, on) is not None:
        return False
    turns = waiting_of(case)
    concerned = is_concerned(case, by) or any(_above(held, turns) for held in holdings_of(by.person, on))
    return concerned and any(able - {by.person_id} for able in able_on(turns, on).values())


def too_early(case: Case, by: User, on: dt.date) -> dt.date | None:
    """The day on which a user may ask again in a case; None if that is today already."""
    last = (
        Urge.objects.filter(case=case, person_id=by.person_id or 0).order_by("-on").values_list("on", flat=True).first()
    )
    if last is None:
        return None
    first = next_on(last, on, calendar_for(on), days=pack_of(case).desk.urge_working_days.value)
    return first if first > on else None


@or_conflict()
@transaction.atomic
def urge(case_id: int, *, by: User, words: str = "", key: str) -> Case:
    """Ask everybody a case waits for to hurry (催办). Raises PermissionDenied; Conflict if it is too early, suspended, or
    waits for nobody."""
    today = clock.today()
    person = lock_account(by)
    posts = _locked_posts(case_id, by, today)
    case = locked_case(case_id, key=key)
    with handling(case) as at:
        if commands.result_of(at.command, by=by, name="urge", target=case.reference):
            return case
        turns = open_turns(case) if at.pause is not None else waiting_of(case)
        if not is_concerned(case, by) and not any(_above(held, turns) for held in posts):
            raise PermissionDenied(_("Only the initiator, the member concerned or somebody above may ask for haste."))
        refuse_suspended(case)
        able = _whom(case, turns, by, today)
        at.rows.add(Urge(case=case, person=person, at=clock.now(), on=today))
        for turn in turns:
            turn.urged += 1
            at.rows.change(turn, "urged")
            sentence = say(_URGED, who=by, step=turn.definition.title)
            tell(case, Notice.Kind.URGED, sentence, persons=able[turn.pk], key=_key(turn, by, today), turn=turn)
        facts = {"steps": [turn.step for turn in turns], "posts": [turn.post_id for turn in turns]}
        note(case, "case.urged", by=by.actor, facts=facts, words={"reason": words.strip()})
        commands.keep(case, key, by=by, name="urge", target=case.reference, result={"case": case.reference})
    return case


def _key(turn: TaskAssignment, by: User, on: dt.date) -> str:
    return f"urged:{turn.public_id}:{by.pk}:{on}"


def _whom(case: Case, turns: list[TaskAssignment], by: User, on: dt.date) -> dict[int, frozenset[int]]:
    """Whom each turn waits for, apart from the one who asks; Conflict if nobody, or if he has asked just now."""
    able = {pk: found - {by.person_id} for pk, found in able_on(turns, on).items()}
    if case.closed_at is not None or not any(able.values()):
        raise Conflict(_("Nothing in this case waits for anybody else now."))
    again = too_early(case, by, on)
    if again is not None:
        raise Conflict(_("You have asked for haste already; you may again from %(day)s.") % {"day": again})
    return able
