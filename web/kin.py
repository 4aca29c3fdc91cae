"""Registered relatives on the page of a member (亲属登记): who they are, and whom a name may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from registry import kinship
from registry.access import Viewer, members_for
from registry.models import Appointment, Kinship, Member, Person, Relation
from registry.refusals import Refused

MOST_ALIKE = 20


@dataclass(frozen=True)
class Relative:
    """One registered relative, and whether the viewer may end the record."""

    record: Kinship
    person: Person
    may_end: bool

    @property
    def recorded_by(self) -> str:
        """Who recorded it."""
        return str(self.record.recorded_by)


def relatives(viewer: Viewer, member: Member) -> list[Relative]:
    """The registered relatives of a member that was fetched for the viewer."""
    found = list(kinship.kinships_of(member.person))
    endable = kinship.endable(viewer, found)
    return [Relative(record, record.other(member.person), record.pk in endable) for record in found]


def meant(viewer: Viewer, name: str) -> list[tuple[Person, str]]:
    """Whom a name may mean, with what tells them apart: holders of posts today, and members the viewer may see."""
    held = Appointment.objects.on(viewer.on).filter(person=OuterRef("pk"))
    seen = members_for(viewer).filter(person=OuterRef("pk"))
    found = Person.objects.filter(Q(Exists(held)) | Q(Exists(seen)), name="".join(name.split()))
    people = list(found.order_by("pk")[:MOST_ALIKE])
    terms = Appointment.objects.on(viewer.on).filter(person__in=people).select_related("post__organisation")
    posts: dict[int, list[str]] = {}
    for term in terms.order_by("pk"):
        posts.setdefault(term.person_id, []).append(str(term.post))
    return [(person, "、".join(posts.get(person.pk, [])) or f"{person.born_on:%Y-%m}") for person in people]


@dataclass
class Asked:
    """A relative that is being recorded: what was typed, what is wrong with it, whom the name may mean."""

    name: str = ""
    relation: str = ""
    relative: str = ""
    refusal: Refused | None = None
    alike: list[tuple[Person, str]] | None = None

    @property
    def relations(self) -> Any:
        """The relations there are."""
        return Relation.choices

    @property
    def field(self) -> str:
        """The field that is to be corrected."""
        return self.refusal.field if self.refusal else ""


def record(viewer: Viewer, member: Member, asked: Asked) -> Kinship | None:
    """Record a relative of a member; None where what was typed does not do, and says why."""
    try:
        return kinship.record(member, _one(viewer, asked), by=viewer, relation=_relation(asked))
    except Refused as refusal:
        asked.refusal = refusal
        return None


def _relation(asked: Asked) -> str:
    if asked.relation not in Relation.values:
        raise Refused(_("Choose how they are related."), field="relation")
    return asked.relation


def _one(viewer: Viewer, asked: Asked) -> Person:
    if not asked.name.strip():
        raise Refused(_("Write the name of the relative."), field="name")
    found = meant(viewer, asked.name)
    chosen = [person for person, _words in found if person.public_id == asked.relative]
    if chosen or len(found) == 1:
        return (chosen or [found[0][0]])[0]
    if not found:
        raise Refused(_("Nobody of this name holds a post or is a member you may see."), field="name")
    asked.alike = found
    raise Refused(_("Several people have this name. Choose the one you mean."), field="relative")
