"""Who counts in a meeting, what can be counted, and who can be elected, on its pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from registry.models import Person, User
from tests.meetings.room import GENERAL, ItemAsked, Room
from tests.web.held import (  # noqa: F401 -- fixtures among them
    convened,
    gathered,
    place,
    room_of,
    tap,
    taps,
    the_client,
    the_room,
)
from tests.web.world import signed_in
from workflows.engine.meetings import presiding
from workflows.engine.models import Ballot, Meeting, TellerCount
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.kinds import Kind

pytestmark = pytest.mark.usefixtures("blank_papers")


def test_tellers_of_an_item_count_it_and_those_of_the_meeting_do_not(client: Client, room: Room) -> None:
    gathered(client, room)
    others = room.electors()[2:4]
    room.tellers(*others, item=room.item())
    assert tap(client, room, "ballot").status_code == 302
    shown = client.get(place(room)).content.decode()
    assert [one.reference in shown.split('class="two-count"')[1].split("</ul>")[0] for one in room.electors()[:4]] == [False, False, True, True]  # fmt: skip
    first = Person.objects.get(pk=room.electors()[0].person_id)
    user = getattr(first, "user", None) or User.objects.create(username="meetings", person=first)
    address = f"/counts/{Ballot.objects.get().public_id}/"
    assert signed_in(user).get(address).status_code == 404
    assert address not in signed_in(user).get("/me/").content.decode()


def test_it_is_adjourned_only_where_nothing_has_a_quorum(client: Client, room: Room) -> None:
    """Of nine, five are enough for a motion and too few for an election."""
    electing = ItemAsked(
        Kind.GM_ELECTION, "补选委员", seats=1, purpose=Purpose.BY_ELECTION,
        candidates=tuple(m.person for m in room.world.members("QH0101") if m.standing == "full")[-2:],
    )  # fmt: skip
    room.convene(GENERAL, electing)
    offered = []
    for one in room.electors()[:5]:
        offered.append("adjourn" in [t["do"] for t in taps(client.get(place(room)))])
        room.sign_in(one)
    assert [*offered, "adjourn" in [t["do"] for t in taps(client.get(place(room)))]] == [True] * 5 + [False]


def test_only_electors_can_be_chosen_as_candidates(client: Client, room: Room) -> None:
    def offered() -> int:
        place_ = f"{'convene' if not Meeting.objects.exists() else 'items/new'}/?kind=GM_ELECTION"
        return client.get(place(room, place_)).content.decode().count('name="candidates"')

    assert offered() == 9
    convened(client, room)
    assert (offered(), len(room.record.people)) == (9, 10)


@pytest.mark.parametrize(
    ("written", "where"),
    [
        ({"name_1": "who"}, "many_1"),
        ({"many_1": "2"}, "name_1"),
        ({"name_1": "who", "many_1": "1", "name_2": "who", "many_2": "1"}, "name_2"),
    ],
)
def test_a_name_written_in_has_its_number_and_stands_once(
    client: Client, room: Room, written: dict[str, str], where: str
) -> None:
    full = [m.person for m in room.world.members("QH0101") if m.standing == "full"]
    asked = ItemAsked(Kind.GM_ELECTION, "选举书记", seats=1, purpose=Purpose.OFFICE, candidates=tuple(full[-2:]))
    room.convene(asked)
    standing_for = {person.pk for person in full[-2:]}
    room.sign_in(*room.electors())
    room.act(presiding.open_meeting)
    free = [one for one in room.electors() if one.person_id not in standing_for]
    room.tellers(*free[:2])
    ballot = room.ballot()
    numbers = {"issued": 9, "collected": 9, "void": 0, "1.for": 5, "1.against": 4, "1.abstained": 0, "2.for": 0, "2.against": 9, "2.abstained": 0}  # fmt: skip
    sent = numbers | {name: free[2].name if value == "who" else value for name, value in written.items()}
    wrong = client.post(place(room, f"ballots/{ballot.public_id}/{free[0].reference}/"), sent)
    assert (wrong.status_code, TellerCount.objects.count()) == (422, 0)
    assert re.findall(r'<a href="#id_(\w+)"', wrong.content.decode()) == [where]


def test_who_was_replaced_as_teller_of_an_item_counts_no_more(client: Client, room: Room) -> None:
    gathered(client, room)
    room.tellers(*room.electors()[2:4], item=room.item())
    room.tellers(*room.electors()[3:5], item=room.item())
    tap(client, room, "ballot")
    page = client.get(place(room)).content.decode()
    counting = re.findall(r"/meeting/ballots/\w+/(\w+)/", page)
    assert counting == [one.reference for one in room.electors()[3:5]]
    former = Person.objects.get(pk=room.electors()[2].person_id)
    user = getattr(former, "user", None) or User.objects.create(username="former", person=former)
    assert signed_in(user).get(f"/counts/{Ballot.objects.get().public_id}/").status_code == 404
