"""What has to be true of a member whatever was done about him, worked out from the rows alone, apart from the code under test."""

from __future__ import annotations

from collections.abc import Iterable

from audit import clock
from audit.models import Entry
from registry.models import Appointment, Approval, Hearing, Member, Resolution, Standing, Statement, User
from workflows.engine.models import Attendee, Case, TaskAssignment
from workflows.engine.said import Said

# How many votes of his branch, decisions of a committee as a body and approvals each end needs, and which statement of his own.
ENDS: dict[str, tuple[int, int, int, str]] = {
    Standing.LEFT_PERSUADED: (1, 1, 1, "leaving"),
    Standing.REMOVED_REFUSED: (2, 2, 2, ""),
    Standing.REMOVED_SELF_WITHDRAWAL: (1, 1, 1, ""),
    Standing.REMOVED_LOST_CONDITIONS: (1, 1, 1, ""),
    Standing.PROBATION_CANCELLED: (1, 1, 1, ""),
    Standing.SUSPENDED: (1, 1, 1, ""),
    Standing.LEFT_OWN_REQUEST: (0, 0, 0, "own_withdrawal"),
}
FOR_WHOEVER_IS_GONE = ("appeal",)


def treated(member: Member) -> None:
    """Whoever is gone, or suspended, was heard or provably offered it, voted on below and approved above, by other bodies."""
    if member.standing not in ENDS:
        return
    votes, bodies, approvals, stated = ENDS[member.standing]
    of_him = {"subject_id": member.person_id}
    carried = Resolution.objects.filter(result="carried", **of_him)
    below, above = carried.exclude(kind="CM_APPROVAL"), carried.filter(kind="CM_APPROVAL")
    granted = Approval.objects.filter(act="approve", granted=True, **of_him).exclude(measure="appeal.revoke")
    assert (below.count() >= votes, above.count() >= bodies, granted.count() >= approvals) == (True, True, True)
    assert Hearing.objects.filter(**of_him).exists()
    assert not stated or Statement.objects.filter(kind=stated, **of_him).exists()
    assert stated != "own_withdrawal" or Approval.objects.filter(act="record", **of_him).exists()
    branches = set(member.affiliations.values_list("organisation_id", flat=True))
    assert branches.isdisjoint(granted.values_list("organisation_id", flat=True))
    if member.standing != Standing.SUSPENDED:
        assert member.ended_on is not None
        assert member.affiliations.latest("since").until == member.ended_on


def may(turn: TaskAssignment, by: User) -> bool:
    """Who may act on a turn, worked out from the rows: the person asked, or a holder of its post who need not stand aside."""
    if turn.person_id is not None and turn.person_id == by.person_id:
        return True
    today = clock.today()
    held = [
        one
        for one in Appointment.objects.filter(post=turn.post, person=by.person)
        if one.since <= today and (one.until is None or one.until >= today)
    ]
    own = by.person_id in (turn.case.opener_id, turn.case.subject_person_id)
    return bool(held) and (turn.definition.kind == "act" or not own)


def may_be_asked(case: Case, about: Member) -> bool:
    """Of whoever is no member any more nothing is asked but by himself, against what was decided; only a suspended one is restored."""
    if not about.on_the_roll:
        return case.process_name in FOR_WHOEVER_IS_GONE
    if about.standing == Standing.PROBATIONARY:
        return case.process_name in ("probation", "appeal", "reminder")
    return case.process_name != "restoration" or about.standing == Standing.SUSPENDED


def nobody_gone_was_called(members: Iterable[Member]) -> None:
    """On the roll of no meeting that was convened after the day on which the register let him go."""
    people = {one.public_id: one.person_id for one in members if not Member.objects.get(pk=one.pk).on_the_roll}
    ended = Entry.objects.filter(stream_kind="member", act="member.ended", stream_id__in=people).order_by("pk")
    gone = {people[stream]: at for stream, at in ended.values_list("stream_id", "at")}
    called = Attendee.objects.filter(person_id__in=gone).values_list("person_id", "meeting__convened_at")
    assert [person for person, at in called if at > gone[person]] == []


def no_correction_beyond_a_year(members: Iterable[Member]) -> None:
    """All orders that were approved about one member, added up."""
    for member in members:
        approved = Approval.objects.filter(subject=member.person, measure="correction", granted=True)
        cases = Case.objects.filter(reference__in=approved.values_list("case_reference", flat=True))
        assert sum(int(Said(case)("deliberate")["months"]) for case in cases) <= 12
