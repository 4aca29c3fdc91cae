"""Searching: only what one may see, filters in the address, files without formulas, each search logged."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from audit.models import Access
from config.demo import driving
from registry.models import Member, User
from tests.web.world import signed_in, text_of
from web import filters, sheets
from workflows.engine.models import Case
from workflows.processes.transfer.walks import WALKS

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def client(superior: User) -> Client:
    return signed_in(superior)


def _open(name: str = "closed") -> Case:
    return driving.begin("transfer", WALKS[name]).case


def test_cases_of_the_subtree_are_found(client: Client, outsider: User) -> None:
    case = _open()
    assert case.number in text_of(client.get("/search/"))
    assert case.number not in text_of(signed_in(outsider).get("/search/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "锦江"}, True),
        ({"q": "河口县"}, False),
        ({"state": "open"}, True),
        ({"state": "closed"}, False),
        ({"process": "transfer", "since": "2026-11-24", "until": "2026年11月24日"}, True),
        ({"until": "2026-11-23"}, False),
        ({"outcome": "refused"}, False),
        ({"organisation": "QH0101"}, True),
        ({"organisation": "QH0102"}, False),
        ({"unfinished": "on"}, False),
    ],
)
def test_filters(client: Client, query: dict[str, str], found: bool) -> None:
    case = _open()
    assert (case.number in text_of(client.get("/search/", query))) == found


def test_by_number_and_by_name(client: Client) -> None:
    case = _open()
    for words in (case.number, case.reference.lower(), case.subject.person.name, f"{case.subject.person.name} 锦江"):
        assert case.number in text_of(client.get("/search/", {"q": words})), words


def test_people_organisations_and_papers_are_found_beside(client: Client) -> None:
    drive = driving.begin("transfer", WALKS["closed"])
    case = driving.until(drive, "branch_check")
    people = client.get("/search/", {"q": case.subject.person.name}).content.decode()
    assert f"/people/{case.subject.public_id}/" in people
    places = client.get("/search/", {"q": "qh0101"}).content.decode()
    assert f"/organisations/{case.organisation.public_id}/" in places
    from documents.models import Paper

    number = Paper.objects.get(case_reference=case.reference).number
    assert "党员组织关系转接申请" in text_of(client.get("/search/", {"q": number}))


def test_a_wrong_filter_is_named_at_its_field_and_nothing_is_lost(client: Client) -> None:
    response = client.get("/search/", {"since": "soon", "organisation": "社区", "q": "锦江"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Write the day like" in page
    assert "Several organisations match" in page
    assert 'value="soon"' in page
    assert 'value="锦江"' in page


def test_filters_are_tags_that_can_be_taken_away(client: Client) -> None:
    response = client.get("/search/", {"state": "open", "process": "transfer", "page": "1"})
    tags = {tag.words: tag.without for tag in response.context["tags"]}
    assert tags["State: open"] == "?process=transfer"


def test_the_files_have_the_same_rows_and_no_formula(client: Client) -> None:
    case = _open()
    text = client.get("/search/?export=csv").content.decode()
    assert text.startswith("\ufeffNumber,")
    assert case.number in text
    book = load_workbook(io.BytesIO(client.get("/search/?export=xlsx").content))
    rows = list(book.active.values)
    assert rows[1][0] == case.number
    assert sheets.harmless("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert sheets.harmless("-1+1") == "'-1+1"
    assert sheets.harmless(-1) == -1


def test_each_search_is_logged(client: Client, superior: User) -> None:
    client.get("/search/?q=锦江")
    client.get("/search/?export=csv&q=锦江")
    looks = list(Access.objects.filter(kind="search", viewer_id=str(superior.pk)).values_list("what", flat=True))
    assert looks == ["search", "export csv"]


@pytest.mark.parametrize(
    ("query", "more"),
    [("", 0), ("?state=open&until=2026-11-24", 0), ("?q=支部", 8), ("?q=转2026-7QH3K9ZD2M", None)],
)
def test_as_many_queries_for_three_rows_as_for_one(client: Client, query: str, more: int | None) -> None:
    """A word asks eight more: whom, where, which matters and which papers it means, and the few beside the cases."""
    _open()
    counted: list[int] = []
    for _round in range(2):
        with _count() as queries:
            client.get(f"/search/{query}")
        counted.append(len(queries))
        _open("amended"), _open("internal")
    assert counted[0] == counted[1]
    with _count() as plain:
        client.get("/search/")
    assert more is None or counted[0] == len(plain) + more


def test_a_word_that_thousands_bear_finds_the_same(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [_open().number, _open("amended").number]
    for most in (filters.MOST_NAMED, 0):
        monkeypatch.setattr(filters, "MOST_NAMED", most)
        said = text_of(client.get("/search/", {"q": "支部"}))
        assert [number in said for number in cases] == [True, True]
        assert "No case fits" in text_of(client.get("/search/", {"q": "河口县"}))


def test_a_member_is_found_by_number_and_by_name_and_everybody_finds_himself(
    client: Client, outsider: User, ordinary_member: Member
) -> None:
    there = f"/people/{ordinary_member.public_id}/"
    himself = signed_in(ordinary_member.person.user)
    for asked in (ordinary_member.public_id.lower(), ordinary_member.person.name):
        found = {who: there in page.get("/search/", {"q": asked}).content.decode() for who, page in
                 {"above": client, "himself": himself, "outside": signed_in(outsider)}.items()}  # fmt: skip
        assert found == {"above": True, "himself": True, "outside": False}


def _count() -> Any:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)
