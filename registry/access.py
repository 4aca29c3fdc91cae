"""Who may see what of the registry (查阅权限).

A person sees the subtree of the posts held today, and himself. Records are fetched for a viewer by public id; what may
not be seen does not exist for him (404), and what is seen is logged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from audit import journal
from registry import acting
from registry.acting import Holding
from registry.models import Affiliation, Appointment, Member, Organisation, Person, Role, User


@dataclass(frozen=True)
class Viewer:
    """A user with the posts held on a day (查阅人), and those he is a proxy for.

    A proxy sees and does what belongs to cases; registers are for holders.
    """

    user: User
    on: dt.date
    appointments: tuple[Appointment, ...]
    proxied: tuple[Holding, ...] = ()

    @property
    def person(self) -> Person | None:
        """The person behind the account."""
        return self.user.person

    @property
    def roots(self) -> frozenset[int]:
        """Ids of the topmost organisations in which a post is held: what lies below them may be seen."""
        return _topmost(a.post.organisation for a in self.appointments)

    @property
    def held(self) -> tuple[Holding, ...]:
        """The posts held, then those he is a proxy for."""
        return (*(Holding(appointment) for appointment in self.appointments), *self.proxied)

    @property
    def case_roots(self) -> dict[str, frozenset[int]]:
        """As ``roots``, for cases: by kind of case, those by delegation with it; the empty name stands for all kinds."""
        everywhere = [a.post.organisation for a in self.appointments]
        everywhere += [h.post.organisation for h in self.proxied if h.processes is None]
        found = {"": _topmost(everywhere)}
        for held in self.proxied:
            for process in held.processes or ():
                found[process] = found.get(process, frozenset()) | {held.post.organisation_id}
        return found

    @property
    def post_ids(self) -> frozenset[int]:
        """Ids of the posts held."""
        return frozenset(a.post_id for a in self.appointments)

    def proxy_for(self, post_id: int, process: str) -> Holding | None:
        """By what he is a proxy for a post in a kind of case; None for a holder, or where he is none."""
        return next((h for h in self.proxied if h.appointment.post_id == post_id and h.covers(process)), None)

    def holds(self, *roles: str) -> bool:
        """True if a post with one of the roles is held."""
        return any(a.post.role in roles for a in self.appointments)

    def organisations(self, *roles: str) -> list[Organisation]:
        """Where posts with one of the roles (any, if none is named) are held."""
        return [a.post.organisation for a in self.appointments if not roles or a.post.role in roles]


def viewer_of(user: User, on: dt.date) -> Viewer:
    """A user as viewer on a day."""
    held = acting.holdings_of(user.person, on)
    own = tuple(holding.appointment for holding in held if not holding.chain)
    return Viewer(user, on, own, tuple(holding for holding in held if holding.chain))


def _topmost(organisations: Iterable[Organisation]) -> frozenset[int]:
    held = {organisation.pk: organisation.lineage for organisation in organisations}
    return frozenset(pk for pk, lineage in held.items() if held.keys().isdisjoint(lineage[:-1]))


def organisations_for(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations in the viewer's subtrees."""
    return (
        Organisation.objects.filter(lineage__overlap=list(viewer.roots))
        if viewer.roots
        else Organisation.objects.none()
    )


def members_for(viewer: Viewer) -> QuerySet[Member]:
    """The members whose home today lies in the viewer's subtrees, and the viewer himself."""
    own = Q(person_id=viewer.user.person_id) if viewer.user.person_id else Q(pk__in=[])
    return Member.objects.filter(_below(viewer) | own) if viewer.roots else Member.objects.filter(own)


def members_below(viewer: Viewer) -> QuerySet[Member]:
    """The members whose home today lies in the viewer's subtrees.

    Apart from ``members_for`` for looking among all: "or himself" would have the database list the whole subtree first.
    """
    return Member.objects.filter(_below(viewer)) if viewer.roots else Member.objects.none()


def _below(viewer: Viewer) -> Exists:
    homes = Affiliation.objects.on(viewer.on).filter(member=OuterRef("pk"))
    return Exists(homes.filter(organisation__lineage__overlap=list(viewer.roots)))


def persons_below(roots: Iterable[int], on: dt.date) -> QuerySet[Person]:
    """The persons who are at home in some subtrees on a day, or hold a post there."""
    under = list(roots)
    homes = Affiliation.objects.on(on).filter(member__person=OuterRef("pk"), organisation__lineage__overlap=under)
    held = Appointment.objects.on(on).filter(person=OuterRef("pk"), post__organisation__lineage__overlap=under)
    return Person.objects.filter(Exists(homes) | Exists(held))


def organisation_for(viewer: Viewer, public_id: str) -> Organisation:
    """One organisation of the viewer's subtrees; Http404 otherwise."""
    found = organisations_for(viewer).filter(public_id=public_id).select_related("parent").first()
    if found is None:
        raise Http404
    return found


def member_for(viewer: Viewer, public_id: str, *, purpose: str = "") -> Member:
    """One member the viewer may see, with the access logged; Http404 otherwise."""
    found = members_for(viewer).filter(public_id=public_id).select_related("person").first()
    if found is None:
        raise Http404
    journal.log_access(by=viewer.user.actor, kind="member", object_id=public_id, what="dossier", purpose=purpose)
    return found


def is_auditor(viewer: Viewer) -> bool:
    """True for the holder of an auditor's post."""
    return viewer.holds(Role.AUDITOR)
