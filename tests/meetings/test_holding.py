"""A meeting from convening to the register: held, adjourned and held again, undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.models import Resolution
from tests import desk
from tests.meetings.room import GENERAL, MATTER, Room
from workflows.engine import undoing
from workflows.engine.errors import Invalid, Refused
from workflows.engine.meetings import presiding
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case, Verdict


def test_a_motion_is_carried_and_entered_in_the_register(room: Room) -> None:
    room.convene(GENERAL)
    entitled = room.record.entitled
    room.begin(present=entitled - 1)
    verdict = room.vote(entitled - 2, 1)
    assert verdict.result == "carried"
    assert [str(sentence) for sentence in room.record.items[0].ballots[0].verdict.sentences][-1] == "Carried."
    room.close()
    assert room.resolutions() == []  # the hold is not over
    desk.settle()
    desk.settle()
    assert room.resolutions() == [(MATTER, "carried")]
    row = Resolution.objects.get()
    assert (row.entitled, row.present, row.votes_for, row.votes_against) == (entitled, entitled - 1, entitled - 2, 1)
    assert Case.objects.get(pk=room.case.pk).outcome == "ended"


def test_half_present_and_all_in_favour_is_a_quorum_and_no_majority(room: Room) -> None:
    room.convene(GENERAL)
    assert room.record.entitled == 9
    room.amend(room.electors()[-1], rights_suspended=True)
    entitled = room.record.entitled
    room.begin(present=entitled // 2)
    assert room.vote(entitled // 2).result == "lost"
    said = [str(sentence) for sentence in room.record.items[0].verdict.sentences]
    assert (
        said[1]
        == f"{entitled // 2} of {entitled} in favour: not more than half of those entitled, {entitled // 2 + 1} are needed."
    )


def test_the_outcome_follows_from_the_record_and_from_nothing_else(room: Room) -> None:
    def refused(outcome: str, match: str) -> None:
        before = desk.state()
        with pytest.raises(Invalid, match=match):
            room.close(outcome)
        assert desk.state() == before

    refused("held", "has not been convened")
    room.convene(GENERAL)
    refused("held", "is not over")
    refused("no_quorum", "is not over")
    room.begin(present=room.record.entitled)
    ballot = room.ballot()
    refused("held", "is not over")
    room.counted(ballot, {"votes_for": 3, "votes_against": 0, "abstained": 0})
    refused("no_quorum", "follows from its record")
    assert room.record.ending == "held"
    room.close()


def test_without_a_quorum_it_is_convened_again_and_what_was_settled_stands(room_of: Callable[..., Room]) -> None:
    room = room_of("Announced")
    second = ItemAsked(GENERAL.kind, "关于党费使用的决议")
    room.convene(GENERAL, second)
    room.announce()
    present = room.begin(present=room.record.entitled)
    room.vote(room.record.entitled)
    room.sign_out(*present[: room.record.entitled // 2 + 1])
    with pytest.raises(Refused, match="there is no quorum"):
        room.ballot(2)
    room.act(presiding.adjourn)
    assert (room.record.ending, room.record.attempt) == ("no_quorum", 1)
    with pytest.raises(Invalid, match="follows from its record"):
        room.close("held")
    room.close("no_quorum")
    desk.settle()
    assert room.turn.step == "convene"
    room.convene()
    assert (room.record.attempt, [item.matter for item in room.record.items]) == (2, ["关于党费使用的决议"])
    assert not any(one.came for one in room.record.people)
    room.announce()
    room.begin(present=room.record.entitled)
    room.vote(2, 5)
    room.close()
    for _time in range(3):
        desk.settle()
    assert room.resolutions() == [(MATTER, "carried"), ("关于党费使用的决议", "lost")]


def test_an_undone_decision_reopens_the_meeting_as_it_was(room: Room) -> None:
    room.convene(GENERAL, ItemAsked(None, "学习文件"))
    room.begin(present=room.record.entitled)
    room.vote(5)
    before = room.record
    decision = room.close()
    assert room.record.closed_at is not None
    undoing.recall(decision.public_id, by=room.secretary, key=desk.key())
    assert room.record == before
    room.close()
    for _time in range(3):
        desk.settle()
    assert Resolution.objects.count() == Verdict.objects.count() == 1


def test_an_adjournment_can_be_taken_back(room: Room) -> None:
    room.convene(GENERAL)
    with pytest.raises(Refused, match="was not adjourned"):
        room.act(presiding.resume)
    room.act(presiding.adjourn)
    with pytest.raises(Refused, match="was adjourned"):
        room.sign_in(room.record.people[0])
    room.act(presiding.resume)
    room.begin(present=room.record.entitled)
    with pytest.raises(Refused, match="is held"):
        room.act(presiding.adjourn)
