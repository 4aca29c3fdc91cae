"""Putting items on the agenda and taking them off (编排议程): what was typed becomes what the engine is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from registry.models import Affiliation, Person
from registry.models.members import ON_THE_ROLL
from web.meetings.asking import Concerned
from web.meetings.room import Room
from web.meetings.words import DISCUSSED
from workflows.engine.meetings import convening, roll
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Meeting
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.entitled import FULL
from workflows.engine.votes.kinds import Kind


def kind_named(room: Room, name: str) -> Kind | None:
    """The kind of vote of a name, None for what is only discussed; KeyError for what such a meeting does not have."""
    known = {found: None if found == DISCUSSED else Kind(found) for found, _title, _words in room.kinds}
    return known[name]


def callable_people(room: Room) -> list[Person]:
    """Who would be called if the meeting were today; who is called, once it is convened."""
    if room.row is not None:
        return [row.person for row in room.row.attendees.select_related("person__member").order_by("person__name_sort")]
    step, case = room.step, room.case
    supposed = Meeting(
        case=case, organisation=step.organisation_of(case), body=step.body_of(case), held_on=room.viewer.on
    )
    return sorted((known.person for known in roll.known_of(supposed)), key=lambda person: person.name_sort)


def electable(room: Room, known: Sequence[Person]) -> list[Person]:
    """Who can stand for election: whoever has a vote there."""
    if room.row is not None:
        voters = set(room.row.attendees.filter(votes=True).values_list("person_id", flat=True))
        return [person for person in known if person.pk in voters]
    return [person for person in known if getattr(getattr(person, "member", None), "standing", FULL) == FULL]


def concerned(room: Room, known: Sequence[Person]) -> Concerned:
    """Whom an item can be about."""
    organisation, on = room.step.organisation_of(room.case), room.viewer.on
    here = Affiliation.objects.on(on).filter(
        member__person=OuterRef("pk"), organisation__lineage__contains=[organisation.pk]
    )
    below = Person.objects.filter(Exists(here), member__standing__in=ON_THE_ROLL).select_related("member")
    return Concerned(known, electable(room, known), below, on)


def asked(kind: Kind | None, answers: Mapping[str, Any], known: Sequence[Person]) -> ItemAsked:
    """An item as it was typed."""
    by_id, about = {person.public_id: person for person in known}, answers.get("subject")
    about = about if isinstance(about, Person) else by_id.get(about or "")
    purpose = answers.get("purpose")
    return ItemAsked(
        kind,
        answers["matter"],
        subject=getattr(about, "member", None),
        secret=bool(answers.get("secret")),
        seats=answers.get("seats"),
        office=answers.get("office") or "",
        purpose=Purpose(purpose) if purpose else None,
        candidates=tuple(by_id[name] for name in answers.get("candidates") or ()),
    )


def changed(room: Room, agenda: Sequence[ItemAsked], *, reason: str, key: str) -> Meeting:
    """Have the agenda as it is now: before the notice the meeting is convened once more, afterwards it is amended."""
    meeting, by, turn = room.row, room.viewer.user, room.turn.public_id
    assert meeting is not None  # an agenda is changed of a meeting that is convened
    if room.here:
        return convening.amend_agenda(turn, by=by, agenda=agenda, reason=reason, key=key)
    return convening.convene(
        turn, by=by, held_on=meeting.held_on, starts_at=meeting.starts_at, place=meeting.place, topic=meeting.topic,
        chair=meeting.chair, recorder=meeting.recorder, agenda=agenda, key=key,
    )  # fmt: skip


def now(room: Room) -> tuple[ItemAsked, ...]:
    """The agenda as it stands, item by item."""
    assert room.row is not None
    return convening.standing_agenda(room.row)
