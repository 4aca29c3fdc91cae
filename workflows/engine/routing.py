"""Routing (流转): from a case and a step to a post, with the reasons why.

A course says *who* in words: ``post(Role.ORGANISER, of=ISSUER)``. A place finds an organisation from the case; a post
finds the role in it, then its stand-ins, then the same role above. Whoever holds the post is asked when somebody acts,
not here: when people change, nothing has to be re-assigned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _n

from registry.models import Organisation, Post, Role
from registry.organisations import first_above, superiors
from registry.posts import held_posts
from registry.refusals import Refused
from workflows.engine.sentences import Sentence, say

_VACANT = _n("%(post)s is vacant.")
_STANDS_ASIDE = _n("The holder of %(post)s must stand aside in this case.")

STAND_INS: dict[str, tuple[str, ...]] = {
    # Further up there is an organisation department instead of a secretary and a commissioner.
    Role.ORGANISATION_COMMISSIONER: (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANISER),
    Role.SECRETARY: (Role.DEPUTY_SECRETARY, Role.DEPARTMENT_HEAD),
    Role.DEPUTY_SECRETARY: (Role.SECRETARY, Role.DEPARTMENT_HEAD),
    Role.ORGANISER: (Role.DEPUTY_SECRETARY, Role.SECRETARY),
    Role.DEPARTMENT_HEAD: (Role.SECRETARY, Role.DEPUTY_SECRETARY),
}


class NoPost(Refused):
    """No post up to the root can act: the case would be stuck, so the act is refused. The sentences say who was asked."""

    def __init__(self, reasons: list[Sentence]) -> None:
        super().__init__("；".join(str(reason) for reason in reasons))
        self.reasons = reasons


class Undetermined(Exception):
    """Somebody has still to choose the organisation; a case that is really there is never asked before. For paths ahead."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Place:
    """Where in the tree (所在组织): a name for the chart and a function from the facts of a case to an organisation."""

    title: Any
    find: Callable[[Any], Organisation]
    why: str


@dataclass(frozen=True)
class Route:
    """Where a task goes (流向): the post, and the reasons in order."""

    post: Post
    why: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True)
class PostOf:
    """A role, or the first one that exists of several, at a place (某组织某职务)."""

    roles: tuple[str, ...]
    of: Place

    def route(self, case: Any, on: dt.date, recused: frozenset[int]) -> Route:
        """The post that must act; raises NoPost."""
        organisation, roles, why = self.of.find(case), self.roles, []
        why.append(say(self.of.why, organisation=organisation.name))
        if organisation.outside:
            why.append(
                say(
                    _n("%(organisation)s is outside the system: our organiser records what comes on paper."),
                    organisation=organisation.name,
                )
            )
            organisation = first_above(case.organisation, with_authority=True) or case.organisation
            roles = (Role.ORGANISER,)
        seat, notes = choose(seats_from(organisation, roles, on), recused)
        why += notes
        if seat is None or seat.post is None:
            raise NoPost(why)
        return Route(seat.post, why)


def post(*roles: str, of: Place) -> PostOf:
    """A post by its role; several roles are tried in order."""
    return PostOf(roles, of)


@dataclass(frozen=True)
class Seat:
    """One place that is asked on the way up (席位): a post and who holds it that day.

    ``post`` is None where an organisation on the way has no post of the wanted roles.
    """

    organisation: Organisation
    post: Post | None
    holders: frozenset[int] = frozenset()


def choose(seats: Sequence[Seat], recused: frozenset[int]) -> tuple[Seat | None, list[Sentence]]:
    """The first seat with a holder who need not stand aside (择席), and what is to be said about the way there.

    Pure. ``seats`` are in the order in which they are tried, from the first organisation upwards, each organisation
    with at least one; ``recused`` are ids of persons. None if nobody can act.
    """
    notes: list[Sentence] = []
    below: Organisation | None = None
    for seat in seats:
        if below is not None and seat.organisation != below:
            notes.append(
                say(_n("Nobody there can act, so it goes up to %(organisation)s."), organisation=seat.organisation.name)
            )
        below = seat.organisation
        if seat.post is None:
            continue
        if seat.holders - recused:
            return seat, [*notes, say(_n("It falls to the post: %(post)s."), post=seat.post)]
        notes.append(say(_STANDS_ASIDE if seat.holders else _VACANT, post=seat.post))
    return None, notes


def wanted(roles: Sequence[str]) -> list[str]:
    """The roles and their stand-ins, in the order in which they are asked in each organisation."""
    return list(dict.fromkeys([*roles, *(stand_in for role in roles for stand_in in STAND_INS.get(role, ()))]))


def seats_from(start: Organisation, roles: tuple[str, ...], on: dt.date) -> list[Seat]:
    """The seats of the roles, and of their stand-ins, from an organisation upwards, with their holders of a day."""
    sought = wanted(roles)
    places = superiors(start)
    posts: dict[int, Post] = {}
    holders: dict[int, set[int]] = {}
    for found, person in held_posts(places, sought, on):
        posts[found.pk] = found
        holders.setdefault(found.pk, set()).update([person] if person is not None else [])
    in_order = sorted(posts.values(), key=lambda found: (sought.index(found.role), found.pk))
    seats: list[Seat] = []
    for place in places:
        here = [
            Seat(place, found, frozenset(holders[found.pk])) for found in in_order if found.organisation_id == place.pk
        ]
        seats += here or [Seat(place, None)]
    return seats
