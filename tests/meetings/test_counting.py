"""Two tellers, each by himself: what they may type in, when it is settled, and that it then stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from registry.models import Resolution
from tests import desk
from tests.meetings.room import GENERAL, Room
from tests.meetings.test_attending import refused
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import counting, presiding
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Attendee, Ballot, TellerCount, Verdict
from workflows.engine.votes.kinds import Kind

FIVE = {"votes_for": 5, "votes_against": 0, "abstained": 0}


@pytest.fixture
def voting(room: Room) -> tuple[Room, Ballot, list[str]]:
    """Six are there, a ballot is open, the first two count."""
    room.convene(GENERAL)
    present = room.begin(present=6)
    return room, room.ballot(), [one.reference for one in present]


Voting = tuple[Room, Ballot, list[str]]


def test_two_equal_counts_settle_a_ballot(voting: Voting) -> None:
    room, ballot, people = voting
    settle = {"ballot": ballot.public_id}
    refused(Refused, "Both tellers have to count", lambda: room.act(counting.settle, **settle))
    room.count(ballot, people[0], FIVE)
    room.count(ballot, people[0], FIVE)  # the same teller twice is one teller
    refused(Refused, "Both tellers have to count", lambda: room.act(counting.settle, **settle))
    room.count(ballot, people[1], FIVE | {"votes_for": 4, "abstained": 1})
    with pytest.raises(Refused, match="differ") as error:
        room.act(counting.settle, **settle)
    assert error.value.errors == {
        "votes_for": ["One counted 5, the other 4."], "abstained": ["One counted 0, the other 1."],
    }  # fmt: skip
    room.count(ballot, people[1], FIVE)
    key = desk.key()
    verdict = room.act(counting.settle, **settle, key=key)
    assert (verdict.result, verdict.numbers) == ("carried", FIVE)
    assert room.act(counting.settle, **settle, key=key) == verdict
    refused(Conflict, "is settled", lambda: room.act(counting.settle, **settle))
    refused(Conflict, "is settled", lambda: room.count(ballot, people[0], FIVE))
    refused(Conflict, "This item is settled", room.ballot)
    shown = room.record.items[0].ballots[0]
    assert [(count.entry, count.entered_by) for count in shown.counts] == [
        (1, str(room.secretary)), (2, str(room.secretary)), (1, str(room.secretary)), (2, str(room.secretary)),
    ]  # fmt: skip


def test_a_teller_counts_on_his_own_device(room: Room) -> None:
    room.convene(GENERAL)
    people = room.begin(present=9)
    accounts = {
        one.reference: getattr(Attendee.objects.get(public_id=one.reference).person, "user", None) for one in people
    }
    mine = [reference for reference, user in accounts.items() if user and user != room.secretary][:2]
    room.act(presiding.name_tellers, tellers=mine, confirmed=True)
    ballot = room.ballot()
    for reference in mine:
        room.count(ballot, reference, FIVE, by=accounts[reference])
    assert {count.entered_by for count in TellerCount.objects.all()} == {accounts[one] for one in mine}
    him = accounts[mine[0]]
    refused(PermissionDenied, "do not hold today", lambda: room.act(counting.settle, ballot=ballot.public_id, by=him))
    refused(
        PermissionDenied, "do not hold today", lambda: room.count(ballot, mine[1], FIVE, by=him)
    )  # not for the other one
    room.act(counting.settle, ballot=ballot.public_id)


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"votes_for": 7, "votes_against": 0, "abstained": 0}, "votes_for"),
        ({"votes_for": 4, "votes_against": 2, "abstained": 1}, "abstained"),
        ({"votes_for": -1, "votes_against": 0, "abstained": 0}, "votes_for"),
        ({"votes_for": 1, "votes_against": 0}, "abstained"),
        ({"votes_for": True, "votes_against": 0, "abstained": 0}, "votes_for"),
        ({"votes_for": "5", "votes_against": 0, "abstained": 0}, "votes_for"),
        ({"votes_for": 1, "votes_against": 0, "abstained": 0, "present": 9}, "present"),
    ],
)
def test_numbers_that_cannot_be_are_refused_at_their_field(voting: Voting, numbers: Any, field: str) -> None:
    room, ballot, people = voting
    before = desk.state()
    with pytest.raises(Refused, match="marked") as error:
        room.count(ballot, people[0], numbers)
    assert list(error.value.errors) == [field]
    assert desk.state() == before


def test_who_may_count(voting: Voting) -> None:
    room, ballot, people = voting
    refused(Refused, "does not count here", lambda: room.count(ballot, people[2], FIVE))
    room.count(ballot, people[0], FIVE)
    absent = next(one for one in room.electors() if not one.came)
    name = presiding.name_tellers
    for tellers, match in (
        (people[:1], "Two people"), (people[:3], "Two people"), ([people[0], people[0]], "twice"), ([people[0], absent.reference], "who is present"),
    ):  # fmt: skip
        refused(Refused, match, lambda tellers=tellers: room.act(name, tellers=tellers, confirmed=True))
    refused(Refused, "confirm", lambda: room.act(name, tellers=people[2:4], confirmed=False))
    room.act(name, tellers=people[1:3], confirmed=True)
    room.count(ballot, people[1], FIVE)
    refused(
        Refused, "Both tellers", lambda: room.act(counting.settle, ballot=ballot.public_id)
    )  # one of them was replaced
    room.count(ballot, people[2], FIVE)
    room.act(counting.settle, ballot=ballot.public_id)


def test_one_ballot_at_a_time(room: Room) -> None:
    room.convene(GENERAL, ItemAsked(Kind.GM_GENERAL, "第二项"), ItemAsked(None, "学习"))
    refused(Refused, "has yet to be opened", room.ballot)
    present = room.begin(present=6)
    refused(Refused, "voted on", lambda: room.ballot(3))
    first = room.ballot(1)
    refused(Conflict, "A ballot is open", lambda: room.ballot(2))
    room.sign_out(*present)
    refused(Conflict, "A ballot is open", lambda: room.act(presiding.adjourn))
    room.counted(first, FIVE)


def test_a_ballot_needs_tellers_who_are_still_there(room: Room) -> None:
    room.convene(GENERAL)
    present = room.begin(present=8)
    room.sign_out(present[0])
    refused(Refused, "who is present", room.ballot)
    room.tellers(*present[1:3])
    room.ballot()


def test_the_subject_of_a_matter_is_counted_and_votes(room_of: Callable[..., Room], ordinary_member: Any) -> None:
    room = room_of("AboutOne", ordinary_member)
    room.convene()
    room.begin(present=9)
    ballot = room.ballot()
    assert (ballot.entitled, ballot.present, ballot.aside) == (9, 9, 0)
    assert room.record.items[0].secret  # the rules want it, whatever was asked
    room.counted(ballot, {"votes_for": 4, "votes_against": 5, "abstained": 0})
    room.close("lost")
    for _time in range(3):
        desk.settle()
    assert [(r.result, r.subject) for r in Resolution.objects.all()] == [("lost", ordinary_member.person)]


def test_the_database_lets_nothing_be_settled_twice_or_changed(voting: Voting) -> None:
    room, ballot, _people = voting
    verdict = room.counted(ballot, FIVE)
    resolution = Resolution(
        organisation=room.case.organisation, on=room.case.opened_on, kind="GM_GENERAL", matter="x", entitled=9, present=6,
        votes_for=5, votes_against=0, abstained=0, result="carried", sentences=[], article="", case_reference="x", reference="x",
    )  # fmt: skip
    resolution.save()
    verdict.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        verdict.save(force_insert=True)
    for model in (Verdict, TellerCount, Ballot, Resolution):
        table = model._meta.db_table
        for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
            with (
                pytest.raises(IntegrityError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)
