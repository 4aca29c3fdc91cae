"""Elections: candidates in order, ballots by name, ties and second ballots, what is left."""

from __future__ import annotations

from typing import Any

import pytest

from registry.models import Person, Resolution
from registry.strokes import strokes_key
from tests import desk
from tests.meetings.room import Room
from tests.meetings.test_attending import refused
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import presiding, printed, reading
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Ballot, Meeting
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.kinds import Kind

BOX = {"issued": 9, "collected": 9, "void": 0}


def election(people: list[Person], seats: int, purpose: Purpose = Purpose.COMMITTEE, **more: Any) -> ItemAsked:
    """An election."""
    return ItemAsked(
        Kind.GM_ELECTION, "选举支部委员会委员", seats=seats, purpose=purpose, candidates=tuple(people), **more
    )


def voters(room: Room) -> list[Person]:
    """The full members of the branch but for the secretary and whoever records."""
    full = [m.person for m in room.world.members("QH0101") if m.standing == "full"]
    return [person for person in full if person.pk != room.secretary.person_id][1:]


def numbers(ballot: Ballot, *votes_for: int, **more: int) -> dict[str, int]:
    """So many votes for each candidate; whoever did not vote for one rejected him."""
    box = BOX | {name: more.pop(name) for name in BOX if name in more}
    found = dict(box)
    for row, votes in zip(ballot.rows, votes_for, strict=True):
        found |= {f"{row}.for": votes, f"{row}.against": box["collected"] - box["void"] - votes, f"{row}.abstained": 0}
    return found | {name.replace("_", ":", 1): number for name, number in more.items()}


def test_candidates_stand_in_the_order_of_strokes_and_too_few_are_refused(room: Room) -> None:
    people = voters(room)
    refused(Refused, "Item 1: Candidates: 3; .* at least 4", lambda: room.convene(election(people[:3], 3)))
    refused(Refused, "stands here twice", lambda: room.convene(election([people[0]] * 4, 3)))
    refused(Refused, "say whether", lambda: room.convene(election(people[:4], 3, None)))  # type: ignore[arg-type]
    probationary = next(m.person for m in room.world.members("QH0101") if m.standing == "probationary")
    refused(Refused, "only who has a vote", lambda: room.convene(election([*people[:3], probationary], 3)))
    room.convene(election(people[:4][::-1], 3))
    assert [row.name for row in room.record.items[0].candidates] == sorted(
        (p.name for p in people[:4]), key=strokes_key
    )
    kept = [p.name for p in people[:4][::-1]]
    room.convene(election(people[:4][::-1], 3, as_given=True))
    assert [row.name for row in room.record.items[0].candidates] == kept


def test_known_family_names_by_their_strokes() -> None:
    assert sorted(["魏明", "王芳", "丁一", "刘䶮", "张伟", "吉克·史都", "黄海"], key=strokes_key) == [
        "丁一", "王芳", "吉克·史都", "刘䶮", "张伟", "黄海", "魏明",
    ]  # fmt: skip


def test_names_of_unknown_strokes_come_last_in_one_order_whoever_lists_them() -> None:
    names = ["䶮明", "王芳", "䶮鸣", "㛃一", "魏明", "䶮名"]
    turned = names[::-1]
    found = sorted(names, key=strokes_key)
    assert found[:2] == ["王芳", "魏明"]
    assert found == sorted(turned, key=strokes_key)
    assert len({strokes_key(name) for name in names}) == len(names)


def test_four_fifths_have_to_be_there(room: Room) -> None:
    room.convene(election(voters(room)[:4], 3))
    officers = [room.who(room.meeting.chair), room.who(room.meeting.recorder)]
    others = [one for one in room.electors() if one not in officers]
    room.sign_in(*officers, *others[:5])
    refused(Refused, "7 of 9 .*8 are needed", lambda: room.act(presiding.open_meeting))
    room.sign_in(others[5])
    room.act(presiding.open_meeting)


def test_a_candidate_does_not_count(room: Room) -> None:
    people = voters(room)
    room.convene(election(people[:2], 1), election(people[4:6], 1))
    room.sign_in(*room.electors())
    room.act(presiding.open_meeting)
    free = [room.who(person) for person in people if person not in people[:2] + people[4:6]]
    refused(Refused, "candidate neither", lambda: room.tellers(room.who(people[0]), free[0]))
    # Of the second election he is no candidate.
    room.tellers(room.who(people[0]), free[0], item=room.item(2))
    refused(Refused, "Somebody has to|Two people", lambda: room.ballot(1))
    room.tellers(*free[:2])
    first = room.ballot(1)
    refused(
        Refused, "does not count here", lambda: room.count(first, room.who(people[0]).reference, numbers(first, 5, 4))
    )
    room.counted(first, numbers(first, 5, 4))
    second = room.ballot(2)
    room.counted(second, numbers(second, 5, 4))
    assert room.record.items[1].tellers == (people[0].name, free[0].name)


