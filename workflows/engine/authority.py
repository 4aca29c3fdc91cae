"""Who may act on a turn (办理权限), asked inside the transaction on the locked appointment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from registry.models import Appointment, Person, User
from workflows.engine.models import TaskAssignment
from workflows.engine.turns import recused


@dataclass(frozen=True)
class Authority:
    """In what capacity somebody acts (办理身份)."""

    person: Person
    appointment: Appointment | None
    as_subject: bool

    @property
    def as_whom(self) -> str:
        """The capacity in words, kept with the decision as it was on that day."""
        return "本人" if self.appointment is None else str(self.appointment.post)


def lock_appointment(person: Person, post_id: int, on: dt.date) -> Appointment | None:
    """The appointment by which a person holds a post on a day, locked until the transaction ends.

    FOR SHARE, which Django has no word for: ending the appointment waits for us, other decisions do not.
    """
    sql = (
        "SELECT * FROM registry_appointment WHERE person_id = %s AND post_id = %s AND since <= %s"
        " AND (until IS NULL OR until >= %s) FOR SHARE"
    )
    found = list(Appointment.objects.raw(sql, [person.pk, post_id, on, on]))
    return found[0] if found else None


def authority_over(turn: TaskAssignment, by: User, on: dt.date) -> Authority:
    """In what capacity a user acts on a turn; PermissionDenied with a sentence if in none."""
    person = by.person
    if person is None or not by.is_active:
        raise PermissionDenied(_("This account does not belong to a person."))
    if turn.person_id == person.pk:
        return Authority(person, None, as_subject=True)
    appointment = lock_appointment(person, turn.post_id, on)
    if appointment is None:
        raise PermissionDenied(_("This is up to %(post)s, a post you do not hold today.") % {"post": turn.post})
    if person.pk in recused(turn.case, turn.definition):
        raise PermissionDenied(_("You started this case or it is about you, so somebody else must decide."))
    return Authority(person, appointment, as_subject=False)


def may_act(turn: TaskAssignment, by: User, on: dt.date) -> bool:
    """Whether a user could act on a turn, without locking anything; for pages."""
    if by.person_id is None:
        return False
    if turn.person_id == by.person_id:
        return True
    held = Appointment.objects.on(on).filter(Q(person_id=by.person_id), Q(post_id=turn.post_id)).exists()
    return held and by.person_id not in recused(turn.case, turn.definition)
