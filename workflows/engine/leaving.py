"""Leavers (离任交接): what ends with a person's last day, shown first, then done in one transaction or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from audit import clock, journal
from audit.journal import Actor
from registry import delegations, posts
from registry.models import Appointment, Delegation, Person, Post, Role, User
from workflows.engine import commands, countersigning, moving, reading, stranded, vacancies
from workflows.engine.authority import lock_account
from workflows.engine.deciding import locked_case
from workflows.engine.errors import Conflict, Refused, or_conflict
from workflows.engine.handling import handling
from workflows.engine.models import Command, TaskAssignment
from workflows.engine.routing import Gone
from workflows.engine.vacancies import Going, Unopened

LEAVER = journal.system("leaver")
ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Leaving:
    """What ends with a person's last day (交接清单). ``after`` is the first day without him.

    ``seats`` are the turns by which only he could sign in a round: they leave the count. ``delegations`` are those he
    gave and those he received.
    """

    person: Person
    last_day: dt.date
    after: dt.date
    terms: list[Appointment]
    turns: list[Going]
    seats: list[TaskAssignment]
    delegations: list[Delegation]
    vacant: list[Post]
    unopened: list[Unopened]

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "person": self.person.public_id,
            "last_day": str(self.last_day),
            "posts": [{"appointment": term.pk, "post": str(term.post)} for term in self.terms],
            "turns": [found.as_json() for found in self.turns],
            "seats": [{"case": turn.case.number, "turn": turn.public_id, "at": str(turn.post)} for turn in self.seats],
            "delegations": [_as_json(found) for found in self.delegations],
            "vacant": [str(post) for post in self.vacant],
            "unopened": [found.as_json() for found in self.unopened],
            "digest": self.digest,
        }

    @property
    def digest(self) -> str:
        """SHA-256 of what is shown: whoever agrees to it agrees to nothing else."""
        said = [
            [self.person.pk, str(self.last_day)],
            [term.pk for term in self.terms],
            [[found.turn.pk, found.to.pk if found.to else None] for found in self.turns],
            [turn.pk for turn in self.seats],
            [[found.pk, str(found.until)] for found in self.delegations],
            [post.pk for post in self.vacant],
            [[found.process.name, found.organisation.pk] for found in self.unopened],
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _as_json(found: Delegation) -> dict[str, str]:
    return {
        "delegation": found.public_id,
        "post": str(found.post),
        "from": found.giver.name,
        "to": found.proxy.name,
        "since": str(found.since),
        "until": str(found.until),
    }


def leaving(person: Person, last_day: dt.date) -> Leaving:
    """What would end with a person's last day; nothing is written. Refused if a term of his begins later."""
    terms = list(_terms(person, last_day).select_related("post__organisation"))
    if later := [term for term in terms if term.since > last_day]:
        raise Refused(
            _("%(post)s is to be held from %(day)s on: choose a later last day.")
            % {"post": later[0].post, "day": later[0].since},
            field="last_day",
        )
    after, gone = max(last_day + ONE, clock.today()), Gone(persons=frozenset({person.pk}))
    held = [term.post for term in terms]
    numbers = [post.pk for post in held]
    turns, seats = (
        [turn for turn in found if not stranded.able(turn, after) - gone.persons]
        for found in (vacancies.open_turns(numbers), vacancies.open_seats(numbers))
    )
    return Leaving(
        person,
        last_day,
        after,
        terms,
        turns=[vacancies.going(turn, after, gone) for turn in turns],
        seats=seats,
        delegations=list(delegations.of_a_leaver(person, last_day)),
        vacant=[post for post in held if {holder.pk for holder in posts.holders(post, after)} <= gone.persons],
        unopened=vacancies.unopened(held, after, gone),
    )


def _terms(person: Person, last_day: dt.date) -> Any:
    """The terms of a person that run on after a day."""
    return person.appointments.filter(Q(until__isnull=True) | Q(until__gt=last_day)).order_by("pk")


