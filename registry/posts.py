"""Filling posts and asking who holds them (任免与任职)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import journal
from audit.journal import Actor
from registry.models import Appointment, Organisation, Person, Post, Role
from registry.organisations import stream_of
from registry.refusals import Refused
from registry.rows import Shape, read

_POST = Shape(Post, "p")
_APPOINTMENT, _ORGANISATION = Shape(Appointment, "a"), Shape(Organisation, "o")
_APPOINTMENTS = f"""
SELECT {_APPOINTMENT.columns}, {_POST.columns}, {_ORGANISATION.columns}
FROM registry_appointment a
JOIN registry_post p ON p.id = a.post_id
JOIN registry_organisation o ON o.id = p.organisation_id
WHERE a.person_id = %s AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)
ORDER BY a.id
"""
_HELD = f"""
SELECT {_POST.columns}, a.person_id, s.name, a.acting
FROM registry_post p
LEFT JOIN registry_appointment a ON a.post_id = p.id AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)
LEFT JOIN registry_person s ON s.id = a.person_id
WHERE p.organisation_id = ANY(%s) AND p.role = ANY(%s)
ORDER BY p.id
"""

# Roles that may have several holders at once.
SHARED_ROLES = (Role.COMMITTEE_MEMBER, Role.ORGANISER, Role.AUDITOR, Role.REGISTRAR)


@transaction.atomic
def create_post(organisation: Organisation, role: str, *, by: Actor, title: str = "") -> Post:
    """Create a post (设置职务) in an organisation, single unless its role is shared."""
    if organisation.outside:
        raise Refused(_("An outside organisation has no posts here."), field="organisation")
    post = Post.objects.create(
        organisation=organisation, role=role, title=title or str(Role(role).label), single=role not in SHARED_ROLES
    )
    journal.write(stream_of(organisation), "post.created", by=by, facts={"post": post.pk, "role": role})
    return post


@transaction.atomic
def appoint(
    post: Post, person: Person, *, by: Actor, since: dt.date, until: dt.date | None = None, acting: bool = False
) -> Appointment:
    """Put a person on a post (任职) from a day on; Refused if a single post is held on one of the days."""
    if until is not None and until < since:
        raise Refused(_("A term cannot end before it begins."), field="until")
    # Two insertions that exclude each other wait for each other: PostgreSQL would end one of them as a deadlock.
    Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    appointment = Appointment(post=post, person=person, since=since, until=until, acting=acting, single=post.single)
    try:
        with transaction.atomic():
            appointment.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("%(post)s has a holder in this span of days.") % {"post": post}, field="since") from error
    journal.write(
        stream_of(post.organisation),
        "post.filled",
        by=by,
        facts={
            "post": post.pk,
            "person": person.public_id,
            "since": str(since),
            "until": str(until) if until else None,
        },
        words={"person": person.name},
    )
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Actor, last_day: dt.date, reason: str) -> None:
    """End a term (免职、离任); the last day still counts."""
    # The term alone: whoever delegates the post has locked that first, and waits for the term.
    terms = Appointment.objects.select_for_update(of=("self",)).select_related("post__organisation")
    locked = terms.get(pk=appointment.pk)
    if last_day < locked.since:
        raise Refused(_("A term cannot end before it begins."), field="last_day")
    if locked.until is not None and locked.until <= last_day:
        raise Refused(_("This term has ended already."), field="last_day")
    locked.until = last_day
    locked.save(update_fields=["until"])
    journal.write(
        stream_of(locked.post.organisation),
        "post.vacated",
        by=by,
        facts={"post": locked.post_id, "appointment": locked.pk, "last_day": str(last_day)},
        words={"reason": reason},
    )


def holders(post: Post, on: dt.date) -> list[Person]:
    """Who holds a post on a day, by name."""
    return [appointment.person for appointment in terms_on(post, on)]


def terms_on(post: Post, on: dt.date) -> list[Appointment]:
    """The terms on a post that run on a day, by the name of who holds it."""
    return list(post.appointments.on(on).select_related("person").order_by("person__name_sort"))


def terms(posts: Collection[int], since: dt.date, until: dt.date) -> list[Appointment]:
    """The terms of some posts (ids) that fall into a span of days, with their holders, by name."""
    found = Appointment.objects.filter(post_id__in=posts, since__lte=until).exclude(until__lt=since)
    return list(found.select_related("person").order_by("person__name_sort", "pk"))


def names_on(posts: Collection[int], on: dt.date) -> dict[int, list[str]]:
    """The names of those who hold some posts (ids) on a day; a vacant post is not in it."""
    names: dict[int, list[str]] = {}
    for term in terms(posts, on, on):
        names.setdefault(term.post_id, []).append(term.person.name)
    return names


def covers(term: Appointment, day: dt.date) -> bool:
    """True if a term is running on a day."""
    return term.since <= day and (term.until is None or term.until >= day)


def first_vacant(terms: Sequence[Appointment], first: dt.date, last: dt.date) -> dt.date | None:
    """The first day of a span on which none of the terms of a post is running; None if there is no such day. Pure."""
    ends = [term.until + dt.timedelta(days=1) for term in terms if term.until is not None]
    days = sorted({first, *(day for day in ends if first < day <= last)})
    return next((day for day in days if not any(covers(term, day) for term in terms)), None)


def appointments_of(person: Person | None, on: dt.date) -> list[Appointment]:
    """The posts a person holds on a day, with their organisations."""
    if person is None:
        return []
    found = []
    for appointment, post, organisation in read(_APPOINTMENTS, [person.pk, on, on], _APPOINTMENT, _POST, _ORGANISATION):
        post.organisation, appointment.post, appointment.person = organisation, post, person
        found.append(appointment)
    return found


@dataclass(frozen=True)
class Holder:
    """Somebody on a post (任职人): id and name of the person, and whether he is only acting (主持工作)."""

    person: int
    name: str
    acting: bool = False


def held_posts(
    organisations: Sequence[Organisation], roles: Sequence[str], on: dt.date
) -> list[tuple[Post, Holder | None]]:
    """The posts of some roles in some organisations, by number, once for each holder of a day; None where it is vacant."""
    places = {organisation.pk: organisation for organisation in organisations}
    found: list[tuple[Post, Holder | None]] = []
    for post, person, name, acting in read(_HELD, [on, on, list(places), list(roles)], _POST):
        post.organisation = places[post.organisation_id]
        found.append((post, Holder(person, name, acting) if person is not None else None))
    return found
