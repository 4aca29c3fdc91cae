"""Saved views: kept, opened as far as they hold, renamed, deleted; only their owner has them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from audit import clock
from config.demo.building import Demo
from registry.access import viewer_of
from registry.models import Member, User
from registry.refusals import Refused
from tests import desk
from tests.web.world import signed_in, text_of
from web import saved
from web.models import SavedView
from web.saved import Read, read

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def client(superior: User) -> Client:
    return signed_in(superior)


def keep(client: Client, place: str = "inbox", query: str = "?process=transfer", name: str = "转接") -> Any:
    return client.post("/lists/keep/", {"place": place, "query": query, "name": name})


def test_filters_of_the_inbox_are_kept_and_stand_in_the_rail(client: Client) -> None:
    page = client.get("/?process=transfer").content.decode()
    assert 'href="/lists/keep/?place=inbox&amp;query=%3Fprocess%3Dtransfer"' in page
    assert "Keep these filters" not in client.get("/").content.decode()
    form = client.get("/lists/keep/?place=inbox&query=%3Fprocess%3Dtransfer").content.decode()
    assert 'value="?process=transfer"' in form
    assert keep(client)["Location"] == "/?process=transfer"
    view = SavedView.objects.get()
    assert f'href="/lists/{view.public_id}/"' in client.get("/").content.decode()
    assert f'href="/lists/{view.public_id}/" aria-current="true"' in client.get("/?process=transfer").content.decode()
    assert client.get(f"/lists/{view.public_id}/")["Location"] == "/?process=transfer"


def test_filters_of_the_search_are_kept_apart(client: Client) -> None:
    assert "place=search&amp;query=%3Fstate%3Dopen" in client.get("/search/?state=open&page=2&q=").content.decode()
    assert keep(client, "search", "?state=open&q=%E9%94%A6%E6%B1%9F&page=3", "在办")["Location"].startswith("/search/?")
    view = SavedView.objects.get()
    assert unquote(view.query) == "?q=锦江&state=open"
    assert view.public_id in client.get("/search/").content.decode()
    assert view.public_id not in client.get("/").content.decode()


def test_only_the_owner_has_it(client: Client, secretary: User, sister: User, outsider: User) -> None:
    keep(client)
    view = SavedView.objects.get()
    before = desk.state()
    for user in (secretary, sister, outsider):
        other = signed_in(user)
        for address in (f"/lists/{view.public_id}/", f"/lists/{view.public_id}/rename/"):
            assert other.get(address).status_code == 404
        assert other.post(f"/lists/{view.public_id}/rename/", {"name": "我的"}).status_code == 404
        assert other.post(f"/lists/{view.public_id}/delete/").status_code == 404
        assert view.name not in text_of(other.get("/lists/"))
    assert desk.state() == before
    assert view.name in text_of(client.get("/lists/"))


def test_it_is_renamed_and_deleted(client: Client) -> None:
    keep(client)
    view = SavedView.objects.get()
    assert client.post(f"/lists/{view.public_id}/rename/", {"name": "  转接 办件 "})["Location"] == "/lists/"
    assert SavedView.objects.get().name == "转接 办件"
    assert client.get(f"/lists/{view.public_id}/delete/")["Location"] == "/lists/"
    assert SavedView.objects.exists()
    client.post(f"/lists/{view.public_id}/delete/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("  ", "Give it a name."),
        ("转接", "You have one of this name already."),
        ("长" * 31, "Use at most 30 characters."),
    ],
)
def test_a_name_that_will_not_do_is_refused_at_its_field_and_not_lost(client: Client, name: str, said: str) -> None:
    keep(client)
    keep(client, name="另一个")
    other = SavedView.objects.get(name="另一个")
    before = desk.state()
    for response in (keep(client, name=name), client.post(f"/lists/{other.public_id}/rename/", {"name": name})):
        assert response.status_code == 422
        assert text_of(response).count(said) == 2
        assert f'name="name" value="{name}"' in response.content.decode()
    assert desk.state() == before


def test_the_same_name_may_be_had_again_for_the_other_list_and_by_somebody_else(client: Client, sister: User) -> None:
    keep(client)
    assert keep(client, "search", "?state=open").status_code == 302
    assert keep(signed_in(sister)).status_code == 302
    assert SavedView.objects.count() == 3


def test_at_most_twelve(client: Client) -> None:
    for n in range(saved.MOST - 1):
        keep(client, name=f"{n}")
    assert keep(client, name="last").status_code == 302
    before = desk.state()
    response = keep(client, name="one more")
    assert response.status_code == 422
    assert "You have kept 12 already; delete one first." in text_of(response)
    assert desk.state() == before


def test_nothing_filtered_is_nothing_to_keep(client: Client) -> None:
    for place, query in (("inbox", ""), ("inbox", "?process=nonsense"), ("search", "?page=2&colour=red")):
        response = keep(client, place, query)
        assert (response.status_code, "there is nothing to keep" in text_of(response)) == (422, True)
    assert not SavedView.objects.exists()
    assert keep(client, "letters").status_code == 404


# -- what still holds --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "query", "found"),
    [
        ("inbox", "?box=overdue&q=%E5%BC%A0", Read("?box=overdue&q=%E5%BC%A0", ())),
        ("inbox", "?box=gone&process=transfer", Read("?process=transfer", ("List",))),
        ("inbox", "?process=gone", Read("", ("Matter",))),
        ("inbox", "?box=todo", Read("", ())),
        ("search", "?state=open&sort=-closed", Read("?state=open&sort=-closed", ())),
        ("search", "?state=ajar&process=transfer&sort=size", Read("?process=transfer", ("State",))),
        ("search", "?outcome=gone&since=soon&unfinished=on", Read("?unfinished=on", ("Result", "Opened from"))),
        ("search", "?since=2026-11-01&until=2026%E5%B9%B411%E6%9C%8824%E6%97%A5", Read("?since=2026-11-01&until=2026-11-24", ())),
    ],
)  # fmt: skip
def test_a_query_is_read_again(superior: User, place: str, query: str, found: Read) -> None:
    with translation.override("en"):
        assert read(place, query, viewer_of(superior, clock.today())) == found


def test_what_no_longer_holds_is_left_out_and_said(client: Client, world: Demo, superior: User) -> None:
    """An organisation that is his no more; the rest of the filters is used."""
    keep(client, "search", "?state=open&organisation=QH0101", "锦江在办")
    view = SavedView.objects.get()
    place = world.organisations["QH0101"]
    assert view.query == f"?state=open&organisation={place.public_id}"
    assert client.get(f"/lists/{view.public_id}/")["Location"] == f"/search/{view.query}"
    own = superior.person.appointments.get()
    type(own).objects.filter(pk=own.pk).update(until=clock.today())
    clock.travel_to(clock.today().replace(day=25))
    client = signed_in(superior)
    response = client.get(f"/lists/{view.public_id}/", follow=True)
    assert response.redirect_chain == [("/search/?state=open", 302)]
    assert "“锦江在办” was opened without what no longer holds: Organisation." in text_of(response)
    assert SavedView.objects.get().query == view.query


def test_the_database_refuses_two_of_a_name(superior: User) -> None:
    SavedView.objects.create(owner=superior, place="inbox", name="a", query="?q=a", kept_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(owner=superior, place="inbox", name="a", query="?q=b", kept_at=clock.now())


def test_as_many_statements_for_three_views_as_for_one(client: Client, superior: User) -> None:
    counted = []
    for name in ("a", "b", "c"):
        keep(client, "search", "?state=open", name)
        with CaptureQueriesContext(connection) as sent:
            client.get("/search/")
        counted.append(len(sent))
    assert counted[0] == counted[2]


def test_somebody_without_posts_keeps_his_own(ordinary_member: Member) -> None:
    with pytest.raises(Refused):
        saved.keep("inbox", "", "a", by=viewer_of(ordinary_member.person.user, clock.today()))
    assert keep(signed_in(ordinary_member.person.user)).status_code == 302
