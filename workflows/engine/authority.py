"""Who may act on a turn (办理权限), asked inside the transaction on the locked appointment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from registry.models import Appointment, Person, User
from workflows.engine import reading, recusal
from workflows.engine.errors import Conflict
from workflows.engine.models import TaskAssignment
from workflows.engine.turns import grounds, recused


class Capacity(StrEnum):
    """In what capacity a person may act on a turn (办理资格): his own matter, a post, standing aside, or none."""

    SUBJECT = "subject"
    POST = "post"
    ASIDE = "aside"
    NONE = "none"


def capacity(*, person_id: int, subject_turn_of: int | None, holds_post: bool, recused: frozenset[int]) -> Capacity:
    """In what capacity a person may act. Pure.

    ``subject_turn_of`` is the person whose own turn it is, if it is somebody's; ``holds_post`` whether the turn's post
    is held on the day; ``recused`` who must stand aside at this step, be it his own turn or that of his post.
    """
    own = subject_turn_of == person_id
    if not own and not holds_post:
        return Capacity.NONE
    if person_id in recused:
        return Capacity.ASIDE
    return Capacity.SUBJECT if own else Capacity.POST


@dataclass(frozen=True)
class Authority:
    """In what capacity somebody acts (办理身份)."""

    person: Person
    appointment: Appointment | None
    as_subject: bool

    @property
    def as_whom(self) -> str:
        """The capacity in words, kept with the decision as it was on that day."""
        if self.appointment is None:
            return "本人"
        return f"{self.appointment.post}{'（主持工作）' if self.appointment.acting else ''}"


def lock_appointment(by: User, post_id: int, on: dt.date) -> Appointment | None:
    """The appointment by which a user holds a post on a day, locked with the account until the transaction ends.

    FOR SHARE, which Django has no word for: ending the appointment or closing the account waits for us, other decisions
    do not.
    """
    return reading.held_post(by, post_id, on)


def lock_account(by: User) -> Person:
    """The person behind an open account, which stays open until the transaction ends; PermissionDenied otherwise."""
    if by.person is None or not reading.open_account(by):
        raise PermissionDenied(_("This account does not belong to a person."))
    return by.person


def hold(turn: TaskAssignment, by: User, on: dt.date) -> Appointment | None:
    """The appointment by which a user acts on a turn, locked; None where it is his own; PermissionDenied if neither."""
    person = by.person
    if person is None or not by.is_active:
        raise PermissionDenied(_("This account does not belong to a person."))
    if turn.person_id == person.pk:
        lock_account(by)
        return None
    appointment = lock_appointment(by, turn.post_id, on)
    if appointment is None:
        raise PermissionDenied(_("This is up to %(post)s, a post you do not hold today.") % {"post": turn.post})
    return appointment


def authority_over(turn: TaskAssignment, by: User, appointment: Appointment | None) -> Authority:
    """In what capacity a user acts on a turn of a locked case, by a locked appointment; PermissionDenied if in none.

    Conflict if the turn went to another post before its case was locked.
    """
    if appointment is not None and appointment.post_id != turn.post_id:
        raise Conflict(_("This task has gone to %(post)s meanwhile.") % {"post": turn.post})
    aside = grounds(turn.case, turn.definition)
    found = capacity(
        person_id=by.person_id or 0,
        subject_turn_of=turn.person_id,
        holds_post=appointment is not None,
        recused=frozenset(aside),
    )
    if by.person is None or found not in (Capacity.SUBJECT, Capacity.POST):
        raise PermissionDenied(recusal.refusal(aside.get(by.person_id or 0, recusal.Ground.OPENER)))
    return Authority(by.person, appointment, as_subject=found is Capacity.SUBJECT)


def may_act(turn: TaskAssignment, by: User, on: dt.date) -> bool:
    """Whether a user could act on a turn, without locking anything; for pages."""
    if by.person_id is None:
        return False
    own = turn.person_id == by.person_id
    held = not own and Appointment.objects.on(on).filter(person_id=by.person_id, post_id=turn.post_id).exists()
    aside = recused(turn.case, turn.definition) if own or held else frozenset()
    found = capacity(person_id=by.person_id, subject_turn_of=turn.person_id, holds_post=held, recused=aside)
    return found in (Capacity.SUBJECT, Capacity.POST)
