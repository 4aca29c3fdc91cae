"""People of the demo to try (演示人物), by what they do; only where the installation is a demo.

A short list: whoever has most to do, one of each role, somebody who acts for somebody else, members who are asked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from registry.models import Appointment, Delegation, Role, User
from workflows.engine.models import Case, TaskAssignment

BUSIEST, MEMBERS = 4, 2


@dataclass(frozen=True)
class Someone:
    """A person to try: the account, in which post or where, and how much waits."""

    user: User
    place: str
    waiting: int


@dataclass(frozen=True)
class Group:
    """People to try for the same reason."""

    title: Any
    people: list[Someone]


def groups(on: dt.date) -> list[Group]:
    """Who is offered on a day; nobody twice, no empty group."""
    busiest = [one for one in _holders(on)[:BUSIEST] if one.waiting]
    taken = {one.user.pk for one in busiest}
    deputies = [one for one in _deputies(on) if one.user.pk not in taken][:1]
    taken |= {one.user.pk for one in deputies}
    roles = []
    for role in Role:
        if (holder := next((one for one in _holders(on, role) if one.user.pk not in taken), None)) is not None:
            roles.append(holder)
            taken.add(holder.user.pk)
    found = [
        Group(_("Most to do"), busiest),
        Group(_("One of each role"), roles),
        Group(_("Acts for somebody else"), deputies),
        Group(_("member"), _members(on)),
    ]
    return [group for group in found if group.people]


def _holders(on: dt.date, role: str = "") -> list[Someone]:
    """Holders of posts, those with most to do first; of one role, or of any."""
    waiting = Count("post__assignments", filter=Q(post__assignments__closed_at__isnull=True))
    held = (
        Appointment.objects.on(on)
        .filter(person__user__isnull=False, **({"post__role": role} if role else {}))
        .select_related("person__user", "post__organisation")
        .annotate(waiting=waiting)
        .order_by("-waiting", "pk")
    )
    return [Someone(a.person.user, str(a.post), getattr(a, "waiting", 0)) for a in held[: 2 * BUSIEST]]


def _deputies(on: dt.date) -> list[Someone]:
    """Proxies of delegations in force, those first for whom most waits in the place of somebody else."""
    waiting = Count("post__assignments", filter=Q(post__assignments__closed_at__isnull=True))
    running = Delegation.objects.filter(
        since__lte=on, until__gte=on, revoked_at__isnull=True, proxy__user__isnull=False
    )
    found = running.select_related("proxy__user", "post__organisation").annotate(waiting=waiting)
    ordered = found.order_by("-waiting", "pk")[: 2 * BUSIEST]
    return [Someone(d.proxy.user, str(d.post), getattr(d, "waiting", 0)) for d in ordered]


def _members(on: dt.date) -> list[Someone]:
    """Members with something to answer first, then members with an open case."""
    posts = Appointment.objects.on(on).filter(person=OuterRef("person"))
    asked = TaskAssignment.objects.filter(person=OuterRef("person"), closed_at__isnull=True)
    cases = Case.objects.filter(subject__person=OuterRef("person"), closed_at__isnull=True)
    users = (
        User.objects.filter(~Exists(posts), Exists(cases) | Exists(asked), person__member__isnull=False)
        .select_related("person__member")
        .annotate(asked=Exists(asked))
        .order_by("-asked", "pk")
    )
    return [_member(user, on) for user in users[:MEMBERS]]


def _member(user: User, on: dt.date) -> Someone:
    assert user.person is not None  # only accounts of persons are asked for
    home = user.person.member.affiliations.on(on).select_related("organisation").first()
    asked = TaskAssignment.objects.filter(person=user.person, closed_at__isnull=True).count()
    return Someone(user, home.organisation.short_name if home else "", asked)
