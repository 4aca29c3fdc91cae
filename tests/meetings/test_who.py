"""Who may: the holder of the turn; not a peer, not a superior, not an outsider; and what may be done at which step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock
from config.demo import driving
from registry.models import User
from tests import desk
from tests.meetings.room import GENERAL, Room
from tests.meetings.test_attending import refused
from tests.meetings.test_counting import FIVE
from workflows.engine import path
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import (
    attending,
    balloting,
    convening,
    counting,
    missing,
    opinions,
    presiding,
    reducing,
    roll,
)
from workflows.engine.meetings.asked import Amendment, ItemAsked
from workflows.engine.models import Case, Choice
from workflows.engine.votes.kinds import Kind


def acts(room: Room, ballot: str) -> dict[str, Callable[[User], Any]]:
    """Every act, as somebody would try it."""
    one, item, today = room.electors()[0].reference, room.item(), clock.today()

    def of(what: Any, **said: Any) -> Callable[[User], Any]:
        return lambda by: room.act(what, by=by, **said)

    return {
        "convene": lambda by: room.convene(GENERAL, by=by),
        "amend_agenda": of(convening.amend_agenda, agenda=[GENERAL], reason="x"),
        "amend_roll": of(roll.amend_roll, attendee=one, amendment=Amendment(), reason="x"),
        "sign_in": of(attending.sign_in, attendee=one),
        "sign_out": of(attending.sign_out, attendee=one),
        "take_back_sign_in": of(attending.take_back_sign_in, attendee=one),
        "note_absence": of(attending.note_absence, attendee=one, reason="x"),
        "receive_opinion": of(opinions.receive_opinion, item=item, attendee=one, choice=Choice.FOR, handed_in_on=today),
        "open_meeting": of(presiding.open_meeting),
        "name_tellers": of(presiding.name_tellers, tellers=[one, one], confirmed=True),
        "open_ballot": of(balloting.open_ballot, item=item),
        "count": of(counting.count, ballot=ballot, teller=one, numbers=FIVE),
        "settle": of(counting.settle, ballot=ballot),
        "adjourn": of(presiding.adjourn),
        "reduce_seats": of(reducing.reduce_seats, ballot=ballot, agreeing=1),
        "elect_missing": of(missing.elect_missing, item=item, candidates=[]),
        "resume": of(presiding.resume),
    }


def test_only_the_holder_of_the_turn_acts(room: Room, sister: User, superior: User, outsider: User) -> None:
    room.convene(GENERAL)
    room.begin(present=6)
    found = acts(room, room.ballot().public_id)
    for by in (sister, superior, outsider):
        for do in found.values():
            refused(PermissionDenied, "do not hold today", lambda do=do, by=by: do(by))
    # The holder is told what is wrong, not that he may not.
    wrong = {
        "convene": "cannot be convened otherwise", "amend_agenda": "agenda stays", "receive_opinion": "handed in before",
        "open_meeting": "opened already", "resume": "was not adjourned", "name_tellers": "twice", "open_ballot": "A ballot is open",
        "settle": "Both tellers", "adjourn": "A ballot is open", "reduce_seats": "A ballot is open", "elect_missing": "A ballot is open", "amend_roll": "Voting has begun",
        "take_back_sign_in": "counted|was not signed in",
    }  # fmt: skip
    for name, match in wrong.items():
        refused(Refused, match, lambda name=name: found[name](room.secretary))


def test_before_the_meeting_is_convened_nothing_can_be_done_in_it(room: Room) -> None:
    refused(Refused, "has not been convened", lambda: room.act(attending.sign_in, attendee="x"))
    refused(Refused, "has not been convened", lambda: room.act(presiding.open_meeting))


def test_the_notice_stands_between_convening_and_the_meeting(
    room_of: Callable[..., Room], ordinary_member: Any
) -> None:
    room = room_of("Announced")
    matter = ItemAsked(Kind.GM_DISPOSAL, "处置意见", subject=ordinary_member)
    room.convene(GENERAL, matter)
    one = room.electors()[0]
    refused(Refused, "This is done in the meeting", lambda: room.sign_in(one))
    room.act(attending.note_absence, attendee=one.reference, reason="出差")
    room.opinion(one)
    room.announce()
    assert room.turn.step == "meeting"
    refused(Conflict, "notice has gone out", lambda: room.convene(GENERAL))
    amend = {"reason": "补充"}
    stays = convening.standing_agenda(room.meeting)
    refused(Refused, "as they were announced", lambda: room.act(convening.amend_agenda, agenda=stays[:1], **amend))
    refused(Refused, "Say why", lambda: room.act(convening.amend_agenda, agenda=stays, reason=""))
    refused(Refused, "stays: opinions", lambda: room.act(convening.amend_agenda, agenda=stays[1:], **amend))
    room.act(convening.amend_agenda, agenda=[stays[1], stays[0], ItemAsked(None, "学习文件")], **amend)
    assert [item.matter for item in room.record.items] == ["处置意见", GENERAL.matter, "学习文件"]
    assert len(room.record.items[1].opinions) == 1


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"place": " "}, "the place"),
        ({"topic": "字" * 61}, "the topic"),
        ({"held_on": dt.date(2026, 11, 23)}, "has passed"),
        ({"agenda": []}, "not|at least one item"),
        ({"agenda": [ItemAsked(Kind.BC_MEETING, "x")]}, "Item 1: such a vote"),
        ({"agenda": [GENERAL, ItemAsked(Kind.GM_GENERAL, " ")]}, "Item 2: say what"),
        ({"agenda": [ItemAsked(Kind.GM_DISPOSAL, "x")]}, "say whom it is about"),
        ({"agenda": [ItemAsked(None, "x", seats=1)]}, "no candidates"),
        ({"agenda": [ItemAsked(Kind.GM_GENERAL, "x", seats=1)]}, "no candidates"),
    ],
)
def test_what_cannot_be_convened(room: Room, more: Any, match: str) -> None:
    refused(Refused, match, lambda: room.convene(**{"agenda": [GENERAL]} | more))


def test_a_branch_decides_about_its_own_members(room: Room) -> None:
    stranger = next(m for m in room.world.members("QH0102") if m.standing == "full")
    refused(
        Refused,
        "does not belong to the branch",
        lambda: room.convene(ItemAsked(Kind.GM_DISPOSAL, "x", subject=stranger)),
    )


def test_a_repeated_convening_is_one(room: Room) -> None:
    key = desk.key()
    first = room.convene(GENERAL, key=key)
    before = desk.state()
    assert room.convene(GENERAL, key=key) == first
    assert desk.state() == before


def test_the_path_ahead_of_a_meeting_that_has_not_been_held(room_of: Callable[..., Room]) -> None:
    room = room_of("Announced")
    found = path.path_of(Case.objects.get(pk=room.case.pk))
    assert [stop.step.name for stop in found.stops] == ["convene", "meeting"]
    assert found.end is not None
    assert found.end.name == "ended"


def test_no_meeting_is_held_at_another_step(secretary: User, ordinary_member: Any, world: Any) -> None:
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0102"])
    desk.settle()
    by = driving.actor_for(desk.the_turn(case))
    turn = desk.the_turn(case).public_id
    refused(Refused, "No meeting is held", lambda: attending.sign_in(turn, by=by, attendee="x", key=desk.key()))
