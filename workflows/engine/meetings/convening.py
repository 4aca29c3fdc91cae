"""Convening a meeting (召集会议): when and where, who presides, what is on the agenda, who is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from audit import clock
from registry.models import Person, User
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import agenda as agendas
from workflows.engine.meetings import roll, standing
from workflows.engine.meetings.acting import Acting, acting
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.meetings.earlier import refuse_earlier
from workflows.engine.meetings.reading import items_of
from workflows.engine.models import AgendaItem, Body, Case, Meeting
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import Convene
from workflows.engine.words import Meeting as MeetingStep

LONGEST = 60


def convene(
    public_id: str, *, by: User, held_on: dt.date, starts_at: dt.time, place: str, topic: str, chair: Person,
    recorder: Person, key: str, agenda: Sequence[ItemAsked] | None = None,
) -> Meeting:  # fmt: skip
    """Convene the meeting of a turn (召集会议), or convene it otherwise while its notice has not gone out.

    The roll is taken from the registers as of ``held_on``. Without an agenda it is what the course says, or what an earlier
    attempt left unsettled. Raises PermissionDenied, Conflict (opened, or the notice has gone out), Refused (a field).
    """
    with acting(public_id, by=by, name="convene", key=key) as act:
        if act.done:
            return Meeting.objects.get(public_id=act.done["meeting"])
        meeting = _meeting(act)
        meeting.held_on, meeting.starts_at, meeting.place, meeting.topic = (
            held_on,
            starts_at,
            place.strip(),
            topic.strip(),
        )
        meeting.chair, meeting.recorder = chair, recorder
        asked = _asked(act, meeting, agenda)
        _refuse(meeting)
        agendas.refuse_items(Body(meeting.body), asked, act.pack.votes)
        meeting.save()
        called = roll.take(meeting, act.pack.entitled)
        agendas.refuse_people(asked, called, Body(meeting.body))
        items = agendas.write(meeting, asked, act.pack.votes)
        facts = {"attempt": meeting.attempt, "held_on": str(held_on), "called": len(called), "items": _ids(items)}
        act.note("meeting.convened", meeting, facts, {"place": meeting.place, "topic": meeting.topic})
        act.keep(meeting=meeting.public_id)
    return meeting


def _ids(items: Sequence[AgendaItem]) -> list[str]:
    return [item.public_id for item in items]


def notice_is_out(act: Acting) -> bool:
    """True once the meeting was convened at a step of its own: whoever is called has been told."""
    steps = act.case.flow_class.steps().values()
    return act.in_the_room and any(isinstance(step, Convene) and step.meeting == act.step.name for step in steps)


def _meeting(act: Acting) -> Meeting:
    """The meeting that is convened otherwise, or a new one."""
    found = standing.current(act.case, act.step.name)
    if notice_is_out(act):
        raise Conflict(_("The notice has gone out: send the case back to convene the meeting for another day."))
    if found is not None and (found.opened_at or found.adjourned_at):
        raise Conflict(_("The meeting has been opened, or adjourned; it cannot be convened otherwise."))
    found = found or Meeting(
        case=act.case, step=act.step.name, attempt=len(standing.closings(act.case, act.step.name)) + 1,
        organisation=act.step.organisation_of(act.case), body=act.step.body_of(act.case),
    )  # fmt: skip
    found.case, found.convened_at = act.case, clock.now()
    return found


def _refuse(meeting: Meeting) -> None:
    for name, label in (("place", _("the place")), ("topic", _("the topic"))):
        if not 0 < len(getattr(meeting, name)) <= LONGEST:
            words = {"what": label, "most": LONGEST}
            raise Refused(_("Say %(what)s, in at most %(most)d characters.") % words, field=name)
    if meeting.held_on < clock.today():
        raise Refused(_("This day has passed."), field="held_on")
    if meeting.chair_id == meeting.recorder_id:
        raise Refused(_("Whoever presides does not record: both sign the minutes."), field="recorder")
    refuse_earlier(meeting)


def _asked(act: Acting, meeting: Meeting, agenda: Sequence[ItemAsked] | None) -> tuple[ItemAsked, ...]:
    """The agenda that is asked for, else that of the course, else what stands already or an earlier attempt left."""
    if act.step.agenda_is_given:
        stays = [item.public_id for item in meeting.items.order_by("number")] if meeting.pk else []
        given = act.step.agenda_of(act.case)
        return tuple(_kept(item, name) for item, name in zip(given, [*stays, *[""] * len(given)], strict=False))
    if agenda is not None:
        return tuple(agenda)
    return standing_agenda(meeting) if meeting.pk else left_over(act.case, act.step)


def _kept(item: ItemAsked, name: str) -> ItemAsked:
    return ItemAsked(**vars(item) | {"item": name})


def standing_agenda(meeting: Meeting) -> tuple[ItemAsked, ...]:
    """The agenda of a meeting as it would be asked for again, item by item."""
    return tuple(as_asked(item, item.public_id) for item in items_of(meeting))


def left_over(case: Case, step: MeetingStep) -> tuple[ItemAsked, ...]:
    """What the meeting before left unsettled (未议决事项), to be put on the agenda of the next; empty if there was none."""
    before = standing.last(case, step.name)
    items = items_of(before) if before is not None and before.adjourned_at is not None else []
    return tuple(as_asked(item) for item in items if not item.kind or not standing.is_settled(item))


def as_asked(item: AgendaItem, name: str = "") -> ItemAsked:
    """An item as it would be asked for; of an election that has come to a second ballot, what is left of it."""
    kind = Kind(item.kind) if item.kind else None
    candidates, seats = {row.number: row.person for row in item.candidates.select_related("person")}, item.seats
    ballots = list(item.ballots.all())
    verdict = standing.verdict_of(ballots[-1]) if ballots else None
    if verdict is not None and verdict.tied:
        tied = set(verdict.tied)
        candidates = {row.number: candidates[row.number] for row in item.candidates.all() if row.name in tied}
        seats = verdict.left
    return ItemAsked(
        kind, item.matter, item.subject, item.secret, seats, item.office,
        Purpose(item.purpose) if item.purpose else None, tuple(candidates.values()), as_given=True, item=name,
    )  # fmt: skip


def amend_agenda(public_id: str, *, by: User, agenda: Sequence[ItemAsked], reason: str, key: str) -> Meeting:
    """Amend the agenda before the meeting is opened (调整议程); what stays is named by its ``item``.

    Once the notice has gone out, nothing about a person and no election is added or changed: who is concerned would not
    know of it. Raises PermissionDenied, Conflict (opened), Refused.
    """
    with acting(public_id, by=by, name="amend_agenda", key=key) as act:
        if act.done:
            return Meeting.objects.get(public_id=act.done["meeting"])
        meeting = act.meeting(here=False)
        _refuse_amending(act, meeting, agenda, reason)
        agendas.refuse_items(Body(meeting.body), agenda, act.pack.votes)
        agendas.refuse_people(agenda, list(meeting.attendees.all()), Body(meeting.body))
        items = agendas.write(meeting, agenda, act.pack.votes)
        act.note("meeting.agenda_amended", meeting, {"items": _ids(items)}, {"reason": reason.strip()})
        act.keep(meeting=meeting.public_id)
    return meeting


def _refuse_amending(act: Acting, meeting: Meeting, agenda: Sequence[ItemAsked], reason: str) -> None:
    if meeting.opened_at is not None:
        raise Conflict(_("The meeting has been opened: its agenda stays as it is."))
    if act.step.agenda_is_given:
        raise Refused(_("What is voted on here follows from the case."))
    if not reason.strip():
        raise Refused(_("Say why the agenda is amended."), field="reason")
    if notice_is_out(act) and _about_people(agenda) != _about_people(standing_agenda(meeting)):
        raise Refused(_("The notice has gone out: what concerns a person, and elections, stay as they were announced."))


def _about_people(agenda: Sequence[ItemAsked]) -> set[tuple[object, ...]]:
    """What concerns somebody: whom, what is voted on, who stands for election."""
    return {
        (
            item.kind,
            item.matter.strip(),
            item.subject,
            item.seats,
            item.office,
            item.purpose,
            frozenset(item.candidates),
        )
        for item in agenda
        if item.subject is not None or (item.kind is not None and item.kind.elects)
    }
