"""The pages of an arrival: the wizard keeps no ID number in clear, and a step offers only what can be chosen."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit import clock
from config.demo.building import Demo
from registry.models import Role
from tests import desk
from tests.processes.arriving import about, letter, opened
from tests.web.world import signed_in, text_of
from workflows.engine.models import Case, Draft
from workflows.processes.arrival import Arrival
from workflows.processes.arrival.walks import id_number

PAGES = [topic.fields for topic in Arrival.start.form.topics]


@pytest.fixture
def client(world: Demo) -> Client:
    return signed_in(world.holder("QH01", Role.ORGANISER))


def walked_to(client: Client, said: dict[str, str], pages: int) -> str:
    """The address after so many pages of the wizard."""
    address = "/start/arrival/"
    for fields in PAGES[:pages]:
        response = client.post(address, {name: said[name] for name in fields})
        assert response.status_code == 302, text_of(response)
        address = response["Location"]
    return address


def test_a_letter_is_entered_page_by_page_and_its_id_number_kept_sealed(world: Demo, client: Client) -> None:
    said = letter(world)
    address = walked_to(client, said, len(PAGES))
    number = id_number(0)
    assert number not in json.dumps(Draft.objects.get().answers)
    page = client.get(address).content.decode()
    assert (number in page, "510104********0014" in page) == (False, True)
    # His own page shows him what he typed.
    assert f'value="{number}"' in client.get(address.replace("check/", "3/")).content.decode()
    assert "/done/" in client.post(address)["Location"]
    case = Case.objects.get()
    assert (case.about, case.organisation.code) == ("方启明（0014）", "QH01")
    assert not Draft.objects.exists()
    shown = client.get(f"/cases/{case.reference}/").content.decode()
    assert (number in shown, "510104********0014" in shown) == (False, True)


def test_half_an_id_number_is_kept_sealed_and_comes_back(world: Demo, client: Client) -> None:
    address = walked_to(client, letter(world), 2)
    response = client.post(address, {"name": "方启明", "id_number": "51010419880615", "save": "1"})
    assert response.status_code == 302
    assert "51010419880615" not in json.dumps(Draft.objects.get().answers)
    assert 'value="51010419880615"' in client.get(address).content.decode()


def test_mistakes_stand_at_their_fields_and_nothing_is_lost(world: Demo, client: Client) -> None:
    said = letter(world) | {"id_number": id_number(0)[:-1] + "0", "born_on": "1988-06-16"}
    address = walked_to(client, said, 2)
    response = client.post(address, {name: said[name] for name in PAGES[2]}, follow=True)
    page = response.content.decode()
    assert text_of(response).count("This is not a valid ID number") == 2
    assert f'value="{said["id_number"]}"' in page
    assert 'value="1988-06-16"' in page
    response = client.post(address, {name: said[name] for name in PAGES[2]} | {"id_number": id_number(0)}, follow=True)
    assert text_of(response).count("The birth date does not match the ID number.") == 2


def test_who_is_on_our_roll_is_refused_on_the_check_page(world: Demo, client: Client) -> None:

    said = letter(world, **about(world.members("HK0201")[0]))
    address = walked_to(client, said, len(PAGES))
    assert "ask there for a transfer instead" in text_of(client.get(address))
    response = client.post(address, follow=True)
    assert "This could not be submitted" in text_of(response)
    assert not Case.objects.exists()


@pytest.mark.parametrize(("walk", "offered"), [("accepted", False), ("probationary", True)])
def test_only_a_probationary_membership_can_be_not_recognised(
    world: Demo, client: Client, walk: str, offered: bool
) -> None:
    turn = desk.until(opened(world, walk=walk), "examine")
    page = client.get(f"/tasks/{turn.public_id}/").content.decode()
    assert 'value="pass"' in page
    assert ('value="not_recognise"' in page) is offered
    assert ('name="probation_checked"' in page) is offered


def test_only_an_expired_letter_asks_how_the_sender_confirms_it(world: Demo, client: Client) -> None:
    fresh = desk.until(opened(world), "examine")
    late = desk.until(opened(world, walk="confirmed", branch=world.organisations["QH0101"].public_id), "examine")
    found = ["sender_confirms" in client.get(f"/tasks/{turn.public_id}/").content.decode() for turn in (fresh, late)]
    assert found == [False, True]


# -- the register of letters from outside ------------------------------------------------------------------------------


def cells(response: object) -> list[list[str]]:
    """The rows of the table on a page, as text."""
    page = response.content.decode()  # type: ignore[attr-defined]
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return [re.findall(r"<td[^>]*>(?:<a[^>]*>)?([^<]*)", row) for row in re.findall(r"<tr>.*?</tr>", body)]


def test_the_register_tells_what_became_of_each_letter(world: Demo, client: Client) -> None:
    desk.until(opened(world, issued_on="2026年11月18日"), "send")
    desk.act(desk.until(opened(world), "approve"), outcome="refuse", reason_code="expired", opinion="请重新开具。")
    desk.settle()
    sent = opened(world)
    desk.act(desk.until(sent, "send"))
    desk.settle()
    assert "/letters/arrival/" in client.get("/letters/").content.decode()
    sender, branch = world.organisations["OUT1"].short_name, world.organisations["QH0101"].short_name
    assert cells(client.get("/letters/arrival/")) == [
        ["岩温罕", "2026-BJ09-0039", sender, "2026-11-24", "2026-12-18", branch, "Accepted", "sent on 2026-11-24, by post"],
        ["苏雪梅（0030）", "2026-BJ09-0038", sender, "2026-11-24", "2026-12-18", branch, "Given back, not accepted", ""],
        ["方启明", "2026-BJ09-0037", sender, "2026-11-24", "2026-12-18", branch, "open", "receipt due by 2026-12-24"],
    ]  # fmt: skip
    clock.travel_to(dt.date(2026, 12, 24))
    assert cells(client.get("/letters/arrival/"))[2][-1] == "receipt due by 2026-12-24"
    clock.travel_to(dt.date(2026, 12, 25))
    assert cells(client.get("/letters/arrival/"))[2][-1] == "receipt overdue since 2026-12-24"
    exported = client.get("/letters/arrival/?export=csv").content.decode()
    assert exported.count("\r\n") == 4
    assert "2026-BJ09-0037" in exported


@pytest.mark.parametrize(
    ("code", "role", "rows"),
    [
        ("QH01", Role.SECRETARY, 1), ("QH", Role.DEPARTMENT_HEAD, 1), ("QH02", Role.ORGANISER, 0),
        ("QH0101", Role.SECRETARY, 0), ("HK0201", Role.SECRETARY, 0),
    ],
)  # fmt: skip
def test_each_sees_the_letters_of_his_own_organisations(world: Demo, code: str, role: str, rows: int) -> None:
    opened(world)
    found = cells(signed_in(world.holder(code, role)).get("/letters/arrival/"))
    assert len([row for row in found if len(row) > 1]) == rows


def test_the_register_costs_no_more_queries_for_more_letters(
    world: Demo, client: Client, django_assert_max_num_queries: Any
) -> None:
    opened(world)
    with CaptureQueriesContext(connection) as one:
        client.get("/letters/arrival/")
    for _n in range(3):
        opened(world)
    with django_assert_max_num_queries(len(one)):
        client.get("/letters/arrival/")


@pytest.mark.parametrize("name", ["transfer", "nothing"])
def test_a_process_without_a_register_has_no_page(client: Client, name: str) -> None:
    assert client.get(f"/letters/{name}/").status_code == 404
