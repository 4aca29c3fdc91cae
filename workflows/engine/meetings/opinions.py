"""Written opinions (书面意见) of members who cannot come, handed in before the meeting."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from audit import clock
from registry.models import User
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings.acting import Acting, acting
from workflows.engine.meetings.quorum import entitled_to
from workflows.engine.meetings.roll import on_roll
from workflows.engine.models import AgendaItem, Attendee, Choice, Meeting, WrittenOpinion
from workflows.engine.votes.kinds import Kind


def receive_opinion(
    public_id: str, *, by: User, item: str, attendee: str, choice: Choice, handed_in_on: dt.date, key: str
) -> WrittenOpinion:
    """Take in what an absent member says in writing about an item (收到书面意见); the latest one before the meeting stands.

    Where the rules do not count it, it is kept and the minutes say so. Raises PermissionDenied, Conflict (opened), Refused (an
    election, no vote, he is there, the day).
    """
    with acting(public_id, by=by, name="receive_opinion", key=key) as act:
        if act.done:
            return WrittenOpinion.objects.get(pk=act.done["opinion"])
        meeting = act.meeting(here=False)
        row, about = on_roll(meeting, attendee), on_agenda(meeting, item)
        _refuse(act, meeting, row, about, handed_in_on)
        said = {"choice": choice, "handed_in_on": handed_in_on}
        opinion, _new = WrittenOpinion.objects.update_or_create(item=about, attendee=row, defaults=said)
        # What he says stays out of the journal: it is read by more people than the record of the meeting.
        act.note("meeting.opinion_received", meeting, {"attendee": row.public_id, "item": item}, {"name": row.name})
        act.keep(opinion=opinion.pk)
    return opinion


def _refuse(act: Acting, meeting: Meeting, row: Attendee, about: AgendaItem, handed_in_on: dt.date) -> None:
    if meeting.opened_at is not None:
        raise Conflict(_("The meeting has been opened: an opinion in writing is handed in before."))
    if not about.kind or Kind(about.kind).elects:
        raise Refused(_("Nobody votes in writing in an election, nor on what is only discussed."), field="item")
    if row.arrived_at is not None:
        raise Refused(_("%(name)s is there and votes himself.") % {"name": row.name}, field="attendee")
    subject = about.subject.person_id if about.subject else None
    if not entitled_to(row, Kind(about.kind), act.pack.entitled, subject=subject).votes:
        raise Refused(_("%(name)s has no vote on this.") % {"name": row.name}, field="attendee")
    if handed_in_on > min(clock.today(), meeting.held_on):
        raise Refused(_("Give a day that has passed, before the meeting."), field="handed_in_on")


def on_agenda(meeting: Meeting, item: str) -> AgendaItem:
    """An item of the agenda by its public id; Refused if it is not on it."""
    found = meeting.items.select_related("subject").filter(public_id=item).first()
    if found is None:
        raise Refused(_("Choose an item of the agenda."), field="item")
    return found
