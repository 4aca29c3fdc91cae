"""Routing (流转): from a case and a step to a post, with the reasons why.

A course says *who* in words: ``post(Role.ORGANISER, of=ISSUER)``. A place finds an organisation from the case; a post
finds the role in it, then its stand-ins, then the same role above. Whoever holds the post is asked when somebody acts,
not here: when people change, nothing has to be re-assigned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _n

from registry.models import Appointment, Organisation, Post, Role
from registry.organisations import first_above, superiors
from registry.refusals import Refused
from workflows.engine.sentences import Sentence, say

STAND_INS: dict[str, tuple[str, ...]] = {
    Role.ORGANISATION_COMMISSIONER: (Role.SECRETARY, Role.DEPUTY_SECRETARY),
    Role.SECRETARY: (Role.DEPUTY_SECRETARY,),
    Role.DEPUTY_SECRETARY: (Role.SECRETARY,),
    Role.ORGANISER: (Role.DEPUTY_SECRETARY, Role.SECRETARY),
    Role.DEPARTMENT_HEAD: (Role.SECRETARY, Role.DEPUTY_SECRETARY),
}


class NoPost(Refused):
    """No post up to the root can act: the case would be stuck, so the act is refused. The sentences say who was asked."""

    def __init__(self, reasons: list[Sentence]) -> None:
        super().__init__("；".join(str(reason) for reason in reasons))
        self.reasons = reasons


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
        found = first_able(organisation, roles, on, recused, why)
        if found is None:
            raise NoPost(why)
        return Route(found, why)


def post(*roles: str, of: Place) -> PostOf:
    """A post by its role; several roles are tried in order."""
    return PostOf(roles, of)


def first_able(
    start: Organisation, roles: tuple[str, ...], on: dt.date, recused: frozenset[int], why: list[Sentence]
) -> Post | None:
    """The first post from an organisation upwards that has a holder who need not stand aside."""
    wanted = [*roles, *(stand_in for role in roles for stand_in in STAND_INS.get(role, ()) if stand_in not in roles)]
    for organisation in superiors(start):
        if organisation.pk != start.pk:
            why.append(
                say(_n("Nobody there can act, so it goes up to %(organisation)s."), organisation=organisation.name)
            )
        for candidate in _posts(organisation, wanted):
            if _able(candidate, on, recused, why):
                why.append(say(_n("It falls to the post: %(post)s."), post=candidate))
                return candidate
    return None


def _posts(organisation: Organisation, roles: list[str]) -> Iterator[Post]:
    by_role: dict[str, list[Post]] = {}
    for found in (
        Post.objects.filter(organisation=organisation, role__in=roles).select_related("organisation").order_by("pk")
    ):
        by_role.setdefault(found.role, []).append(found)
    yield from (found for role in dict.fromkeys(roles) for found in by_role.get(role, []))


def _able(candidate: Post, on: dt.date, recused: frozenset[int], why: list[Sentence]) -> bool:
    """True if somebody holds the post on a day and need not stand aside; the reason otherwise is noted."""
    holders = set(Appointment.objects.on(on).filter(post=candidate).values_list("person_id", flat=True))
    if not holders:
        why.append(say(_n("%(post)s is vacant."), post=candidate))
        return False
    if holders <= recused:
        why.append(say(_n("The holder of %(post)s must stand aside in this case."), post=candidate))
        return False
    return True
