"""Who may act on a turn (办理权限), asked inside the transaction on the locked appointment.

A post is had by its holder, or by a proxy to whom delegations lead down from him. A proxy is as able as the least able
of those he acts through: nobody's matter is decided by somebody he chose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from registry import acting
from registry.acting import Holding
from registry.models import Appointment, Delegation, Person, User
from workflows.engine import deputies, reading, recusal
from workflows.engine.errors import Conflict
from workflows.engine.models import TaskAssignment
from workflows.engine.turns import grounds, recused


class Capacity(StrEnum):
    """In what capacity a person may act on a turn (办理资格): his own matter, a post, standing aside, or none."""

    SUBJECT = "subject"
    POST = "post"
    ASIDE = "aside"
    NONE = "none"


def capacity(
    *, person_id: int, subject_turn_of: int | None, ways: Collection[frozenset[int]], recused: frozenset[int]
) -> Capacity:
    """In what capacity a person may act. Pure.

    ``subject_turn_of`` is the person whose own turn it is, if it is somebody's; ``ways`` are the ways in which the
    turn's post is had on the day, each as everybody it goes through: himself alone for a holder, the holder down to
    himself for a proxy. ``recused`` must stand aside at this step, be it his own turn or that of his post.
    """
    own = subject_turn_of == person_id
    if not own and not ways:
        return Capacity.NONE
    if person_id in recused:
        return Capacity.ASIDE
    if own:
        return Capacity.SUBJECT
    return Capacity.POST if any(able(way, recused) for way in ways) else Capacity.ASIDE


def able(way: frozenset[int], recused: Collection[int]) -> bool:
    """Whether a post can be acted for in this way: nobody it goes through must stand aside. Pure."""
    return way.isdisjoint(recused)


@dataclass(frozen=True)
class Authority:
    """In what capacity somebody acts (办理身份)."""

    person: Person
    held: Holding | None
    as_subject: bool

    @property
    def appointment(self) -> Appointment | None:
        """His own appointment, or the one of the holder in whose place he acts; None in his own matter."""
        return self.held.appointment if self.held else None

    @property
    def delegation(self) -> Delegation | None:
        """The delegation to him, where he acts in place of a holder."""
        return self.held.delegation if self.held else None

    @property
    def acting_for_id(self) -> int | None:
        """Id of the holder in whose place he acts."""
        return self.held.appointment.person_id if self.held and self.held.chain else None

    @property
    def as_whom(self) -> str:
        """The capacity in words, kept with the decision as it was on that day."""
        return deputies.as_whom(self.held) if self.held else "本人"


def lock_appointment(by: User, post_id: int, on: dt.date) -> Appointment | None:
    """A user's own appointment to a post on a day, locked with the account until the transaction ends."""
    return reading.held_post(by, post_id, on)


def lock_holdings(by: User, post_id: int, process: str, on: dt.date) -> tuple[Holding, ...]:
    """By what a user has a post on a day for a kind of case, locked with the accounts until the transaction ends.

    His own appointment, in one statement; only who has none is asked for delegations. FOR SHARE, which Django has no
    word for: ending the appointment, revoking or closing the account waits for us, other decisions do not.
    """
    appointment = lock_appointment(by, post_id, on)
    if appointment is not None:
        return (Holding(appointment),)
    return tuple(acting.lock_chains(by, post_id, process, on))


def lock_account(by: User) -> Person:
    """The person behind an open account, which stays open until the transaction ends; PermissionDenied otherwise."""
    if by.person is None or not acting.hold_account(by):
        raise PermissionDenied(_("This account does not belong to a person."))
    return by.person


def hold(turn: TaskAssignment, by: User, on: dt.date) -> tuple[Holding, ...]:
    """By what a user acts on a turn, locked; nothing where it is his own; PermissionDenied if he has no part in it."""
    person = by.person
    if person is None or not by.is_active:
        raise PermissionDenied(_("This account does not belong to a person."))
    if turn.person_id == person.pk:
        lock_account(by)
        return ()
    held = lock_holdings(by, turn.post_id, turn.process_name, on)
    if not held:
        raise PermissionDenied(deputies.why_not(turn.post, person, turn.process_name, on))
    return held


def authority_over(turn: TaskAssignment, by: User, held: Sequence[Holding]) -> Authority:
    """In what capacity a user acts on a turn of a locked case, by what he holds; PermissionDenied if in none.

    Conflict if the turn went to another post before its case was locked.
    """
    if any(holding.post.pk != turn.post_id for holding in held):
        raise Conflict(_("This task has gone to %(post)s meanwhile.") % {"post": turn.post})
    aside = grounds(turn.case, turn.definition)
    found = capacity(
        person_id=by.person_id or 0,
        subject_turn_of=turn.person_id,
        ways=[holding.people for holding in held],
        recused=frozenset(aside),
    )
    if by.person is None or found not in (Capacity.SUBJECT, Capacity.POST):
        raise PermissionDenied(_stands_aside(by, held, aside))
    by_post = next((h for h in held if able(h.people, aside.keys())), None) if found is Capacity.POST else None
    return Authority(by.person, by_post, as_subject=found is Capacity.SUBJECT)


def _stands_aside(by: User, held: Sequence[Holding], aside: Mapping[int, recusal.Ground]) -> str:
    links = [link for holding in held for link in holding.chain]
    names = dict.fromkeys(link.giver.name for link in links if link.giver_id in aside)
    if by.person_id in aside or not names:
        return recusal.refusal(aside.get(by.person_id or 0, recusal.Ground.OPENER))
    return _("You are here as a deputy of %(names)s, who must stand aside in this case: somebody else must decide.") % {
        "names": "、".join(names)
    }


def may_act(turn: TaskAssignment, by: User, on: dt.date) -> bool:
    """Whether a user could act on a turn, without locking anything; for pages."""
    if by.person_id is None:
        return False
    own = turn.person_id == by.person_id
    ways = [] if own else acting.people_behind(by.person_id, turn.post_id, turn.process_name, on)
    aside = recused(turn.case, turn.definition) if own or ways else frozenset()
    found = capacity(person_id=by.person_id, subject_turn_of=turn.person_id, ways=ways, recused=aside)
    return found in (Capacity.SUBJECT, Capacity.POST)
