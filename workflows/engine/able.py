"""Who can act on turns (可办人), for those who tell people: no lock, as the registers stand on a day.

Whoever acts is asked again under the locks (``authority``); here it is only decided whom a turn concerns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from registry.models import Appointment
from workflows.engine import reading
from workflows.engine.models import TaskAssignment
from workflows.engine.turns import recused


def able_on(turns: Iterable[TaskAssignment], on: dt.date) -> dict[int, frozenset[int]]:
    """Ids of the persons who can act, by the number of each turn: the holders of its post that day who need not stand
    aside, and the subject where it is his own. Two statements, however many turns."""
    found = list(turns)
    reading.know_asides(turn.case for turn in found if turn.case.handling is None)
    held: dict[int, set[int]] = {}
    posts = {turn.post_id for turn in found}
    for post, person in Appointment.objects.on(on).filter(post_id__in=posts).values_list("post_id", "person_id"):
        held.setdefault(post, set()).add(person)
    return {turn.pk: _able(turn, held.get(turn.post_id, set())) for turn in found}


def _able(turn: TaskAssignment, held: set[int]) -> frozenset[int]:
    own = {turn.person_id} if turn.person_id else set()
    return frozenset(held | own) - recused(turn.case, turn.definition)


def waiting_turns(now: dt.datetime) -> Any:
    """Open turns that can be seen and wait for somebody: none whose decision before can still be undone, none of a
    suspended case. A condition for ``TaskAssignment.objects.filter``."""
    return Q(closed_at__isnull=True, suspended_at__isnull=True, visible_from__lte=now)
