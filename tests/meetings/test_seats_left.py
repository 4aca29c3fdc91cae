"""Fewer winners than seats (R-EL-07): those present agree to fill fewer, or the missing seats are elected separately."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from registry.models import Elected, Person, Resolution
from tests import desk
from tests.meetings import courses
from tests.meetings.room import GENERAL, Room
from tests.meetings.test_attending import refused
from tests.meetings.test_electing import begun, election, numbers, voters
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import missing, presiding, printed, reducing
from workflows.engine.models import AgendaItem, Ballot, Reduction
from workflows.engine.votes.candidates import Purpose

Left = tuple[Room, Ballot, list[Person]]


@pytest.fixture
def left(room: Room) -> Left:
    """Three seats, of nine electors two are elected; one seat is left."""
    people = voters(room)
    begun(room, 3, people[:4])
    ballot = room.ballot()
    assert room.counted(ballot, numbers(ballot, 8, 7, 4, 3)).result == "seats_left"
    return room, ballot, people


def reduce(room: Room, ballot: Ballot, agreeing: Any, **more: Any) -> Reduction:
    """So many agree to fewer seats."""
    found: Reduction = room.act(reducing.reduce_seats, ballot=ballot.public_id, agreeing=agreeing, **more)
    return found


def elect(room: Room, *people: Person, number: int = 1, **more: Any) -> AgendaItem:
    """The seats that an item has left are put to a separate election."""
    found: AgendaItem = room.act(missing.elect_missing, item=room.item(number), candidates=people, **more)
    return found


def registered(room: Room) -> list[Resolution]:
    """What stands in the register once the meeting is closed."""
    room.close()
    for _time in range(3):
        desk.settle()
    return list(Resolution.objects.filter(case_reference=room.case.reference).order_by("pk"))


# -- fewer seats --------------------------------------------------------------------------------------------------------


def test_more_than_half_of_those_entitled_agree_and_fewer_seats_are_filled(left: Left) -> None:
    room, ballot, people = left
    room.sign_out(room.electors()[-1])
    row = reduce(room, ballot, 5)
    assert (row.agreed, row.agreeing, row.present, row.entitled, row.seats) == (True, 5, 8, 9, 3)
    verdict = room.record.items[0].verdict
    assert verdict is not None
    assert verdict.reduction is not None
    assert (verdict.reduction.fewer, room.record.items[0].seats_open) == (2, 0)
    said = ["5 of 9 in favour: more than half of those entitled to elect.", "Seats to be filled: 2 instead of 3."]
    assert [str(sentence) for sentence in verdict.reduction.sentences] == said
    refused(Conflict, "asked already|have agreed", lambda: reduce(room, ballot, 6))
    refused(Conflict, "have agreed to fill fewer seats", lambda: elect(room, *people[4:5]))
    [minuted] = printed.minutes(room.record, members=(9, 1), speeches="x", heard="x")["elections"]
    assert minuted["sentence"].endswith("应选名额由3名减为2名。")
    both = f"{people[0].name}、{people[1].name}当选。"
    assert minuted["resolution"] == f"{both}同意应选名额由3名减为2名。"
    [row_] = registered(room)
    assert (row_.result, row_.seats, row_.votes_for, len(row_.sentences)) == ("filled", 2, None, 4)


def test_half_is_not_enough_and_they_are_asked_once(left: Left) -> None:
    room, ballot, people = left
    assert not reduce(room, ballot, 4).agreed
    assert room.record.items[0].seats_open == 1
    refused(Conflict, "asked already", lambda: reduce(room, ballot, 9))
    item = elect(room, people[4])
    assert (item.number, item.seats) == (2, 1)


@pytest.mark.parametrize(
    ("agreeing", "match"),
    [(10, "Votes: 10, but present who could vote: 9"), (-1, "below zero"), ("5", "whole number"), (True, "whole")],
)
def test_how_many_agree_has_to_be_possible(left: Left, agreeing: Any, match: str) -> None:
    room, ballot, _people = left
    refused(Refused, match, lambda: reduce(room, ballot, agreeing))


def test_fewer_seats_only_where_few_are_left_and_some_elected(room: Room) -> None:
    people = voters(room)
    begun(room, 3, people[:4])
    ballot = room.ballot()
    refused(Conflict, "A ballot is open", lambda: reduce(room, ballot, 9))
    refused(Conflict, "A ballot is open", lambda: elect(room, *people[:3]))
    refused(Refused, "no such ballot", lambda: room.act(reducing.reduce_seats, ballot="x", agreeing=9))
    room.counted(ballot, numbers(ballot, 8, 4, 3, 2))
    verdict = room.record.items[0].verdict
    assert verdict is not None
    assert (verdict.left, verdict.may_reduce) == (2, False)
    refused(Refused, "few are left; left are 2", lambda: reduce(room, ballot, 9))


def test_nothing_is_left_of_what_is_filled_or_of_a_motion(room: Room) -> None:
    people = voters(room)
    room.convene(GENERAL, election(people[:2], 1, Purpose.OFFICE, as_given=True))
    room.sign_in(*room.electors())
    room.act(presiding.open_meeting)
    room.tellers(*[one for one in room.electors() if one.person_id not in {p.pk for p in people[:2]}][:2])
    refused(Refused, "has left no seats", lambda: elect(room, people[4]))  # not voted on yet
    room.vote(6)
    ballot = room.ballot(2)
    room.counted(ballot, numbers(ballot, 6, 3))
    for number in (1, 2):
        refused(Refused, "has left no seats", lambda number=number: elect(room, people[4], number=number))
    refused(Refused, "has left no seats", lambda: reduce(room, ballot, 9))
    refused(Refused, "has left no seats", lambda: room.act(missing.elect_missing, item="x", candidates=[people[4]]))


def test_what_was_agreed_is_written_once_and_a_repeat_is_answered_with_it(left: Left) -> None:
    room, ballot, _people = left
    key = desk.key()
    first = reduce(room, ballot, 6, key=key)
    before = desk.state()
    assert reduce(room, ballot, 6, key=key) == first
    assert desk.state() == before
    registered(room)
    for model in (Reduction, Elected):
        assert model.objects.exists()
        table = model._meta.db_table
        for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
            with (
                pytest.raises(IntegrityError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)


# -- a separate election ------------------------------------------------------------------------------------------------


def test_missing_seats_are_elected_directly_after(room: Room) -> None:
    people = voters(room)
    room.convene(election(people[:4], 3, as_given=True), GENERAL)
    room.sign_in(*room.electors())
    room.act(presiding.open_meeting)
    tellers = [one for one in room.electors() if one.person_id not in {p.pk for p in people}]
    room.tellers(*tellers[:2])
    first = room.ballot()
    room.counted(first, numbers(first, 8, 7, 4, 3))
    key = desk.key()
    item = elect(room, people[4], people[2], key=key)
    assert elect(room, people[4], people[2], key=key) == item
    items = room.record.items
    assert [one.number for one in items] == [1, 2, 3]
    assert [one.matter for one in items] == [
        "选举支部委员会委员",
        "选举支部委员会委员（不足名额另行选举）",
        GENERAL.matter,
    ]
    assert (items[1].kind, items[1].purpose, items[1].seats, items[0].elected_again) == (
        items[0].kind,
        "by_election",
        1,
        2,
    )
    assert (items[0].seats_open, room.record.ending) == (0, "")
    refused(Conflict, "elected separately", lambda: reduce(room, first, 9))
    refused(Conflict, "elected separately", lambda: elect(room, people[4]))
    second = room.ballot(2)
    order = [row.name for row in items[1].candidates]
    votes = [6 if name == people[4].name else 3 for name in order]
    assert room.counted(second, numbers(second, *votes)).result == "filled"
    room.vote(6, number=3)
    found = registered(room)
    assert [(row.result, row.seats) for row in found] == [("seats_left", 3), ("filled", 1), ("carried", None)]
    names = [[(one.person, one.votes_for) for one in row.elected.order_by("pk")] for row in found]
    assert names == [[(people[0], 8), (people[1], 7)], [(people[4], 6)], []]


def test_who_may_stand_for_the_missing_seats(left: Left) -> None:
    room, _ballot, people = left
    probationary = next(m.person for m in room.world.members("QH0101") if m.standing == "probationary")
    refused(Refused, f"{people[0].name} is elected already", lambda: elect(room, people[0]))
    refused(Refused, "Only who has a vote", lambda: elect(room, probationary))
    refused(Refused, "Candidates: 0; .* at least 1", lambda: elect(room))
    refused(Refused, "stands here twice", lambda: elect(room, people[4], people[4]))


def test_the_margin_binds_from_two_missing_seats_on_but_not_for_an_office(room: Room) -> None:
    people = voters(room)
    begun(room, 3, people[:4])
    ballot = room.ballot()
    room.counted(ballot, numbers(ballot, 8, 4, 3, 2))
    refused(Refused, "Candidates: 2; .* at least 3", lambda: elect(room, *people[1:3]))
    assert missing.asked_for(_office(ballot), people[1:3]).purpose == Purpose.OFFICE
    assert elect(room, *people[1:4]).seats == 2


def _office(ballot: Ballot) -> Ballot:
    """The same ballot, had it been about an office."""
    found = Ballot.objects.select_related("item", "verdict").get(pk=ballot.pk)
    found.item.purpose = Purpose.OFFICE
    return found


def test_who_was_elected_before_counts_when_the_separate_election_fails(left: Left) -> None:
    """Two of three seats are filled and nobody is elected for the third: now fewer seats can be agreed on."""
    room, _ballot, people = left
    elect(room, people[4])
    second = room.ballot(2)
    assert room.counted(second, numbers(second, 4)).result == "seats_left"
    row = reduce(room, second, 9)
    assert (row.agreed, row.seats) == (True, 3)
    found = registered(room)
    assert [(one.result, one.seats) for one in found] == [("seats_left", 3), ("filled", 0)]


def test_ten_items_are_enough(left: Left) -> None:
    room, ballot, people = left
    meeting = room.meeting
    AgendaItem.objects.bulk_create(AgendaItem(meeting=meeting, number=n, matter="学习") for n in range(2, 11))
    refused(Refused, "At most 10 items", lambda: elect(room, people[4]))
    assert reduce(room, ballot, 5).agreed


def test_a_meeting_about_one_election(room_of: Callable[..., Room], monkeypatch: pytest.MonkeyPatch) -> None:
    """The course says what is voted on; with fewer seats agreed on it ends as filled."""
    room = room_of("ElectsOne")
    people = voters(room)
    step = courses.ElectsOne.instance.node("meeting")
    monkeypatch.setattr(step, "item", lambda case: election(people[:4], 3, as_given=True))
    begun(room, 3, people[:4])
    ballot = room.ballot()
    room.counted(ballot, numbers(ballot, 8, 7, 4, 3))
    refused(Refused, "follows from the case", lambda: elect(room, people[4]))
    assert step.ending_of(room.meeting) == "seats_left"
    reduce(room, ballot, 5)
    assert step.ending_of(room.meeting) == "filled"
    room.close("filled")
