"""Opening a meeting and adjourning it (开会、延期), and naming who counts (推选监票人、计票人)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from audit import clock
from registry.models import Person, User
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import standing
from workflows.engine.meetings.acting import Acting, acting
from workflows.engine.meetings.earlier import refuse_earlier
from workflows.engine.meetings.opinions import on_agenda
from workflows.engine.meetings.quorum import quorum
from workflows.engine.meetings.reading import items_of, roll_of
from workflows.engine.meetings.record import Quorum
from workflows.engine.meetings.roll import on_roll
from workflows.engine.models import AgendaItem, Attendee, Body, Candidate, Meeting, Teller
from workflows.engine.votes.candidates import teller_faults
from workflows.engine.votes.kinds import Kind

TELLERS = 2


def open_meeting(
    public_id: str, *, by: User, key: str, chair: Person | None = None, recorder: Person | None = None
) -> Meeting:
    """Open the meeting (宣布开会), with a quorum for one item at least; others than announced may preside or record.

    Raises PermissionDenied, Conflict (opened already), Refused (no quorum, or the chair is not there).
    """
    with acting(public_id, by=by, name="open_meeting", key=key) as act:
        if act.done:
            return Meeting.objects.get(public_id=act.done["meeting"])
        meeting = act.meeting()
        meeting.chair, meeting.recorder = chair or meeting.chair, recorder or meeting.recorder
        roll, found = roll_of(meeting), quorums(act, meeting)
        _refuse_opening(meeting, roll, found)
        meeting.opened_at = clock.now()
        meeting.save(update_fields=["opened_at", "chair", "recorder"])
        facts = {"present": found[0].present, "entitled": found[0].entitled}
        words = {"chair": meeting.chair.name, "recorder": meeting.recorder.name}
        act.note("meeting.opened", meeting, facts, words)
        act.keep(meeting=meeting.public_id)
    return meeting


def quorums(act: Acting, meeting: Meeting) -> list[Quorum]:
    """Whether there is a quorum for what has yet to be voted on; for a meeting that only discusses, as for its motions."""
    kinds = [Kind(item.kind) for item in items_of(meeting) if item.kind and not standing.is_settled(item)]
    roll = roll_of(meeting)
    return [quorum(roll, kind, act.pack.votes) for kind in dict.fromkeys(kinds) or [Body(meeting.body).kinds[0]]]


def _refuse_opening(meeting: Meeting, roll: Sequence[Attendee], found: Sequence[Quorum]) -> None:
    if meeting.opened_at is not None:
        raise Conflict(_("The meeting has been opened already."))
    if meeting.chair_id == meeting.recorder_id:
        raise Refused(_("Whoever presides does not record: both sign the minutes."), field="recorder")
    refuse_earlier(meeting)
    for row in roll:
        if row.person_id in (meeting.chair_id, meeting.recorder_id) and not row.present:
            field = "chair" if row.person_id == meeting.chair_id else "recorder"
            raise Refused(
                _("%(name)s is not in the room: somebody else does it today.") % {"name": row.name}, field=field
            )
    if not any(one.met for one in found):
        raise Refused(no_quorum(found[0]))


def no_quorum(found: Quorum) -> str:
    """What is said where there is no quorum, and what can be done."""
    way_on = _("Wait for those who are late, or adjourn the meeting.")
    return f"{found.sentence} {way_on}"


def name_tellers(
    public_id: str, *, by: User, tellers: Sequence[str], confirmed: bool, key: str, item: str = ""
) -> list[Teller]:
    """Name the two who count (推选监票人、计票人), for the meeting or for one item, in place of those named before.

    ``confirmed``: those present have agreed (R-EL-09). Raises PermissionDenied, Conflict, Refused (not two, a candidate, no
    elector present, not confirmed).
    """
    with acting(public_id, by=by, name="name_tellers", key=key) as act:
        if act.done:
            return list(Teller.objects.filter(pk__in=act.done["tellers"]).order_by("pk"))
        meeting = act.meeting()
        about = on_agenda(meeting, item) if item else None
        rows = [on_roll(meeting, teller) for teller in tellers]
        refuse_tellers(rows, _candidates(meeting, about), meeting)
        if not confirmed:
            raise Refused(_("Those present confirm who counts, by a vote."), field="confirmed")
        now = clock.now()
        meeting.tellers.filter(item=about, replaced_at__isnull=True).update(replaced_at=now)
        named = [Teller.objects.create(meeting=meeting, item=about, attendee=row, named_at=now) for row in rows]
        facts = {"tellers": [row.public_id for row in rows], "item": item}
        act.note("meeting.tellers_named", meeting, facts, {"names": "、".join(row.name for row in rows)})
        act.keep(tellers=[teller.pk for teller in named])
    return named


def refuse_tellers(rows: Sequence[Attendee], candidates: Sequence[Candidate], meeting: Meeting) -> None:
    """Refuse who may not count: both are electors in the room, and no candidates."""
    if len(rows) != TELLERS:
        raise Refused(_("Two people count, each by himself."), field="tellers")
    electors = [str(row.person_id) for row in roll_of(meeting) if row.votes and row.present]
    wrong = teller_faults([str(row.person_id) for row in rows], [str(c.person_id) for c in candidates], electors)
    if wrong:
        row = rows[int(wrong[0].field.rpartition(".")[2])]
        raise Refused(f"{row.name}：{wrong[0].sentence}", field="tellers")


def _candidates(meeting: Meeting, item: AgendaItem | None) -> list[Candidate]:
    """Who stands in what they count: the item, or every election still to come that has no tellers of its own."""
    if item is not None:
        return list(item.candidates.all())
    coming = [one for one in items_of(meeting) if not standing.is_settled(one) and not one.tellers.all()]
    return [candidate for one in coming for candidate in one.candidates.all()]


def adjourn(public_id: str, *, by: User, key: str) -> Meeting:
    """Adjourn a meeting that has no quorum (延期开会): it is convened again; what was settled stands.

    Raises PermissionDenied, Conflict (a ballot is open), Refused (there is a quorum for something, or nothing is left).
    """
    with acting(public_id, by=by, name="adjourn", key=key) as act:
        if act.done:
            return Meeting.objects.get(public_id=act.done["meeting"])
        meeting = act.meeting()
        found = _refuse_adjourning(act, meeting)
        meeting.adjourned_at = clock.now()
        meeting.save(update_fields=["adjourned_at"])
        facts = {"attempt": meeting.attempt, "present": found.present, "entitled": found.entitled, "least": found.least}
        act.note("meeting.adjourned", meeting, facts)
        act.keep(meeting=meeting.public_id)
    return meeting


def _refuse_adjourning(act: Acting, meeting: Meeting) -> Quorum:
    items = items_of(meeting)
    if running(items):
        raise Conflict(_("A ballot is open: settle it first."))
    if standing.ending(meeting, items):
        raise Refused(_("Every item is settled: the meeting can be closed."))
    found = quorums(act, meeting)
    if enough := next((one for one in found if one.met), None):
        held = _("A meeting that has a quorum is held.")
        raise Refused(f"{enough.sentence} {held}")
    return found[0]


def running(items: Sequence[AgendaItem]) -> bool:
    """True while a ballot is open that was not settled."""
    return any(standing.verdict_of(ballot) is None for item in items for ballot in item.ballots.all())


def resume(public_id: str, *, by: User, key: str) -> Meeting:
    """Take an adjournment back (撤销延期) while its step is not decided: enough have come after all.

    Raises PermissionDenied, Conflict, Refused (it was not adjourned).
    """
    with acting(public_id, by=by, name="resume", key=key) as act:
        found = standing.current(act.case, act.step.name)
        if act.done:
            return Meeting.objects.get(public_id=act.done["meeting"])
        if found is None or found.adjourned_at is None:
            raise Refused(_("The meeting was not adjourned."))
        found.adjourned_at = None
        found.save(update_fields=["adjourned_at"])
        act.note("meeting.resumed", found, {"attempt": found.attempt})
        act.keep(meeting=found.public_id)
    return found