@or_conflict()
@transaction.atomic
def leave(
    person: Person, *, last_day: dt.date, reason: str, by: User | None = None, key: str = "", digest: str = ""
) -> dict[str, Any]:
    """End every post of a person with a last day, and let what only he could do go where it belongs then (离任交接).

    ``by`` is a registrar above all the posts that end; without one, whoever runs the server. ``digest`` is that of the
    list that was shown. All or nothing. Raises PermissionDenied, Conflict (the list has changed meanwhile), Refused
    (no reason, nothing that ends, or tasks that nobody could take).
    """
    target = person.public_id
    if by is not None and (done := commands.earlier(key, by=by, name="leave", target=target)):
        return done
    if by is not None:
        _hold_right(by, list(_terms(person, last_day).select_related("post__organisation")))
    terms = list(_terms(person, last_day).select_for_update(of=("self",)))
    if by is not None and (done := commands.earlier(key, by=by, name="leave", target=target)):
        # The same form, sent twice at the same moment: the first one had the terms.
        return done
    held = list(delegations.of_a_leaver(person, last_day).select_for_update(of=("self",)))
    plan = leaving(person, last_day)
    _refuse(plan, terms, reason, digest)
    _carry_out(plan, held, by, reason.strip())
    result = {"person": target, "posts": len(plan.terms), "turns": len(plan.turns)}
    if by is not None:
        Command.objects.create(key=key, by=by, name="leave", target=target, result=result, at=clock.now())
    return result


def _carry_out(plan: Leaving, held: list[Delegation], by: User | None, reason: str) -> None:
    """End the terms and the delegations, send the turns on, let the rounds count anew."""
    actor = by.actor if by is not None else LEAVER
    for term in plan.terms:
        posts.end_appointment(term, by=actor, last_day=plan.last_day, reason=reason)
    for delegation in held:
        delegations.end_with_leaver(delegation, plan.last_day, by=actor, user=by)
    for found in plan.turns:
        _send_on(found, plan.after, actor)
    for seat in plan.seats:
        _leave_the_count(seat)
    _refuse_left(plan)


def may_let_go(by: User, person: Person, last_day: dt.date) -> bool:
    """Whether a user may end the posts of a person, as registrar above all of them; for pages."""
    terms = list(_terms(person, last_day).select_related("post__organisation"))
    return bool(_registrar_above(by, terms))


def _registrar_above(by: User, terms: list[Appointment]) -> list[Appointment]:
    """The registrar's posts of a user that stand above every one of some terms."""
    held = [a for a in posts.appointments_of(by.person, clock.today()) if a.post.role == Role.REGISTRAR]
    places = [term.post.organisation.lineage for term in terms]
    return [a for a in held if all(a.post.organisation_id in lineage for lineage in places)]


def _hold_right(by: User, terms: list[Appointment]) -> None:
    """Lock the account and the registrar's post by which a user does it; PermissionDenied if he has none."""
    lock_account(by)
    above = _registrar_above(by, terms)
    if not any(reading.held_post(by, held.post_id, clock.today()) for held in above):
        raise PermissionDenied(_("Only a registrar above all these posts can end them."))


def _refuse(plan: Leaving, locked: list[Appointment], reason: str, digest: str) -> None:
    if [term.pk for term in locked] != [term.pk for term in plan.terms] or (digest and digest != plan.digest):
        raise Conflict(_("Something has changed since this list was made. Look at it again."))
    if not plan.terms:
        raise Refused(_("This person holds no post after that day."), field="last_day")
    if not reason.strip():
        raise Refused(_("Say why the posts end."), field="reason")


def _send_on(found: Going, on: dt.date, by: Actor) -> None:
    case = locked_case(found.turn.case_id, task_id=found.turn.task_id)
    with handling(case) as at:
        if at.turn is not None and at.turn.is_open and not stranded.able(at.turn, on):
            moving.reroute(at.turn, on=on, by=by)


def _leave_the_count(seat: TaskAssignment) -> None:
    """Look at a round in which he signs: at once where he has left already, else the sweep does on the day after."""
    case = locked_case(seat.case_id, task_id=seat.task_id, turn_id=seat.pk)
    with handling(case) as at:
        # Nobody signs while the case is suspended; when it goes on, the next look finds what has changed.
        if at.turn is not None and at.turn.is_open and at.pause is None:
            countersigning.look_again(at.turn, case)


def _refuse_left(plan: Leaving) -> None:
    """Ask the database whether anything is left: tasks that nobody could act on, delegations that run on. Then nothing of
    all this has happened."""
    if delegations.of_a_leaver(plan.person, plan.last_day).exists():
        raise Conflict(_("Something has changed since this list was made. Look at it again."))
    left = list(stranded.left_on([term.post_id for term in plan.terms], plan.after))
    if left:
        named = "；".join(f"{turn.case.number} {turn.definition.title}" for turn in left)
        raise Refused(_("Nothing was changed, because nobody could take these tasks: %(tasks)s") % {"tasks": named})
