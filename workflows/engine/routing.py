"""Routing (流转): from a case and a step to a post, with the reasons why.

A course says *who* in words: ``post(Role.ORGANISER, of=ISSUER)``. A place finds an organisation from the case; a post
finds the role in it, then its stand-ins, then the same role above. Whoever holds the post is asked when somebody acts,
not here: when people change, nothing has to be re-assigned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_noop as _n

from registry.models import Organisation, Post, Role
from registry.organisations import first_above, superiors
from registry.posts import held_posts
from registry.refusals import Refused
from workflows.engine import recusal
from workflows.engine.recusal import Ground
from workflows.engine.sentences import Sentence, say

VACANT = _n("%(post)s is vacant.")
STANDS_ASIDE = _n("The holder of %(post)s must stand aside in this case.")

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
    """Where in the tree (所在组织): a name for the chart and a function from the facts of a case to an organisation.

    ``levels`` are those at which it can be; any, if none is named. ``or_why`` is the reason where one of a case is another
    than the usual one, empty where it is the usual one.
    """

    title: Any
    find: Callable[[Any], Organisation]
    why: str
    levels: tuple[str, ...] = ()
    or_why: Callable[[Any], str] | None = None

    def reason(self, case: Any) -> str:
        """Why it is this place for a case: a sentence that names the organisation."""
        return (self.or_why(case) if self.or_why is not None else "") or self.why


@dataclass(frozen=True)
class Seat:
    """One place that is asked on the way up (席位): a post and who holds it that day, with their names.

    ``post`` is None where an organisation on the way has no post of the wanted roles.
    """

    organisation: Organisation
    post: Post | None
    holders: frozenset[int] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict, compare=False)

    def named(self, recused: Collection[int] = ()) -> str:
        """The names of those who hold it, apart from those who must stand aside."""
        return "、".join(
            name for person, name in self.names.items() if person in self.holders and person not in recused
        )


@dataclass(frozen=True)
class Gone:
    """Persons and posts that are supposed to be gone (假定空缺): what would happen without them. Ids."""

    persons: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()

    def out_of(self, seats: list[Seat]) -> list[Seat]:
        """The seats without them. Pure."""
        if not self.persons and not self.posts:
            return seats
        return [replace(seat, holders=self._left(seat)) for seat in seats]

    def _left(self, seat: Seat) -> frozenset[int]:
        emptied = seat.post is not None and seat.post.pk in self.posts
        return frozenset() if emptied else seat.holders - self.persons


NOBODY = Gone()


@dataclass(frozen=True)
class Route:
    """Where a task goes (流向): the post, the reasons in order, and who can act there (ids of persons, names)."""

    post: Post
    why: list[Sentence] = field(default_factory=list)
    holders: frozenset[int] = frozenset()
    named: str = ""


@dataclass(frozen=True)
class PostOf:
    """A role, or the first one that exists of several, at a place (某组织某职务)."""

    roles: tuple[str, ...]
    of: Place

    def route(self, case: Any, on: dt.date, grounds: Mapping[int, Ground], gone: Gone = NOBODY) -> Route:
        """The post that must act, supposed that some are gone; ``grounds`` says who must stand aside. Raises NoPost."""
        seats, why = self.seats(case, on, gone)
        seat, notes = choose(seats, frozenset(grounds), grounds)
        why += notes
        if seat is None or seat.post is None:
            raise NoPost(why)
        return Route(seat.post, why, seat.holders - frozenset(grounds), seat.named(grounds))

    def seats(self, case: Any, on: dt.date, gone: Gone = NOBODY) -> tuple[list[Seat], list[Sentence]]:
        """The seats that are asked for a case, in order, and why they are these."""
        organisation, roles = self.of.find(case), self.roles
        why = [say(self.of.reason(case), organisation=organisation.name)]
        if organisation.outside:
            why.append(
                say(
                    _n("%(organisation)s is outside the system: our organiser records what comes on paper."),
                    organisation=organisation.name,
                )
            )
            organisation = first_above(case.organisation, with_authority=True) or case.organisation
            roles = (Role.ORGANISER,)
        return gone.out_of(seats_from(organisation, roles, on)), why


def post(*roles: str, of: Place) -> PostOf:
    """A post by its role; several roles are tried in order."""
    return PostOf(roles, of)


def choose(
    seats: Sequence[Seat], recused: frozenset[int], grounds: Mapping[int, Ground] | None = None
) -> tuple[Seat | None, list[Sentence]]:
    """The first seat with a holder who need not stand aside (择席), and what is to be said about the way there.

    Pure. ``seats`` are in the order in which they are tried, from the first organisation upwards, each organisation
    with at least one; ``recused`` are ids of persons, whom ``grounds`` gives the reasons of. None if nobody can act.
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
        notes += passed_over(seat, recused, grounds or {})
        if seat.holders - recused:
            return seat, [*notes, say(_n("It falls to the post: %(post)s."), post=seat.post)]
        if not seat.holders:
            notes.append(say(VACANT, post=seat.post))
    return None, notes


def passed_over(seat: Seat, recused: frozenset[int], grounds: Mapping[int, Ground]) -> list[Sentence]:
    """Who of a seat must stand aside, by name and ground where they are known. Pure."""
    aside = [person for person in sorted(seat.holders & recused) if person in seat.names and person in grounds]
    if not aside and seat.holders and seat.holders <= recused:
        return [say(STANDS_ASIDE, post=seat.post)]
    return [recusal.sentence(grounds[person], person=seat.names[person], post=seat.post) for person in aside]


def candidates(seats: Sequence[Seat], recused: frozenset[int], at: int) -> list[Seat]:
    """The seats to which a turn at a post can be handed over (可转办职务): those where somebody can act. Pure."""
    return [seat for seat in seats if seat.post is not None and seat.post.pk != at and seat.holders - recused]


def wanted(roles: Sequence[str]) -> list[str]:
    """The roles and their stand-ins, in the order in which they are asked in each organisation."""
    return list(dict.fromkeys([*roles, *(stand_in for role in roles for stand_in in STAND_INS.get(role, ()))]))


def seats_from(start: Organisation, roles: tuple[str, ...], on: dt.date) -> list[Seat]:
    """The seats of the roles, and of their stand-ins, from an organisation upwards, with their holders of a day."""
    sought = wanted(roles)
    places = superiors(start)
    posts: dict[int, Post] = {}
    holders: dict[int, dict[int, str]] = {}
    for found, holder in held_posts(places, sought, on):
        posts[found.pk] = found
        holders.setdefault(found.pk, {}).update({holder.person: holder.name} if holder is not None else {})
    in_order = sorted(posts.values(), key=lambda found: (sought.index(found.role), found.pk))
    seats: list[Seat] = []
    for place in places:
        here = [
            Seat(place, found, frozenset(holders[found.pk]), holders[found.pk])
            for found in in_order
            if found.organisation_id == place.pk
        ]
        seats += here or [Seat(place, None)]
    return seats
