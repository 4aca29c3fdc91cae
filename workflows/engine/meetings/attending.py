"""Who comes, leaves and stays away (签到、离会、请假)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from registry.models import Person, User
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings.acting import Acting, acting, moment
from workflows.engine.meetings.roll import on_roll
from workflows.engine.models import Attendee, Ballot, Meeting

# What fits on the papers of a meeting.
LONGEST_REASON = 100


def sign_in(public_id: str, *, by: User, attendee: str, key: str, at: dt.datetime | None = None) -> Attendee:
    """Somebody on the roll is in the room (签到), be it late or once more; who is there already stays as he is.

    ``at`` is when he came, where it is typed in afterwards. Raises PermissionDenied, Conflict, Refused (not on that day).
    """
    with acting(public_id, by=by, name="sign_in", key=key) as act:
        if act.done:
            return Attendee.objects.get(public_id=act.done["attendee"])
        meeting = act.meeting()
        row = on_roll(meeting, attendee)
        if not row.present:
            row.arrived_at, row.left_at = row.arrived_at or moment(meeting, at), None
            row.save(update_fields=["arrived_at", "left_at"])
            _noted(act, "meeting.signed_in", meeting, row)
    return row


def sign_out(public_id: str, *, by: User, attendee: str, key: str, at: dt.datetime | None = None) -> Attendee:
    """Somebody leaves before the end (中途离会); he is not in the room at the ballots that open afterwards.

    Raises PermissionDenied, Conflict, Refused (he is not there, or would leave before he came).
    """
    with acting(public_id, by=by, name="sign_out", key=key) as act:
        if act.done:
            return Attendee.objects.get(public_id=act.done["attendee"])
        meeting = act.meeting()
        row = on_roll(meeting, attendee)
        left_at = moment(meeting, at)
        if row.arrived_at is None or row.left_at is not None:
            raise Refused(_("%(name)s is not in the room.") % {"name": row.name}, field="attendee")
        if at is not None and left_at < row.arrived_at:
            raise Refused(_("Nobody leaves before he came."), field="at")
        row.left_at = max(left_at, row.arrived_at)
        row.save(update_fields=["left_at"])
        _noted(act, "meeting.left", meeting, row)
    return row


def take_back_sign_in(public_id: str, *, by: User, attendee: str, key: str) -> Attendee:
    """Somebody was signed in by mistake (撤销签到): he never came, and what he handed in in writing stands again.

    Raises PermissionDenied, Conflict (a ballot counted him), Refused (he was not signed in).
    """
    with acting(public_id, by=by, name="take_back_sign_in", key=key) as act:
        if act.done:
            return Attendee.objects.get(public_id=act.done["attendee"])
        meeting = act.meeting()
        row = on_roll(meeting, attendee)
        if row.arrived_at is None:
            raise Refused(_("%(name)s was not signed in.") % {"name": row.name}, field="attendee")
        if Ballot.objects.filter(item__meeting=meeting, opened_at__gte=row.arrived_at).exists():
            raise Conflict(_("A ballot has counted %(name)s as present; he can only leave.") % {"name": row.name})
        row.arrived_at = row.left_at = None
        row.save(update_fields=["arrived_at", "left_at"])
        _noted(act, "meeting.sign_in_taken_back", meeting, row)
    return row


def note_absence(
    public_id: str, *, by: User, attendee: str, reason: str, key: str, asked_on: dt.date | None = None,
    agreed_by: Person | None = None,
) -> Attendee:  # fmt: skip
    """Why somebody stays away (请假、缺席): the reason, when he asked for leave and who agreed, if anybody did.

    Before the meeting or in it. Raises PermissionDenied, Conflict, Refused (no reason, or he is there).
    """
    with acting(public_id, by=by, name="note_absence", key=key) as act:
        if act.done:
            return Attendee.objects.get(public_id=act.done["attendee"])
        meeting = act.meeting(here=False)
        row = on_roll(meeting, attendee)
        _refuse_absence(row, reason, asked_on, meeting)
        row.absent_reason, row.leave_asked_on, row.leave_agreed_by = reason.strip(), asked_on, agreed_by
        row.save(update_fields=["absent_reason", "leave_asked_on", "leave_agreed_by"])
        agreed = agreed_by.public_id if agreed_by else ""
        _noted(act, "meeting.absence_noted", meeting, row, agreed_by=agreed, reason=row.absent_reason)
    return row


def _refuse_absence(row: Attendee, reason: str, asked_on: dt.date | None, meeting: Meeting) -> None:
    if row.arrived_at is not None:
        raise Refused(_("%(name)s is there, or was.") % {"name": row.name}, field="attendee")
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise Refused(_("Say why, in at most %(most)d characters.") % {"most": LONGEST_REASON}, field="reason")
    if asked_on is not None and asked_on > meeting.held_on:
        raise Refused(_("Leave is asked for before the meeting."), field="asked_on")


def _noted(act: Acting, what: str, meeting: Meeting, row: Attendee, *, reason: str = "", **facts: str) -> None:
    words = {"name": row.name} | ({"reason": reason} if reason else {})
    act.note(what, meeting, {"attendee": row.public_id, **facts}, words)
    act.keep(attendee=row.public_id)
