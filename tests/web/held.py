"""A meeting held on its pages, for their tests: short words for what is tapped and typed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from audit import clock
from tests.meetings.conftest import room_of  # noqa: F401 -- a fixture
from tests.meetings.room import MATTER, Room
from tests.web.world import signed_in


@pytest.fixture(name="room")
def the_room(room_of: Callable[..., Room]) -> Room:  # noqa: F811 -- the fixture
    return room_of("OfBranch")


@pytest.fixture(name="client")
def the_client(room: Room) -> Client:
    return signed_in(room.secretary)


def place(room: Room, rest: str = "") -> str:
    """An address of the room."""
    return f"/tasks/{room.turn.public_id}/meeting/{rest}"


def taps(page: Any) -> list[dict[str, str]]:
    """What can be tapped in a room: the hidden fields of each form."""
    forms = re.findall(r'<form method="post" action="[^"]*/tap".*?</form>', page.content.decode(), re.DOTALL)
    return [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in forms]


def tap(client: Client, room: Room, do: str, who: str = "") -> Any:
    """Tap something that the room offers."""
    page = client.get(place(room))
    found = next(one for one in taps(page) if one["do"] == do and one.get("who", "") == who)
    return client.post(place(room, "tap"), found)


def convening(room: Room, **more: str) -> dict[str, str]:
    """What is typed in to convene the meeting for today."""
    branch = [m.person for m in room.world.members("QH0101") if m.standing == "full"]
    chair = room.secretary.person
    assert chair is not None
    recorder = next(person for person in branch if person != chair)
    said = {"held_on": str(clock.today()), "starts_at": "09:30", "place": "支部活动室", "topic": "支部党员大会"}
    return said | {"chair": chair.public_id, "recorder": recorder.public_id, "matter": MATTER} | more


def convened(client: Client, room: Room, kind: str = "GM_GENERAL", **more: str) -> Any:
    """The meeting is convened with its first item."""
    return client.post(place(room, f"convene/?kind={kind}"), convening(room, **more))


def gathered(client: Client, room: Room) -> None:
    """Everybody with a vote is signed in, the meeting is opened, the first two count."""
    convened(client, room)
    for one in room.electors():
        assert tap(client, room, "sign_in", one.reference).status_code == 302
    assert tap(client, room, "open").status_code == 302
    first, second = room.electors()[:2]
    chosen = {"first": first.reference, "second": second.reference, "confirmed": "on"}
    assert client.post(place(room, "tellers/"), chosen).status_code == 302


def voting(client: Client, room: Room) -> list[str]:
    """The first item is put to the vote; where each of the two types in what he counted."""
    gathered(client, room)
    assert tap(client, room, "ballot").status_code == 302
    return re.findall(r'href="([^"]*/meeting/ballots/[^"]*)"', client.get(place(room)).content.decode())


def counted(client: Client, address: str, yes: int, no: int = 0) -> Any:
    """A teller's count is typed in."""
    return client.post(address, {"votes_for": str(yes), "votes_against": str(no), "abstained": "0"})
