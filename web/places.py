"""An organisation as its page shows it (组织页面): its place in the tree, posts, members, letters, policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from documents.models import Letter
from registry.access import Viewer, members_for, organisations_for
from registry.members import members_of
from registry.models import Affiliation, Appointment, Member, Organisation, Post
from registry.models.members import ON_THE_ROLL
from registry.organisations import superiors
from workflows.policy import asking
from workflows.policy.terms import Pack


@dataclass(frozen=True)
class Holder:
    """Somebody on a post, with the id of his dossier where the viewer may open it."""

    term: Appointment
    dossier: str


@dataclass(frozen=True)
class Seat:
    """A post with its holders today; without one it is vacant, and the last holder is named."""

    post: Post
    holders: list[Holder]
    last: Appointment | None


def listed(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations of a viewer in the order of the tree, with members and vacant posts counted."""
    held = Appointment.objects.on(viewer.on).filter(post=OuterRef("pk"))
    vacant = Post.objects.filter(~Exists(held), organisation=OuterRef("pk"))
    home = Affiliation.objects.on(viewer.on).filter(organisation=OuterRef("pk"), member__standing__in=ON_THE_ROLL)
    return (
        organisations_for(viewer)
        .annotate(vacancies=_counted(vacant, "organisation"), roll=_counted(home, "organisation"))
        .order_by("lineage")
    )


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def above(viewer: Viewer, organisation: Organisation) -> list[tuple[Organisation, bool]]:
    """The organisations above, topmost first, and whether the viewer may open each."""
    chain = list(superiors(organisation))[1:]
    return [(superior, not viewer.roots.isdisjoint(superior.lineage)) for superior in reversed(chain)]


def below(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisations directly below."""
    return organisation.children.order_by("code")


def seats(organisation: Organisation, viewer: Viewer) -> list[Seat]:
    """The posts of an organisation with who holds them; as many queries for one post as for ten."""
    terms = Appointment.objects.filter(post__organisation=organisation, since__lte=viewer.on)
    terms_by_post: dict[int, list[Appointment]] = {}
    for term in terms.select_related("person").order_by("-since", "pk"):
        terms_by_post.setdefault(term.post_id, []).append(term)
    people = {term.person_id for of_post in terms_by_post.values() for term in of_post}
    dossiers = dict(members_for(viewer).filter(person_id__in=people).values_list("person_id", "public_id"))
    return [_seat(post, terms_by_post.get(post.pk, []), dossiers, viewer) for post in organisation.posts.order_by("pk")]


def _seat(post: Post, terms: list[Appointment], dossiers: dict[int, str], viewer: Viewer) -> Seat:
    now = [term for term in terms if term.until is None or term.until >= viewer.on]
    holders = [Holder(term, dossiers.get(term.person_id, "")) for term in now]
    return Seat(post, holders, terms[0] if terms and not now else None)


def roll(organisation: Organisation, viewer: Viewer) -> QuerySet[Member]:
    """The members on the roll of an organisation and of all below it."""
    if organisation.level == "branch":
        return members_of(organisation, viewer.on)
    here = Affiliation.objects.on(viewer.on).filter(
        member=OuterRef("pk"), organisation__lineage__contains=[organisation.pk]
    )
    found = Member.objects.filter(Exists(here), standing__in=ON_THE_ROLL)
    return found.select_related("person").order_by("person__name_sort", "pk")


def letters(organisation: Organisation) -> dict[str, int]:
    """How many letters went out and came in, and how many of each are still on their way."""
    under = [organisation.pk]
    live = Q(state__in=Letter.LIVE)
    sent = Letter.objects.filter(sender__lineage__contains=under).order_by()
    received = Letter.objects.filter(receiver__lineage__contains=under).order_by()
    out = sent.aggregate(all=Count("pk"), live=Count("pk", filter=live))
    came = received.aggregate(all=Count("pk"), live=Count("pk", filter=live))
    return {"sent": out["all"], "sent_live": out["live"], "received": came["all"], "received_live": came["live"]}


def pack(organisation: Organisation, viewer: Viewer) -> Pack:
    """The policy pack in force."""
    return asking.policy_of(organisation, viewer.on)
