"""Who can act on turns (可办人), for those who tell people: no lock, as the registers stand on a day.

Holders and their proxies alike: whoever is away is told, and so is whoever acts for him. Whoever acts is asked again
under the locks (``authority``); here it is only decided whom a turn concerns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from registry.acting import Way, ways_to
from workflows.engine import authority, reading
from workflows.engine.models import TaskAssignment
from workflows.engine.turns import recused


def able_on(turns: Iterable[TaskAssignment], on: dt.date) -> dict[int, frozenset[int]]:
    """Ids of the persons who can act, by the number of each turn: whoever has its post that day and need not stand
    aside, and the subject where it is his own. Two statements, however many turns."""
    found = list(turns)
    reading.know_asides(turn.case for turn in found if turn.case.handling is None)
    ways = ways_to({turn.post_id for turn in found}, on)
    return {turn.pk: _able(turn, ways[turn.post_id]) for turn in found}


def able_for_post(turn: TaskAssignment, on: dt.date, post_id: int | None = None) -> frozenset[int]:
    """Ids of the persons who could act on a turn for its post on a day, or for another one; not the subject as such."""
    post = turn.post_id if post_id is None else post_id
    return acting(ways_to([post], on)[post], turn.process_name, recused(turn.case, turn.definition))


def having(post_id: int, process: str, on: dt.date) -> frozenset[int]:
    """Ids of the persons who have a post on a day for a kind of case, whoever must stand aside in one."""
    return acting(ways_to([post_id], on)[post_id], process, ())


def acting(ways: Iterable[Way], process: str, aside: Collection[int]) -> frozenset[int]:
    """Ids of whoever can act in one of some ways, in a kind of case in which some must stand aside. Pure."""
    return frozenset(
        way.person_id for way in ways if way.covers(process) and authority.able(frozenset(way.people), aside)
    )


def _able(turn: TaskAssignment, ways: Iterable[Way]) -> frozenset[int]:
    aside = recused(turn.case, turn.definition)
    own = {turn.person_id} if turn.person_id else set()
    return acting(ways, turn.process_name, aside) | (own - aside)


def waiting_turns(now: dt.datetime) -> Any:
    """Open turns that can be seen and wait for somebody: none whose decision before can still be undone, none of a
    suspended case. A condition for ``TaskAssignment.objects.filter``."""
    return Q(closed_at__isnull=True, suspended_at__isnull=True, visible_from__lte=now)
