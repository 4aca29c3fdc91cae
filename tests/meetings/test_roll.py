"""The roll: who is called, who counts and why not, what may be amended until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from audit import clock, journal
from registry import members, posts
from registry.models import Role, User
from tests import desk
from tests.meetings.room import GENERAL, Room
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import roll
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Meeting, WrittenOpinion
from workflows.engine.votes.entitled import LeftOut
from workflows.engine.votes.kinds import Kind

DEMO = journal.system("demo")
PAPERS = {"superior_consent": "玉工〔2026〕12号，2026年11月1日", "meeting_consent": "2026年11月10日支部党员大会决议"}


def test_the_registers_say_who_is_called_and_who_counts(room: Room) -> None:
    room.convene(GENERAL)
    found = room.record
    assert {one.name for one in found.people} == {m.person.name for m in room.world.members("QH0101")}
    assert (len(found.people), found.entitled) == (10, 9)
    (out,) = found.uncounted
    assert (out.standing, str(out.why)) == (
        "probationary",
        "Only full members vote; a probationary member attends without a vote.",
    )
    assert out.article.startswith("党章第7条")


@pytest.mark.parametrize(
    ("amendment", "why"),
    [
        ({"disciplinary_probation": True}, "Under disciplinary probation there is no vote."),
        ({"rights_suspended": True}, "The organisation has suspended these rights."),
    ],
)
def test_whoever_has_lost_his_rights_leaves_the_number(room: Room, amendment: dict[str, bool], why: str) -> None:
    room.convene(GENERAL)
    row = room.amend(room.electors()[0], **amendment)
    assert (row.counts, row.votes, str(row.why), row.amended_because) == (False, False, why, "组织来函")
    assert room.record.entitled == 8
    assert room.amend(row).counts  # amended back


def test_under_correction_he_still_counts_and_votes(room: Room) -> None:
    room.convene(GENERAL)
    row = room.amend(room.electors()[0], in_correction=True)
    assert (row.counts, row.votes) == (True, True)


@pytest.mark.parametrize("kind", list(LeftOut))
def test_the_five_kinds_are_left_out_with_both_consents_only(room: Room, kind: LeftOut) -> None:
    room.convene(GENERAL)
    one = room.electors()[0]
    for consents in ({}, {"superior_consent": "玉工〔2026〕12号"}, {"meeting_consent": "大会决议"}):
        row = room.amend(one, left_out=kind, **consents)
        assert row.counts
        assert str(row.why).startswith("Counted: being left out needs")
    row = room.amend(one, left_out=kind, **PAPERS)
    assert (row.counts, row.left_out, row.superior_consent) == (False, kind, PAPERS["superior_consent"])
    assert str(row.why).startswith("Left out of the number")


def test_what_the_registers_say_later_changes_nothing_until_it_is_convened_otherwise(room: Room) -> None:
    room.convene(GENERAL)
    row = room.amend(room.electors()[3], rights_suspended=True)
    gone = next(
        one for one in room.electors() if one.person_id not in (room.meeting.chair_id, room.meeting.recorder_id)
    )
    member = next(m for m in room.world.members("QH0101") if m.person_id == gone.person_id)
    tomorrow = clock.today() + dt.timedelta(days=1)
    members.move_home(
        member, room.world.organisations["QH0102"], by=DEMO, on=tomorrow, case_reference="", article="第1条"
    )
    assert gone in room.record.people
    room.convene(GENERAL, held_on=tomorrow)
    assert gone.name not in {one.name for one in room.record.people}
    assert next(one for one in room.record.people if one.name == row.name).amended_because == "组织来函"
    assert Meeting.objects.count() == 1


def test_the_roll_is_taken_anew_before_the_meeting_is_opened(room: Room) -> None:
    held_on = clock.today() + dt.timedelta(days=3)
    room.convene(GENERAL, held_on=held_on)
    officers = (room.meeting.chair_id, room.meeting.recorder_id)
    gone, _stays, here = [one for one in room.electors() if one.person_id not in officers][:3]
    of = {member.person_id: member for member in room.world.members("QH0101")}
    to = room.world.organisations["QH0102"]
    assert roll.changes(room.meeting) == []
    for one in (gone, here):
        members.move_home(of[one.person_id], to, by=DEMO, on=held_on, case_reference="", article="第1条")
    assert set(roll.changes(room.meeting)) == {gone.name, here.name}
    with pytest.raises(Refused, match="Say why"):
        room.act(roll.renew_roll, reason=" ")
    room.opinion(here)
    with pytest.raises(Refused, match="handed in an opinion"):
        room.act(roll.renew_roll, reason="组织关系转出")
    assert room.record.entitled == 9
    WrittenOpinion.objects.all().delete()  # no act does that
    room.act(roll.renew_roll, reason="组织关系转出")
    assert (room.record.entitled, roll.changes(room.meeting)) == (7, [])
    clock.advance(dt.timedelta(days=3))
    room.begin(present=7)
    with pytest.raises(Conflict, match="stays as it is"):
        room.act(roll.renew_roll, reason="组织关系转出")


def test_what_cannot_be_amended(room_of: Callable[..., Room]) -> None:
    room = room_of()
    room.convene(GENERAL)

    def refused(error: type[Refused], match: str, **more: Any) -> None:
        before = desk.state()
        with pytest.raises(error, match=match):
            room.amend(room.electors()[0], **more)
        assert desk.state() == before

    refused(Refused, "Say why", reason=" ")
    room.begin(present=9)
    room.amend(room.electors()[0], in_correction=True)
    room.vote(9)
    refused(Conflict, "Voting has begun", rights_suspended=True)


def test_the_committee_is_who_holds_its_posts_that_day(room_of: Callable[..., Room]) -> None:
    room = room_of("OfItsCommittee")
    branch = room.world.organisations["QH0101"]
    full = [m.person for m in room.world.members("QH0101") if m.standing == "full"]
    third = next(person for person in full if not person.appointments.exists())
    post = posts.create_post(branch, Role.COMMITTEE_MEMBER, by=DEMO, title="宣传委员")
    posts.appoint(post, third, by=DEMO, since=clock.today() - dt.timedelta(days=1))
    recorder = room.world.holder("QH0101", Role.ORGANISATION_COMMISSIONER).person
    room.convene(ItemAsked(Kind.BC_MEETING, "研究培养对象"), recorder=recorder)
    found = {one.name: one.post for one in room.record.people}
    assert found == {room.secretary.person.name: "书记", recorder.name: "组织委员", third.name: "宣传委员"}
    with pytest.raises(Refused, match="Nobody is left out"):
        room.amend(room.electors()[0], left_out=LeftOut.ILLNESS)


def test_a_committee_above_decides_about_a_member_who_is_not_on_its_roll(
    room_of: Callable[..., Room], superior: User, ordinary_member: Any
) -> None:
    room = room_of("OfCommittee")
    recorder = room.world.holder("QH01", Role.DEPUTY_SECRETARY).person
    approval = ItemAsked(Kind.CM_APPROVAL, "批准处置", subject=ordinary_member)
    room.convene(approval, chair=superior.person, recorder=recorder)
    assert (room.record.body, room.record.entitled, room.record.items[0].subject) == (
        "committee",
        2,
        ordinary_member.person.name,
    )


def test_who_shares_a_name_is_told_apart_by_when_he_was_born(room: Room) -> None:
    full = [member.person for member in room.world.members("QH0101") if member.standing == "full"]
    first, second = full[-2:]
    second.name = first.name
    second.save(update_fields=["name"])
    room.convene(GENERAL)
    named = {person.pk: f"{first.name}（{person.born_on:%Y年%m月}生）" for person in (first, second)}
    assert {one.person_id: one.name for one in room.record.people if one.person_id in named} == named
    assert "（" not in "".join(one.name for one in room.record.people if one.person_id not in named)
