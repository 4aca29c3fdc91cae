"""Who comes, leaves and stays away, and what the ballots make of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from audit import clock
from audit.models import Entry
from tests import desk
from tests.meetings.room import GENERAL, MATTER, Room
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import attending, opinions, presiding
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Attendee, Ballot, Choice, Command, WrittenOpinion
from workflows.engine.votes.kinds import Kind


def refused(error: type[Exception], match: str, do: Any) -> None:
    """Refused, and nothing has changed."""
    before = desk.state()
    with pytest.raises(error, match=match):
        do()
    assert desk.state() == before


def test_late_and_leaving_people_count_at_the_ballots_at_which_they_are_there(room: Room) -> None:
    room.convene(GENERAL, ItemAsked(Kind.GM_GENERAL, "第二项"), ItemAsked(Kind.GM_GENERAL, "第三项"))
    present = room.begin(present=6)
    assert room.ballot(1).present == 6
    room.counted(Ballot.objects.get(), {"votes_for": 5, "votes_against": 0, "abstained": 0})
    late = [one for one in room.electors() if not one.came]
    room.sign_in(*late[:2])
    second = room.ballot(2)
    assert (second.entitled, second.present) == (9, 8)
    room.sign_out(*present[2:6])
    room.counted(second, {"votes_for": 8, "votes_against": 0, "abstained": 0})  # they voted before they left
    refused(Refused, "4 of 9 .* present, fewer than half", lambda: room.ballot(3))
    room.sign_in(present[2])  # he comes back
    assert room.ballot(3).present == 5


def test_a_double_tap_does_nothing_twice(room: Room) -> None:
    room.convene(GENERAL)
    one = room.electors()[0]
    key = desk.key()
    first = room.act(attending.sign_in, attendee=one.reference, key=key)
    before = desk.state()
    assert room.act(attending.sign_in, attendee=one.reference, key=key) == first
    assert room.act(attending.sign_in, attendee=one.reference) == first  # another form, the same thing
    assert desk.state() == before
    assert Command.objects.filter(key=key).count() == 1


def test_a_wrong_tap_is_taken_back_until_a_ballot_has_counted_it(room: Room) -> None:
    room.convene(GENERAL)
    one = room.electors()[0]
    refused(Refused, "was not signed in", lambda: room.act(attending.take_back_sign_in, attendee=one.reference))
    room.sign_in(one)
    room.act(attending.take_back_sign_in, attendee=one.reference)
    assert one in room.record.people
    present = room.begin(present=5)
    room.vote(5)
    refused(Conflict, "has counted", lambda: room.act(attending.take_back_sign_in, attendee=present[0].reference))
    Attendee.objects.filter(public_id=present[0].reference).update(arrived_at=Ballot.objects.get().opened_at)
    refused(Conflict, "has counted", lambda: room.act(attending.take_back_sign_in, attendee=present[0].reference))
    clock.advance(dt.timedelta(minutes=1))
    late = next(one for one in room.electors() if not one.came)
    room.sign_in(late)
    room.act(attending.take_back_sign_in, attendee=late.reference)
    assert late in room.record.people


def test_leave_is_noted_until_he_comes(room: Room) -> None:
    room.convene(GENERAL, held_on=clock.today() + dt.timedelta(days=2))
    one, other = room.electors()[:2]
    said = {"attendee": one.reference, "reason": "外出学习", "asked_on": clock.today()}
    room.act(attending.note_absence, **said, agreed_by=room.secretary.person)
    row = room.who(Attendee.objects.get(public_id=one.reference).person)
    assert (row.absent_reason, row.leave_agreed_by) == ("外出学习", room.secretary.person.name)
    refused(Refused, "Say why", lambda: room.act(attending.note_absence, attendee=other.reference, reason=""))
    late = {"attendee": other.reference, "reason": "病", "asked_on": clock.today() + dt.timedelta(days=3)}
    refused(Refused, "before the meeting", lambda: room.act(attending.note_absence, **late))
    refused(Refused, "The meeting is on", lambda: room.sign_in(other))
    clock.advance(dt.timedelta(days=2))
    room.sign_in(one)
    refused(Refused, "is there", lambda: room.act(attending.note_absence, attendee=one.reference, reason="病"))


def test_what_is_typed_in_afterwards_has_the_times_of_the_day(room: Room) -> None:
    room.convene(GENERAL)
    held_on = clock.today()
    clock.advance(dt.timedelta(days=1))
    one, other = room.electors()[:2]
    room.sign_in(one)
    at = timezone.make_aware(dt.datetime.combine(held_on, dt.time(10, 5)))
    room.sign_in(other, at=at)
    refused(Refused, "a time on the day", lambda: room.sign_in(room.electors()[2], at=clock.now()))
    before = at - dt.timedelta(minutes=1)
    refused(Refused, "before he came", lambda: room.act(attending.sign_out, attendee=other.reference, at=before))
    came = {row.name: timezone.localtime(row.arrived_at).time() for row in room.record.people if row.arrived_at}
    assert came == {one.name: dt.time(9, 30), other.name: dt.time(10, 5)}


def test_a_meeting_without_a_quorum_is_not_opened(room: Room) -> None:
    room.convene(GENERAL)
    officers = [room.who(room.meeting.chair), room.who(room.meeting.recorder)]
    room.sign_in(officers[0])
    refused(Refused, "is not in the room", lambda: room.act(presiding.open_meeting))
    room.sign_in(officers[1])
    refused(Refused, "2 of 9 .*5 are needed.*adjourn", lambda: room.act(presiding.open_meeting))
    other = next(one for one in room.electors() if one not in officers)
    room.sign_in(other)
    person = Attendee.objects.get(public_id=other.reference).person
    refused(Refused, "does not record", lambda: room.act(presiding.open_meeting, chair=person, recorder=person))


def test_a_written_opinion_counts_where_the_rules_say_so(room: Room) -> None:
    probationary = next(m for m in room.world.members("QH0101") if m.standing == "probationary")
    room.convene(ItemAsked(Kind.GM_ADMISSION, "预备党员转正", subject=probationary), GENERAL)
    *absent, coming = [
        one for one in room.electors() if one.person_id not in (room.meeting.chair_id, room.meeting.recorder_id)
    ][:3]
    for number in (1, 2):
        room.opinion(absent[0], number=number)
        room.opinion(absent[1], Choice.AGAINST, number=number)
        room.opinion(coming, number=number)
    room.opinion(absent[1], Choice.FOR)  # he thinks better of it
    room.sign_in(coming)
    refused(Refused, "is there and votes himself", lambda: room.opinion(coming))
    officers = [room.who(room.meeting.chair), room.who(room.meeting.recorder)]
    others = [one for one in room.electors() if one not in [*absent, *officers] and one.name != coming.name][:3]
    room.sign_in(*officers, *others)
    room.act(presiding.open_meeting)
    room.tellers(*others[:2])
    refused(Conflict, "has been opened", lambda: room.opinion(absent[0]))
    first = room.ballot(1)
    assert (first.present, first.written_for, first.written_against) == (6, 2, 0)
    assert room.counted(first, {"votes_for": 3, "votes_against": 3, "abstained": 0}).result == "carried"
    second = room.ballot(2)
    assert (second.written_for, second.written_against) == (1, 1)
    assert room.counted(second, {"votes_for": 4, "votes_against": 2, "abstained": 0}).result == "lost"
    items = room.record.items
    assert [item.opinions_count for item in items] == [True, False]
    assert {opinion.name for opinion in items[0].opinions if opinion.void} == {coming.name}
    assert "they do not count" in " ".join(str(sentence) for sentence in items[1].verdict.sentences)


def test_who_cannot_hand_in_an_opinion(room: Room) -> None:
    room.convene(GENERAL, ItemAsked(None, "通报情况"))
    one = room.electors()[0]
    tomorrow = clock.today() + dt.timedelta(days=1)
    (out,) = room.record.uncounted
    refused(Refused, "has no vote", lambda: room.opinion(out))
    refused(Refused, "only discussed", lambda: room.opinion(one, number=2))
    refused(Refused, "a day that has passed", lambda: room.opinion(one, handed_in_on=tomorrow))
    said = {"attendee": one.reference, "choice": Choice.FOR, "handed_in_on": clock.today()}
    refused(Refused, "an item of the agenda", lambda: room.act(opinions.receive_opinion, item="?", **said))
    assert not WrittenOpinion.objects.exists()


def test_what_somebody_thinks_is_not_in_the_journal(room: Room) -> None:
    room.convene(GENERAL)
    room.opinion(room.electors()[0], Choice.AGAINST)
    entry = Entry.objects.get(act="meeting.opinion_received")
    assert "against" not in f"{entry.facts}{entry.words}"
    assert MATTER not in f"{entry.facts}"
