"""The words of a course: what a meeting about one matter comes to, and that courses with meetings can be proved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from audit import clock
from registry.models import Resolution
from tests import desk
from tests.meetings import courses
from tests.meetings.courses import BRANCH, SECRETARY, Held
from tests.meetings.room import GENERAL, Room
from tests.meetings.test_attending import refused
from tests.soundness.test_planted import told
from workflows.engine import checks, deciding
from workflows.engine.errors import Conflict, Invalid, Refused
from workflows.engine.meetings import convening, presiding
from workflows.engine.models import Body, Case
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import Discussion, Meeting, Vote

ALL = ("Announced", "OfBranch", "OfItsCommittee", "OfCommittee", "AboutOne", "ElectsOne", "Debates", "DebatesWithVote")


@pytest.mark.parametrize("name", ALL)
def test_courses_with_meetings_are_proved(name: str) -> None:
    course = getattr(courses, name)
    assert told(course) == []
    assert list(checks.faults_of(course)) == []


def test_a_form_must_end_as_the_meeting_does() -> None:
    said: dict[str, Any] = {"title": "会议", "asks": "?", "article": "x", "to": SECRETARY, "of": BRANCH}
    with pytest.raises(ValueError, match="held"):
        Meeting(courses.MotionMinutes, body=Body.GENERAL, **said)
    with pytest.raises(ValueError, match="carried"):
        Vote(courses.Minutes, vote=Kind.GM_DISPOSAL, item=courses.disposal, **said)
    with pytest.raises(ValueError, match="carried"):
        Discussion(courses.Minutes, body=Body.GENERAL, item=courses.talk, **said)
    assert courses.OfBranch.instance.node("meeting").ordinary == Held.HELD


def test_the_one_matter_is_that_of_the_case(room_of: Callable[..., Room], ordinary_member: Any) -> None:
    room = room_of("AboutOne", ordinary_member)
    room.convene(GENERAL)  # whatever somebody asks for
    (item,) = room.record.items
    assert (item.kind, item.subject) == (Kind.GM_DISPOSAL, ordinary_member.person.name)
    agenda = {"agenda": [GENERAL], "reason": "x"}
    refused(Refused, "follows from the case", lambda: room.act(convening.amend_agenda, **agenda))
    room.convene()
    assert room.record.items == (item,)
    room.act(presiding.adjourn)
    room.close("no_quorum")
    desk.settle()
    room.convene()
    assert (room.record.attempt, room.record.items[0].subject) == (2, ordinary_member.person.name)
    room.begin(present=6)
    refused(Conflict, "cannot be convened otherwise", room.convene)
    room.vote(6)
    refused(Invalid, "follows from its record", lambda: room.close("no_quorum"))
    room.close("carried")
    for _time in range(3):
        desk.settle()
    assert room.resolutions() == [(item.matter, "carried")]
    assert Case.objects.get(pk=room.case.pk).outcome == "ended"


def test_one_election_ends_by_what_it_comes_to(room_of: Callable[..., Room]) -> None:
    room = room_of("ElectsOne")
    room.convene()
    stand = {candidate.person_id for candidate in room.record.items[0].candidates}
    room.sign_in(*room.electors())
    room.act(presiding.open_meeting)
    room.tellers(*[one for one in room.electors() if one.person_id not in stand][:2])
    ballot = room.ballot()
    box = {"issued": 9, "collected": 9, "void": 1}
    lines = {"1.for": 4, "1.against": 4, "1.abstained": 0, "2.for": 3, "2.against": 5, "2.abstained": 0}
    room.counted(ballot, box | lines)
    with pytest.raises(Invalid, match="follows from its record"):
        room.close("filled")
    turn = room.turn
    form = turn.definition.form(limits=deciding.bound_form(turn, {}, by_subject=False, today=clock.today()).limits)
    assert [form["outcome"].initial, *form.fields["outcome"].choices] == ["seats_left", ("seats_left", "Seats Left")]
    room.close("seats_left")
    assert room.record.closed_at is not None


def test_a_matter_is_discussed_without_a_vote(room_of: Callable[..., Room], ordinary_member: Any) -> None:
    room = room_of("Debates", ordinary_member)
    room.convene(GENERAL)  # whatever somebody asks for
    (item,) = room.record.items
    assert (item.kind, item.subject) == (None, ordinary_member.person.name)
    refused(Invalid, "not over", lambda: room.close("held"))
    room.begin(present=6)
    refused(Invalid, "follows from its record", lambda: room.close("carried"))
    room.close("held")
    desk.settle()
    assert (Case.objects.get(pk=room.case.pk).outcome, Resolution.objects.count()) == ("ended", 0)


@pytest.mark.parametrize(("votes", "ending", "other"), [(6, "carried", "held"), (1, "lost", "held")])
def test_where_it_is_voted_on_the_vote_says_how_it_ends(
    room_of: Callable[..., Room], ordinary_member: Any, votes: int, ending: str, other: str
) -> None:
    room = room_of("DebatesWithVote", ordinary_member)
    room.convene()
    room.begin(present=6)
    refused(Invalid, "not over", lambda: room.close(ending))
    room.vote(votes)
    refused(Invalid, "follows from its record", lambda: room.close(other))
    room.close(ending)
    desk.settle()
    assert [(row.kind, row.result) for row in Resolution.objects.all()] == [("GM_DISPOSAL", ending)]
