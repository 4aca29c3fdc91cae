"""Recording who is related to whom (亲属登记): a registered relative of a member decides nothing about him."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from audit import clock, journal
from registry.access import Viewer, members_below, members_for
from registry.models import Kinship, Member, Person, Role
from registry.persons import stream_of
from registry.refusals import Conflict, Refused


def kin_of(person: str) -> str:
    """A column of a SELECT: the ids of the registered relatives of a person as JSON text, None if there are none."""
    return (
        f"(SELECT json_agg(k.relative_id)::text FROM (SELECT relative_id FROM registry_kinship"
        f" WHERE person_id = {person} AND ended_at IS NULL UNION ALL SELECT person_id FROM registry_kinship"
        f" WHERE relative_id = {person} AND ended_at IS NULL) k)"
    )


def kinships_of(person: Person) -> QuerySet[Kinship]:
    """The registered relatives of a person, as they stand."""
    found = Kinship.objects.filter(Q(person=person) | Q(relative=person), ended_at__isnull=True)
    return found.select_related("person", "relative", "recorded_by__person")


def may_record(viewer: Viewer, member: Member) -> bool:
    """True for a registrar, and for whoever may see the member today."""
    return viewer.holds(Role.REGISTRAR) or members_for(viewer).filter(pk=member.pk).exists()


def endable(viewer: Viewer, kinships: Iterable[Kinship]) -> set[int]:
    """Which of some kinships (row numbers) a viewer may end, asked in one query.

    A registrar may, and whoever stands above one of the two; never one of them himself.
    """
    others = [k for k in kinships if viewer.user.person_id not in (k.person_id, k.relative_id)]
    if not others or viewer.holds(Role.REGISTRAR):
        return {kinship.pk for kinship in others}
    people = {person for kinship in others for person in (kinship.person_id, kinship.relative_id)}
    below = set(members_below(viewer).filter(person_id__in=people).values_list("person_id", flat=True))
    return {kinship.pk for kinship in others if below & {kinship.person_id, kinship.relative_id}}


@transaction.atomic
def record(member: Member, relative: Person, *, by: Viewer, relation: str) -> Kinship:
    """Record a relative of a member (登记亲属). Raises PermissionDenied, Refused (himself, or recorded already)."""
    if not may_record(by, member):
        raise PermissionDenied(_("You cannot record relatives of this member."))
    if relative.pk == member.person_id:
        raise Refused(_("Nobody is a relative of himself."), field="name")
    first, second = sorted((member.person, relative), key=lambda person: person.pk)
    kinship = Kinship(
        person=first, relative=second, relation=relation, recorded_by=by.user, recorded_at=clock.now()
    )  # fmt: skip
    try:
        with transaction.atomic():
            kinship.save(force_insert=True)
    except IntegrityError as error:
        if "kin_recorded_once" not in str(error):
            raise
        raise Refused(_("They are recorded as relatives already."), field="name") from error
    _note(kinship, "kinship.recorded", by)
    return kinship


@transaction.atomic
def end(kinship: Kinship, *, by: Viewer) -> None:
    """End the record of a kinship (注销亲属登记), made in error or dissolved. Raises PermissionDenied, Conflict."""
    locked = Kinship.objects.select_for_update(of=("self",)).select_related("person", "relative").get(pk=kinship.pk)
    if not endable(by, [locked]):
        raise PermissionDenied(_("Only somebody above, and neither of the two, ends the record of a kinship."))
    if locked.ended_at is not None:
        raise Conflict(_("This record has ended already."))
    locked.ended_at = clock.now()
    locked.save(update_fields=["ended_at"])
    _note(locked, "kinship.ended", by)


def _note(kinship: Kinship, act: str, by: Viewer) -> None:
    """In the journal of both: each of them can be asked about in a case."""
    for person in (kinship.person, kinship.relative):
        facts = {
            "kinship": kinship.public_id,
            "relative": kinship.other(person).public_id,
            "relation": kinship.relation,
        }
        journal.write(stream_of(person), act, by=by.user.actor, facts=facts)
