"""People, organisations, letters: within one's subtree, logged, with what is late in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit import clock
from audit.models import Access
from config.demo import driving
from config.demo.building import Demo
from documents.models import Letter
from registry.models import Member, Role, User
from tests.web.world import signed_in, text_of
from web import overdue
from workflows.engine.models import Case
from workflows.processes.transfer.walks import WALKS

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def client(superior: User) -> Client:
    return signed_in(superior)


def _case(step: str, walk: str = "closed") -> Case:
    return driving.until(driving.begin("transfer", WALKS[walk]), step)


def test_a_dossier_is_shown_masked_and_logged(client: Client, superior: User, ordinary_member: Member) -> None:
    response = client.get(f"/people/{ordinary_member.public_id}/")
    page = response.content.decode()
    assert ordinary_member.person.id_number_masked in page
    assert ordinary_member.person.id_number() not in page
    look = Access.objects.get(kind="member", object_id=ordinary_member.public_id)
    assert (look.viewer_id, look.what) == (str(superior.pk), "dossier")


def test_a_dossier_out_of_reach_does_not_exist(outsider: User, ordinary_member: Member) -> None:
    other = signed_in(outsider)
    assert other.get(f"/people/{ordinary_member.public_id}/").status_code == 404
    assert other.post(f"/people/{ordinary_member.public_id}/number/", {"purpose": "看看"}).status_code == 404


def test_the_full_number_asks_for_a_purpose_and_is_logged_with_it(client: Client, ordinary_member: Member) -> None:
    address = f"/people/{ordinary_member.public_id}/number/"
    refused = client.post(address, {"purpose": " "})
    assert refused.status_code == 422
    assert text_of(refused).count("Say what you need the full number for.") == 2
    assert ordinary_member.person.id_number() not in refused.content.decode()
    shown = client.post(address, {"purpose": "核对介绍信"})
    assert ordinary_member.person.id_number() in shown.content.decode()
    assert Access.objects.get(what="ID number").purpose == "核对介绍信"
    assert client.get(address)["Location"] == f"/people/{ordinary_member.public_id}/"


def test_a_dossier_has_cases_letters_stays_and_posts(client: Client) -> None:
    case = _case("report")
    said = text_of(client.get(f"/people/{case.subject.public_id}/"))
    assert case.number in said
    assert "2026-QH01-0001" in said
    assert "锦江社区" in said


def test_the_tree_is_what_one_stands_above(client: Client) -> None:
    said = text_of(client.get("/organisations/"))
    assert "锦江社区支部" in said
    assert "商贸城支部" not in said


def test_an_organisation_out_of_reach_does_not_exist(client: Client, world: Demo) -> None:
    assert client.get(f"/organisations/{world.organisations['HK01'].public_id}/").status_code == 404


def test_an_organisation_shows_posts_members_letters_and_rules(client: Client, world: Demo, secretary: User) -> None:
    said = text_of(client.get(f"/organisations/{world.organisations['QH0101'].public_id}/"))
    assert f"书记 {secretary}" in said
    assert f"Members {len(world.members('QH0101'))}" in said
    assert "现行全国规定" in said


def test_a_vacant_post_says_so(client: Client, world: Demo) -> None:
    from audit import journal
    from registry import posts
    from registry.models import Appointment

    held = Appointment.objects.get(post__organisation__code="QH0101", post__role=Role.ORGANISATION_COMMISSIONER)
    posts.end_appointment(held, by=journal.system("test"), last_day=world.day - dt.timedelta(days=1), reason="调离")
    page = text_of(client.get(f"/organisations/{world.organisations['QH0101'].public_id}/"))
    assert "vacant" in page
    assert f"{held.person} held it to 2026-11-23" in page
    assert "1 vacant" in text_of(client.get("/organisations/?vacant=on"))


@pytest.mark.parametrize("address", ["/organisations/", "/letters/", "/letters/?show=void"])
def test_every_list_opens_and_refuses_nobody_signed_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    assert Client().get(address).status_code == 302


def test_a_receipt_is_due_a_month_after_acceptance_and_then_overdue(client: Client) -> None:
    _case("receipt")
    accepted = Letter.objects.get().accepted_on
    assert "receipt due by" in text_of(client.get("/letters/"))
    assert "2026-QH01-0001" not in text_of(client.get("/letters/?late=on"))
    clock.travel_to(accepted + dt.timedelta(days=45))
    assert "receipt overdue since" in text_of(client.get("/letters/"))
    assert "2026-QH01-0001" in text_of(client.get("/letters/?late=on&direction=sent"))
    assert "2026-QH01-0001" not in text_of(client.get("/letters/?late=on&direction=received"))


@pytest.mark.parametrize("months", [1, 2, 6])
def test_the_first_day_in_time_agrees_with_months_clamped_to_their_end(months: int) -> None:
    from registry.calendar import add_months

    for n in range(800):
        today = dt.date(2027, 1, 1) + dt.timedelta(days=n)
        first = overdue.first_in_time(today, months)
        assert add_months(first, months) >= today > add_months(first - dt.timedelta(days=1), months)


def test_a_void_number_stays_with_its_reason(world: Demo) -> None:
    driving.to_the_end(driving.begin("transfer", WALKS["reissued"]))
    client = signed_in(world.holder("HK02", Role.SECRETARY))
    said = text_of(client.get("/letters/?show=void"))
    assert "2026-HK02-0001" in said
    assert "接收单位全称有误" in said
    assert "接收单位全称有误" in text_of(client.get("/letters/"))


def test_a_letter_of_the_register_leads_to_its_paper(client: Client) -> None:
    _case("receipt")
    letter = Letter.objects.get()
    address = f"/cases/{letter.paper.case_reference}/?paper={letter.paper.public_id}"
    assert f'href="{address}#papers"' in client.get("/letters/").content.decode()
    assert f"/papers/{letter.paper.public_id}/1.png" in client.get(address).content.decode()


def test_letters_as_a_file(client: Client) -> None:
    _case("report")
    assert f"{Letter.objects.get().issued_on.year + 30}-12-31" in text_of(client.get("/letters/"))
    assert ",2056-12-31" in client.get("/letters/?export=csv").content.decode()
    assert "2026-QH01-0001" in client.get("/letters/?export=csv").content.decode()
    assert client.get("/letters/?export=xlsx")["Content-Disposition"].endswith('letters.xlsx"')


def test_as_many_queries_for_three_letters_as_for_one(client: Client, world: Demo) -> None:
    prefecture = signed_in(world.holder("YL", Role.DEPARTMENT_HEAD))
    _case("report")
    one = _queries(prefecture, "/letters/")
    _case("report", "online" if False else "returned")
    _case("report", "expired")
    assert _queries(prefecture, "/letters/") == one


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_as_many_queries_for_the_members_of_a_large_branch(world: Demo) -> None:
    client: Any = signed_in(world.holder("YL", Role.DEPARTMENT_HEAD))
    counts = {
        code: _queries(client, f"/organisations/{world.organisations[code].public_id}/")
        for code in ("QH0103", "QH0105")
    }
    assert len(set(counts.values())) == 1, counts
