"""Searching: only what one may see, filters in the address, files without formulas, each search logged."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from audit import clock
from audit.models import Access
from config.demo import driving
from config.demo.building import Demo
from documents import issuing
from documents.kinds import kind_of
from documents.models import Paper
from registry.access import viewer_of
from registry.models import Member, Person, Role, User
from registry.names import bigrams
from tests.web.world import signed_in, text_of
from web import filters, groups, sheets
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
        ({"q": "关系转接 锦江"}, True),
        ({"q": "transfer 锦江"}, True),
        ({"q": "介绍信办理"}, False),
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
    [("", 0), ("?state=open&until=2026-11-24", 0), ("?q=支部", 11), ("?q=转2026-7QH3K9ZD2M", None)],
)
def test_as_many_queries_for_three_rows_as_for_one(client: Client, query: str, more: int | None) -> None:
    """A word asks eleven more: whom, where, which matters and papers it means for the cases, the same for the groups, and their few rows."""
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


def _group(client: Client, text: str, name: str, **more: str) -> Any:
    found = client.get("/search/", {"q": text, **more}).context["groups"]
    return next((group for group in found if group.name == name), None)


@pytest.fixture
def with_papers(blank_papers: None) -> Case:
    """An open transfer with its first two papers."""
    return driving.until(driving.begin("transfer", WALKS["closed"]), "examine")


def test_papers_are_found_by_number_kind_title_case_member_and_issuer(client: Client, with_papers: Case) -> None:
    papers = list(Paper.objects.filter(case_reference=with_papers.reference).order_by("-pk"))
    newest = papers[0]
    assert newest.subject is not None
    words = (
        newest.number, newest.kind.lower(), newest.title, newest.title[2:6], with_papers.number, newest.subject.name,
        f"{newest.subject.name} {newest.title[2:6]}", newest.issuer.name,
    )  # fmt: skip
    for text in words:
        assert newest in _group(client, text, "papers").rows, text
    assert _group(client, with_papers.number, "papers").rows == papers
    assert _group(client, f"{newest.title} 河口县", "papers") is None
    page = client.get("/search/", {"q": newest.number}).content.decode()
    assert f"/cases/{with_papers.reference}/?paper={newest.public_id}" in page


@pytest.mark.parametrize(("who", "sees"), [("right", True), ("sister", False), ("superior", True), ("outsider", False)])
def test_neither_a_row_nor_a_count_tells_of_what_one_may_not_see(
    secretary: User, sister: User, superior: User, outsider: User, with_papers: Case, who: str, sees: bool
) -> None:
    user = {"right": secretary, "sister": sister, "superior": superior, "outsider": outsider}[who]
    client, subject = signed_in(user), with_papers.member
    newest = Paper.objects.filter(case_reference=with_papers.reference).latest("pk")
    for text in (subject.person.name, subject.public_id, newest.number, newest.kind, with_papers.number):
        page = client.get("/search/", {"q": text})
        counts = {group.name: group.count for group in page.context["groups"]}
        found = with_papers in [row.case for row in page.context["page"]]
        leaks = [subject.public_id, with_papers.reference, newest.public_id]
        if sees:
            assert counts.get("papers", 0) + counts.get("people", 0) + found > 0, text
        else:
            assert (counts, found) == ({}, False), text
            assert [each for each in leaks if each in page.content.decode() and each not in text] == [], text


def test_organisations_are_found_from_above_and_by_their_own_people_only(
    secretary: User, sister: User, superior: User, outsider: User
) -> None:
    people = {"right": secretary, "sister": sister, "superior": superior, "outsider": outsider}
    found = {who: _group(signed_in(user), "qh0101", "organisations") for who, user in people.items()}
    assert {who: group is not None for who, group in found.items()} == {
        "right": True, "sister": False, "superior": True, "outsider": False,
    }  # fmt: skip


def test_no_more_is_counted_than_a_badge_shows_and_no_more_words_are_asked_than_few(
    secretary: User, ordinary_member: Member, with_papers: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, name = viewer_of(secretary, clock.today()), str(secretary)
    Person.objects.filter(pk=ordinary_member.person_id).update(name=name, name_sort="", name_grams=bigrams(name))
    himself = Member.objects.get(person=secretary.person)
    people = groups.groups(viewer, name)[0]
    assert (people.name, people.rows, people.count) == ("people", [ordinary_member, himself], 2)
    monkeypatch.setattr(groups, "CAP", 0)
    assert groups.groups(viewer, name)[0].count == 1
    number, elsewhere = with_papers.number, "河口县"
    for before_it, found in ((filters.MOST_WORDS, ["papers"]), (filters.MOST_WORDS - 1, [])):
        words = " ".join([*[number] * before_it, elsewhere])
        assert [group.name for group in groups.groups(viewer, words)] == found


def test_the_papers_of_a_bare_case_number_are_those_of_one_case(client: Client, with_papers: Case) -> None:
    other = driving.until(driving.begin("transfer", WALKS["amended"]), "branch_check")
    found = _group(client, with_papers.number, "papers")
    assert {paper.case_reference for paper in found.rows} == {with_papers.reference}
    assert other.reference not in {paper.case_reference for paper in found.rows}


def test_a_paper_that_is_still_being_made_is_not_found(client: Client, with_papers: Case) -> None:
    issued, taken = _group(client, with_papers.number, "papers").count, Paper.objects.latest("pk")
    being_made = issuing.reserve(
        kind_of(taken.kind), task_id=80_000, case_reference=with_papers.reference, facts=issuing.facts_of(taken),
        issuer=taken.issuer, addressees=[], subject=taken.subject, dated=taken.dated,
    )  # fmt: skip
    assert being_made.state == Paper.State.RESERVED
    assert _group(client, with_papers.number, "papers").count == issued
    assert _group(client, being_made.number, "papers") is None


def test_a_group_shows_a_few_with_their_count_and_all_when_asked(world: Demo) -> None:
    client = signed_in(world.holder("YL", Role.AUDITOR))
    few = _group(client, "支部", "organisations")
    assert (len(few.rows), few.more) == (groups.FEW, True)
    everything = _group(client, "支部", "organisations", all="organisations")
    assert (len(everything.rows), everything.more, everything.count) == (few.count, False, few.count)
    assert everything.rows[: groups.FEW] == few.rows