def begun(room: Room, seats: int, people: list[Person], purpose: Purpose = Purpose.COMMITTEE) -> None:
    """Everybody is there, the election is the one item, two who are no candidates count."""
    room.convene(election(people, seats, purpose, as_given=True))
    room.sign_in(*room.electors())
    room.act(presiding.open_meeting)
    room.tellers(*[one for one in room.electors() if one.person_id not in {p.pk for p in people}][:2])


def test_a_tie_at_the_last_seat_leads_to_a_second_ballot_among_those_tied(room: Room) -> None:
    people = voters(room)[:4]
    begun(room, 3, people)
    first = room.ballot()
    verdict = room.counted(first, numbers(first, 8, 7, 6, 6))
    assert (verdict.result, verdict.elected, verdict.tied, verdict.left) == (
        "second_ballot", [people[0].name, people[1].name], [people[2].name, people[3].name], 1,
    )  # fmt: skip
    assert not room.record.items[0].settled
    assert room.record.ending == ""
    second = room.ballot()
    assert (second.number, second.tie, second.seats, second.rows) == (2, 2, 1, [3, 4])
    verdict = room.counted(second, numbers(second, 6, 3))
    assert (verdict.result, verdict.elected) == ("filled", [people[2].name])
    refused(Conflict, "This item is settled", room.ballot)
    assert room.record.ending == "held"


def test_a_second_tie_goes_to_the_superior(room: Room) -> None:
    people = voters(room)[:4]
    begun(room, 3, people)
    first = room.ballot()
    room.counted(first, numbers(first, 8, 7, 6, 6))
    second = room.ballot()
    assert room.counted(second, numbers(second, 4, 4)).result == "superior_decides"
    assert room.record.ending == "held"
    room.close()
    for _time in range(3):
        desk.settle()
    [row] = Resolution.objects.all()
    assert (row.result, row.seats, [one.name for one in row.elected.order_by("pk")]) == (
        "superior_decides", 3, [people[0].name, people[1].name],
    )  # fmt: skip


def test_what_was_left_of_an_election_is_put_on_the_next_agenda(room: Room) -> None:
    people = voters(room)[:4]
    begun(room, 3, people)
    first = room.ballot()
    room.counted(first, numbers(first, 8, 7, 6, 6))
    room.sign_out(*room.electors()[:2])
    room.act(presiding.adjourn)
    room.close("no_quorum")
    desk.settle()
    room.convene()
    (item,) = room.record.items
    assert (item.seats, [row.name for row in item.candidates]) == (1, [p.name for p in people[2:]])
    # Whoever was elected before is elected: also in the resolutions.
    begun_again = [one for one in room.electors() if one.person_id not in {p.pk for p in people}]
    room.sign_in(*room.electors())
    room.act(presiding.open_meeting)
    room.tellers(*begun_again[:2])
    ballot = room.ballot()
    room.counted(ballot, numbers(ballot, 6, 3))
    records = [reading.record_of(meeting) for meeting in Meeting.objects.filter(case=room.case).order_by("attempt")]
    resolved = printed.resolutions(records, secretary="x", date=room.meeting.held_on)["resolved"]
    assert [one["resolution"] for one in resolved] == [
        f"{people[0].name}、{people[1].name}当选。", f"{people[2].name}当选。",
    ]  # fmt: skip
    room.close()
    for _time in range(3):
        desk.settle()
    rows = Resolution.objects.order_by("pk")
    assert [(row.result, row.seats, [one.name for one in row.elected.order_by("pk")]) for row in rows] == [
        ("seats_left", 3, [people[0].name, people[1].name]), ("filled", 1, [people[2].name]),
    ]  # fmt: skip


def test_more_ballots_than_were_handed_out_and_it_is_held_again(room: Room) -> None:
    people = voters(room)[:2]
    begun(room, 1, people, Purpose.OFFICE)
    first = room.ballot()
    assert room.counted(first, numbers(first, 6, 3, issued=8)).result == "invalid"
    second = room.ballot()
    assert (second.number, second.tie, second.rows) == (2, 1, [1, 2])
    verdict = room.counted(second, numbers(second, 4, 4, void=1))
    assert (verdict.result, verdict.left) == ("seats_left", 1)


def test_somebody_else_is_written_in(room: Room) -> None:
    people = voters(room)
    begun(room, 1, people[:2], Purpose.OFFICE)
    ballot = room.ballot()
    teller = next(one.reference for one in room.record.people if one.name in room.record.tellers)

    def wrong(field: str, **more: int) -> None:
        before = desk.state()
        with pytest.raises(Refused, match="marked") as error:
            room.count(ballot, teller, numbers(ballot, 2, 1) | {f"written:{name}": n for name, n in more.items()})
        assert list(error.value.errors) == [field]
        assert desk.state() == before

    wrong("written:不在册", 不在册=6)
    wrong(f"written:{people[4].name}", **{people[4].name: 10})
    wrong("1.for", **{people[4].name: 7})  # more chosen than ballots for one seat
    verdict = room.counted(ballot, numbers(ballot, 2, 1) | {f"written:{people[4].name}": 6})
    assert verdict.elected == [people[4].name]
