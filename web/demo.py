"""People of the demo to try (演示人物), by what they do; only where the installation is a demo."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from registry.models import Appointment, Role, User
from workflows.engine.models import Case, TaskAssignment

FEW = 4


@dataclass(frozen=True)
class Someone:
    """A person to try: the account, where, and how much waits."""

    user: User
    place: str
    waiting: int


@dataclass(frozen=True)
class Group:
    """People with the same role."""

    title: Any
    people: list[Someone]


def groups(on: dt.date) -> list[Group]:
    """For each role those with most to do, and members who hold no post."""
    found = [Group(role.label, _holders(role, on)) for role in Role]
    return [group for group in [*found, Group("", _members(on))] if group.people]


def _holders(role: Role, on: dt.date) -> list[Someone]:
    waiting = Count("post__assignments", filter=Q(post__assignments__closed_at__isnull=True))
    held = (
        Appointment.objects.on(on)
        .filter(post__role=role, person__user__isnull=False)
        .select_related("person__user", "post__organisation")
        .annotate(waiting=waiting)
        .order_by("-waiting", "pk")
    )
    return [Someone(a.person.user, str(a.post), getattr(a, "waiting", 0)) for a in held[:FEW]]


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
    return [_member(user, on) for user in users[:FEW]]


def _member(user: User, on: dt.date) -> Someone:
    assert user.person is not None  # only accounts of persons are asked for
    home = user.person.member.affiliations.on(on).select_related("organisation").first()
    asked = TaskAssignment.objects.filter(person=user.person, closed_at__isnull=True).count()
    return Someone(user, home.organisation.short_name if home else "", asked)
