"""The pages of a meeting without JavaScript: convened, held with taps, counted by two, settled, read by others."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from audit import clock
from audit.models import Entry
from documents.models import Paper
from registry.models import Member, Person, User
from tests.meetings.room import MATTER, Room
from tests.web.held import (  # noqa: F401 -- fixtures among them
    convened,
    convening,
    counted,
    gathered,
    place,
    room_of,
    tap,
    taps,
    the_client,
    the_room,
    voting,
)
from tests.web.world import signed_in, text_of
from workflows.engine.models import Ballot, Meeting, Reduction, TellerCount, Verdict

pytestmark = pytest.mark.usefixtures("blank_papers")


# -- before -------------------------------------------------------------------------------------------------------------


def test_the_task_leads_to_the_room_and_asks_nothing_before_the_meeting(client: Client, room: Room) -> None:
    page = client.get(f"/tasks/{room.turn.public_id}/")
    assert place(room) in page.content.decode()
    assert "The meeting has not been convened yet" in text_of(page)
    assert 'id="answer"' not in page.content.decode()


def test_a_room_offers_the_kinds_of_its_body(client: Client, room: Room) -> None:
    page = client.get(place(room)).content.decode()
    kinds = re.findall(r"convene/\?kind=(\w+)", page)
    assert kinds == ["GM_GENERAL", "GM_ADMISSION", "GM_DISPOSAL", "GM_ELECTION", "discussed"]
    assert client.get(place(room, "convene/?kind=CM_APPROVAL")).status_code == 404
    assert client.get(place(room, "convene/"))["Location"] == place(room)


def test_mistakes_stand_at_their_fields_and_nothing_is_lost(client: Client, room: Room) -> None:
    wrong = convened(client, room, held_on="2020-01-01", recorder="")
    said = text_of(wrong)
    assert (wrong.status_code, Meeting.objects.count()) == (422, 0)
    assert "Fill in: Who records" in said
    assert "支部活动室" in wrong.content.decode()
    assert MATTER in said


def test_what_a_rule_refuses_stands_at_its_field(client: Client, room: Room) -> None:
    same = convening(room)["chair"]
    refused = convened(client, room, recorder=same)
    assert (refused.status_code, Meeting.objects.count()) == (422, 0)
    assert 'id="id_recorder_error"' in refused.content.decode()


def test_an_item_is_added_and_taken_off_with_a_reason(client: Client, room: Room) -> None:
    convened(client, room)
    added = client.post(place(room, "items/new/?kind=discussed"), {"matter": "通报党费收缴情况", "reason": "补充通报"})
    assert (added.status_code, [item.matter for item in room.record.items]) == (302, [MATTER, "通报党费收缴情况"])
    drop = place(room, f"items/{room.item(2)}/drop/")
    assert client.post(drop, {"reason": ""}).status_code == 422
    assert len(room.record.items) == 2
    assert client.post(drop, {"reason": "改到下月"}).status_code == 302
    assert [item.matter for item in room.record.items] == [MATTER]


def test_leave_an_opinion_and_the_roll(client: Client, room: Room) -> None:
    convened(client, room)
    one = room.electors()[-1]
    people = f"people/{one.reference}/"
    assert client.post(place(room, f"{people}absence/"), {"reason": "在外学习", "asked_on": "", "agreed_by": ""}).status_code == 302  # fmt: skip
    given = {"item": room.item(), "choice": "for", "handed_in_on": str(clock.today())}
    assert client.post(place(room, f"{people}opinion/"), given).status_code == 302
    amended = {"left_out": "bedridden", "superior_consent": "县委组织部复函", "meeting_consent": "9月大会决议", "reason": "长期卧床"}  # fmt: skip
    assert client.post(place(room, f"{people}roll/"), amended).status_code == 302
    found = next(row for row in room.record.people if row.reference == one.reference)
    assert (found.absent_reason, found.counts, found.left_out) == ("在外学习", False, "bedridden")
    assert [opinion.name for opinion in room.record.items[0].opinions] == [one.name]


# -- in the room --------------------------------------------------------------------------------------------------------


def test_a_double_tap_signs_in_once(client: Client, room: Room) -> None:
    convened(client, room)
    one = room.electors()[0]
    offered = next(t for t in taps(client.get(place(room))) if t.get("who") == one.reference)
    assert [client.post(place(room, "tap"), offered).status_code for _twice in range(2)] == [302, 302]
    assert room.record.present == 1
    assert Entry.objects.filter(act="meeting.signed_in").count() == 1


def test_without_a_quorum_it_is_not_opened_and_the_room_says_why(client: Client, room: Room) -> None:
    convened(client, room)
    refused = client.post(place(room, "tap"), {"do": "open"})
    assert (refused.status_code, room.record.opened_at) == (422, None)
    assert "is not in the room" in text_of(refused)
    assert tap(client, room, "adjourn").status_code == 302
    assert "Adjourned: there was no quorum" in text_of(client.get(place(room)))


def test_two_count_each_by_himself_and_the_result_is_large(client: Client, room: Room) -> None:
    first, second = voting(client, room)
    many = len(room.electors())
    assert counted(client, first, many).status_code == 302
    page = client.get(second)
    assert f'value="{many}"' not in page.content.decode()
    assert "What the other teller typed in is not shown here" in text_of(page)
    assert "settle" not in [t["do"] for t in taps(client.get(place(room)))]
    counted(client, second, many - 1, 1)
    differing = text_of(client.get(place(room)))
    assert f"In favour: one counted {many}, the other {many - 1}" in differing
    counted(client, second, many)
    assert tap(client, room, "settle").status_code == 302
    said = text_of(client.get(place(room)))
    assert "Every item is settled" in said
    assert "Carried" in said
    assert Verdict.objects.get().result == "carried"
    assert TellerCount.objects.count() == 3


def test_numbers_that_cannot_be_are_refused_at_their_field(client: Client, room: Room) -> None:
    first, _second = voting(client, room)
    wrong = counted(client, first, 500)
    assert (wrong.status_code, TellerCount.objects.count()) == (422, 0)
    assert 'id="id_votes_for_error"' in wrong.content.decode()
    assert 'value="500"' in wrong.content.decode()
    assert client.post(first, {"votes_for": "-1", "votes_against": "x", "abstained": ""}).status_code == 422


def test_an_election_with_a_name_written_in(client: Client, room: Room) -> None:
    people = [m.person for m in room.world.members("QH0101") if m.standing == "full"]
    candidates = [person.public_id for person in people[-3:-1]]
    data = convening(room) | {"purpose": "office", "office": "支部书记", "seats": "1", "candidates": candidates}
    assert client.post(place(room, "convene/?kind=GM_ELECTION"), data).status_code == 302  # type: ignore[arg-type]
    for one in room.electors():
        tap(client, room, "sign_in", one.reference)
    tap(client, room, "open")
    counting = [one for one in room.electors() if one.name not in {p.name for p in people[-3:-1]}]
    client.post(place(room, "tellers/"), {"first": counting[0].reference, "second": counting[1].reference, "confirmed": "on"})  # fmt: skip
    assert tap(client, room, "ballot").status_code == 302
    many, written = len(room.electors()), counting[2].name
    numbers = {"issued": many, "collected": many, "void": 0, "1.for": many - 2, "1.against": 2, "1.abstained": 0}
    numbers |= {"2.for": 0, "2.against": many, "2.abstained": 0}
    for address in re.findall(r'href="([^"]*/meeting/ballots/[^"]*)"', client.get(place(room)).content.decode()):
        assert client.post(address, numbers | {"name_1": written}).status_code == 422
        assert client.post(address, numbers | {"name_1": written, "many_1": 1}).status_code == 302
    assert tap(client, room, "settle").status_code == 302
    page = client.get(place(room))
    assert Verdict.objects.get().numbers[f"written:{written}"] == 1
    assert Verdict.objects.get().elected[0] in text_of(page)


def seats_left(client: Client, room: Room) -> list[Person]:
    """An election of two seats in which one is elected; everybody stands at the board."""
    full = [m.person for m in room.world.members("QH0101") if m.standing == "full"]
    people = full[-4:-1]
    data: dict[str, Any] = convening(room) | {"purpose": "committee", "office": "", "seats": "2"}
    data["candidates"] = [person.public_id for person in people]
    client.post(place(room, "convene/?kind=GM_ELECTION"), data)
    room.sign_in(*room.electors())
    tap(client, room, "open")
    room.tellers(*[one for one in room.electors() if one.person_id not in {person.pk for person in people}][:2])
    ballot = room.ballot()
    many = ballot.present
    numbers = {"issued": many, "collected": many, "void": 0}
    for row, votes in zip(ballot.rows, (many - 1, 3, 2), strict=True):
        numbers |= {f"{row}.for": votes, f"{row}.against": many - votes, f"{row}.abstained": 0}
    room.counted(ballot, numbers)
    return full


def test_those_present_agree_to_fill_fewer_seats(client: Client, room: Room) -> None:
    seats_left(client, room)
    page = client.get(place(room))
    assert "Fill fewer seats: how many agree?" in text_of(page)
    offered = next(one for one in taps(page) if one["do"] == "reduce")
    for typed in ("", "five", "-1", "500"):
        refused = client.post(place(room, "tap"), offered | {"agreeing": typed})
        assert (refused.status_code, Reduction.objects.count()) == (422, 0)
    assert 'value="500"' in refused.content.decode()
    assert [client.post(place(room, "tap"), offered | {"agreeing": "6"}).status_code for _twice in range(2)] == [
        302,
        302,
    ]
    assert Reduction.objects.get().agreed
    said = text_of(client.get(place(room)))
    assert "6 of 9 in favour: more than half of those entitled to elect. Seats to be filled: 1 instead of 2." in said
    assert "Elected; fewer seats are filled" in said
    assert "how many agree" not in said
    assert "Elect the missing seats now" not in said


def test_the_missing_seats_are_elected_in_the_room(client: Client, room: Room) -> None:
    full = seats_left(client, room)
    elected, address = Verdict.objects.get().elected[0], place(room, f"items/{room.item()}/missing/")
    assert address in client.get(place(room)).content.decode()
    page = client.get(address)
    assert "Seats that are left: 1. Candidates, chosen by those present: at least 1." in text_of(page)
    offered = re.findall(r'name="candidates" value="(\w+)"', page.content.decode())
    assert offered == [one.public_id for one in sorted(full, key=lambda p: p.name_sort) if one.name != elected]
    assert client.post(address, {"candidates": []}).status_code == 422
    assert client.get(place(room, f"items/{room.meeting.public_id}/missing/")).status_code == 404
    assert client.post(address, {"candidates": offered[:1]}).status_code == 302
    assert [item.purpose for item in room.record.items] == ["committee", "by_election"]
    said = text_of(client.get(place(room)))
    assert "The missing seats are elected under item 2." in said
    assert "how many agree" not in said
    assert client.post(address, {"candidates": offered[1:2]}).status_code == 409
    assert len(room.record.items) == 2


# -- who ----------------------------------------------------------------------------------------------------------------


def test_a_teller_counts_on_his_own_device_and_nobody_else_does(client: Client, room: Room) -> None:
    voting(client, room)
    ballot, teller = Ballot.objects.get(), room.electors()[0]
    person = next(m.person for m in room.world.members("QH0101") if m.person_id == teller.person_id)
    user = getattr(person, "user", None) or User.objects.create(username="teller", person=person)
    own = signed_in(user)
    assert MATTER in text_of(own.get("/me/"))
    assert counted(own, f"/counts/{ballot.public_id}/", len(room.electors())).status_code == 302
    assert TellerCount.objects.get().entered_by == user
    other = room.electors()[3]
    stranger = next(m.person for m in room.world.members("QH0101") if m.person_id == other.person_id)
    outsider = getattr(stranger, "user", None) or User.objects.create(username="stranger", person=stranger)
    assert signed_in(outsider).get(f"/counts/{ballot.public_id}/").status_code == 404


def test_a_sister_branch_sees_nothing_and_a_superior_reads(
    client: Client, room: Room, superior: User, outsider: User
) -> None:
    voting(client, room)
    for address in (place(room), f"/meetings/{room.meeting.public_id}/"):
        assert signed_in(outsider).get(address).status_code == 404
        read = signed_in(superior).get(address)
        assert (read.status_code, taps(read)) == (200, [])
    assert signed_in(superior).get(place(room, "convene/")).status_code == 403
    assert signed_in(superior).post(place(room, "tap"), {"do": "settle", "ballot": Ballot.objects.get().public_id}).status_code == 403  # fmt: skip
    assert Verdict.objects.count() == 0


def test_only_who_holds_the_meeting_decides_about_seats_that_are_left(
    client: Client, room: Room, sister: User, superior: User, outsider: User
) -> None:
    seats_left(client, room)
    address, ballot = place(room, f"items/{room.item()}/missing/"), Ballot.objects.get().public_id
    asked = {"do": "reduce", "ballot": ballot, "agreeing": "6"}
    absence = place(room, f"people/{room.electors()[0].reference}/absence/")
    for user, status in ((sister, 404), (outsider, 404), (superior, 403)):
        other = signed_in(user)
        assert other.get(address).status_code == status
        assert other.post(address, {"candidates": ["x"]}).status_code == status
        assert other.post(place(room, "tap"), asked).status_code == status
        assert other.post(absence, {"reason": "x"}).status_code == status
    assert "how many agree" not in text_of(signed_in(superior).get(place(room)))
    assert (Reduction.objects.count(), len(room.record.items)) == (0, 1)
    assert client.post(place(room, "tap"), asked).status_code == 302


def test_a_page_of_the_room_reads_as_much_for_one_as_for_many(
    client: Client, room: Room, django_assert_max_num_queries: Any
) -> None:
    convened(client, room)
    with django_assert_max_num_queries(60):
        client.get(place(room))


def test_the_day_before_nobody_is_signed_in(client: Client, room: Room) -> None:
    convened(client, room, held_on=str(clock.today() + dt.timedelta(days=1)))
    page = client.get(place(room))
    assert ("The meeting is on" in text_of(page), taps(page)) == (True, [])
    one = room.electors()[0]
    assert client.post(place(room, "tap"), {"do": "sign_in", "who": one.reference}).status_code == 422
    assert room.record.present == 0


def test_sheets_for_the_room_are_printed_for_who_holds_it(client: Client, room: Room, superior: User) -> None:
    assert client.get(place(room, "print/sheet.pdf")).status_code == 404
    convened(client, room)
    for what in ("print/sheet.pdf", "print/served.pdf", f"items/{room.item()}/slip.pdf"):
        answer = client.get(place(room, what))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert signed_in(superior).get(place(room, what)).status_code == 403
    assert client.get(place(room, "print/else.pdf")).status_code == 404
    assert Paper.objects.filter(case_reference=room.case.reference).count() == 0


def test_a_roll_that_the_registers_have_changed_is_taken_anew(client: Client, room: Room) -> None:
    convened(client, room)
    assert "The registers have changed" not in text_of(client.get(place(room)))
    gone = room.electors()[-1]
    Member.objects.filter(person=gone.person_id).update(standing="suspended")
    assert f"The registers have changed since the roll was taken: {gone.name}" in text_of(client.get(place(room)))
    assert client.post(place(room, "roll/"), {"reason": ""}).status_code == 422
    assert gone.reference in {one.reference for one in room.electors()}
    assert client.post(place(room, "roll/"), {"reason": "停止党籍"}).status_code == 302
    assert gone.reference not in {one.reference for one in room.electors()}
