"""Who takes part in a case besides deciding it (参与办件): whoever may act on an open turn, its opener, its subject, and
the holders of posts from which it is seen.

Each is locked before the case is, as for deciding: neither the post nor the account ends meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from audit import clock
from registry.acting import Holding, holdings_of
from registry.models import Appointment, Organisation, Person, User
from workflows.engine import deputies
from workflows.engine.authority import authority_over, hold, lock_account, lock_holdings, may_act
from workflows.engine.models import Case, TaskAssignment

SUBJECT, OPENER = "本人", "发起人"


@dataclass(frozen=True)
class Part:
    """In what capacity somebody takes part (参与身份): in words, by which turn or post of his."""

    person: Person
    as_whom: str
    turn: TaskAssignment | None = None
    appointment: Appointment | None = None
    held: Sequence[Holding] = ()

    @property
    def as_official(self) -> bool:
        """True where a post of his is the ground, not that the case is his own."""
        return self.appointment is not None

    def place(self, case: Case) -> Organisation:
        """The organisation for which he takes part: that of his post, else that of the case."""
        return self.appointment.post.organisation if self.appointment else case.organisation


def open_turns(case: Case) -> list[TaskAssignment]:
    """The turns of a case that wait for somebody, oldest first."""
    turns = case.assignments.filter(closed_at__isnull=True).order_by("pk")
    return list(turns.select_related("task", "post__organisation", "person", "case"))


def own_turn(case: Case, by: User, on: dt.date) -> TaskAssignment | None:
    """The open turn of a case on which a user may act today; locks nothing.

    While the step before can still be taken back, a turn is nobody's.
    """
    now = clock.now()
    return next((turn for turn in open_turns(case) if turn.visible_from <= now and may_act(turn, by, on)), None)


def hold_in(case: Case, by: User, on: dt.date) -> Part:
    """Lock the ground on which a user handles a case: a turn of his, or that he initiated it or is its subject.

    PermissionDenied if there is none. Ask ``still`` under the lock of the case.
    """
    if (turn := own_turn(case, by, on)) is not None:
        held = hold(turn, by, on)
        authority = authority_over(turn, by, held)
        return Part(authority.person, authority.as_whom, turn, authority.appointment, held)
    if by.person_id not in case.concerned:
        raise PermissionDenied(_("Only whoever has the task, started the case or is its subject can do this."))
    person = lock_account(by)
    return Part(person, SUBJECT if by.person_id == case.subject_person_id else OPENER)


def still(case: Case, part: Part, by: User) -> Part:
    """The part under the lock of the case: a turn that was decided meanwhile is nobody's.

    PermissionDenied, also if he must stand aside since; Conflict if the turn has gone to another post.
    """
    if part.turn is None:
        return part
    now = next((turn for turn in open_turns(case) if turn.pk == part.turn.pk), None)
    if now is None:
        raise PermissionDenied(_("The task was decided meanwhile, so this is no longer up to you."))
    now.case = case
    authority_over(now, by, part.held)
    return part


def seen_by(case: Case, by: User, on: dt.date) -> Holding | None:
    """The post from which a user sees a case, the one furthest down the tree; None if he has none. Locks nothing."""
    held = [h for h in holdings_of(by.person, on) if h.post.organisation_id in case.seen_from]
    covering = [found for found in held if found.covers(case.process_name)]
    return max(covering, key=lambda found: len(found.post.organisation.lineage), default=None)


def hold_sight(case: Case, by: User, on: dt.date) -> Part:
    """Lock the ground on which a user sees a case: it is about him, he holds a post, or he opened it. PermissionDenied.

    To the subject his own case is his own, whatever posts he holds besides.
    """
    if by.person_id and by.person_id == case.subject_person_id:
        return Part(lock_account(by), SUBJECT)
    found = seen_by(case, by, on)
    locked = lock_holdings(by, found.post.pk, case.process_name, on) if found else ()
    if locked and by.person is not None:
        return Part(by.person, deputies.as_whom(locked[0]), None, locked[0].appointment)
    if by.person_id not in case.initiators:
        raise PermissionDenied(_("You do not take part in this case."))
    return Part(lock_account(by), OPENER)
