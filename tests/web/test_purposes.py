"""Whoever has no part in a case says what he looks at its papers for: once, logged, and printed across the pages shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

from audit import clock, journal
from audit.models import Access
from config.demo import driving
from config.demo.building import Demo
from documents import archive, pages
from documents.models import Paper
from registry import posts
from registry.access import viewer_of
from registry.models import Role, User
from tests.web.world import signed_in, text_of
from web import purposes
from workflows.engine.models import Case
from workflows.processes.transfer.walks import WALKS

pytestmark = pytest.mark.usefixtures("blank_papers")
ENDS = ("1.png", "pdf", "txt")


@pytest.fixture
def case(world: Demo) -> Case:
    return driving.until(driving.begin("transfer", WALKS["closed"]), "examine")


@pytest.fixture
def paper(case: Case) -> Paper:
    return Paper.objects.filter(case_reference=case.reference).latest("pk")


@pytest.fixture
def auditor(world: Demo) -> User:
    return world.holder("YL", Role.AUDITOR)


@pytest.fixture
def marks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is printed across pages."""
    found: list[str] = []

    def image(pdf: bytes, number: int, *, scale: float, watermark: str = "", kind: str = "") -> bytes:
        found.append(watermark)
        return b"\x89PNG"

    monkeypatch.setattr(pages, "page_image", image)
    return found


def addresses(paper: Paper) -> list[str]:
    """The paper as a picture, a PDF and text."""
    return [f"/papers/{paper.public_id}{'/' if end == '1.png' else '.'}{end}" for end in ENDS]


def state(client: Client, case: Case, purpose: str, **more: str) -> Any:
    return client.post(f"/cases/{case.reference}/purpose/", {"purpose": purpose, **more})


def test_before_a_purpose_is_stated_nothing_is_shown_and_no_paper_logged_as_read(
    auditor: User, case: Case, paper: Paper, marks: list[str]
) -> None:
    client = signed_in(auditor)
    page = client.get(f"/cases/{case.reference}/").content.decode()
    assert ("/1.png" in page, "What do you look at the papers for?" in page) == (False, True)
    for address in addresses(paper):
        answer: Any = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"/cases/{case.reference}/purpose/?next=%2Fpapers%2F{paper.public_id}")
    assert (marks, Access.objects.filter(kind="paper", viewer_id=str(auditor.pk)).count()) == ([], 0)


def test_stated_once_it_is_logged_printed_and_good_for_this_case_only(
    auditor: User, case: Case, paper: Paper, marks: list[str]
) -> None:
    other = driving.until(driving.begin("transfer", WALKS["amended"]), "branch_check")
    client = signed_in(auditor)
    back = f"/cases/{case.reference}/?paper={paper.public_id}#papers"
    assert state(client, case, "  信访  核查 ", next=back)["Location"] == back
    answers = [client.get(address) for address in addresses(paper)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert marks == [f"信访 核查 {auditor} {clock.today()} 09:00"]
    assert answers[1].content == archive.fetch(paper.sha256)
    logged = Access.objects.filter(viewer_id=str(auditor.pk), purpose="信访 核查").values_list("kind", "what")
    assert sorted(logged) == [("case", "purpose"), *[("paper", "paper")] * 3]
    assert f"/papers/{paper.public_id}/1.png" in client.get(back).content.decode()
    assert "What do you look at" in text_of(client.get(f"/cases/{other.reference}/"))
    assert "What do you look at" in text_of(signed_in(auditor).get(f"/cases/{case.reference}/"))


def test_without_words_it_is_asked_again_and_leads_to_no_other_site(auditor: User, case: Case) -> None:
    client = signed_in(auditor)
    before = Access.objects.filter(what="purpose").count()
    answer = state(client, case, "  ", next="/inbox/")
    assert (answer.status_code, text_of(answer).count("Say what you need the file for.")) == (422, 2)
    assert Access.objects.filter(what="purpose").count() == before
    assert state(client, case, "核查", next="//elsewhere.example/")["Location"] == f"/cases/{case.reference}/"


def test_an_auditor_of_an_organisation_involved_is_asked_too(
    world: Demo, case: Case, paper: Paper, marks: list[str]
) -> None:
    committee = world.organisations["QH01"]
    assert case.involvements.filter(organisation=committee).exists()
    somebody, by = world.holder("HK0101", Role.SECRETARY), journal.system("test")
    posts.appoint(posts.create_post(committee, Role.AUDITOR, by=by), somebody.person, by=by, since=clock.today())
    assert signed_in(somebody).get(addresses(paper)[0]).status_code == 302
    assert marks == []


def test_one_that_is_too_long_is_said_to_be_and_not_cut_off(auditor: User, case: Case) -> None:
    before = Access.objects.filter(what="purpose").count()
    answer = state(signed_in(auditor), case, "查" * 201)
    assert (answer.status_code, text_of(answer).count("Use at most 200 characters.")) == (422, 2)
    assert f'value="{"查" * 201}"' in answer.content.decode()
    assert Access.objects.filter(what="purpose").count() == before


@pytest.mark.parametrize(
    ("who", "status", "printed"),
    [("right", 200, True), ("subject", 200, True), ("superior", 200, True), ("above", 302, False), ("sister", 404, False),
     ("outsider", 404, False)],
)  # fmt: skip
def test_whoever_has_a_part_in_it_is_asked_nothing(
    world: Demo, secretary: User, sister: User, superior: User, outsider: User, case: Case, paper: Paper,
    marks: list[str], who: str, status: int, printed: bool,
) -> None:  # fmt: skip
    people = {
        "right": secretary, "subject": case.member.person.user, "superior": superior, "sister": sister,
        "outsider": outsider, "above": world.holder("YL", Role.REGISTRAR),
    }  # fmt: skip
    client = signed_in(people[who])
    assert client.get(addresses(paper)[0]).status_code == status
    assert marks == ([f"{people[who]} {clock.today()} 09:00"] if printed else [])
    assert state(client, case, "核查").status_code == (404 if status == 404 else 302)


def test_the_oldest_go_from_a_session_one_stated_anew_takes_its_place_and_long_ones_are_printed_shortened(
    world: Demo, auditor: User, case: Case
) -> None:
    session: Any = SessionBase()
    viewer = viewer_of(auditor, case.opened_on)
    for n in range(60):
        purposes.keep(session, viewer, Case(reference=f"{n}"), f"第{n}次")
    kept = [n for n in range(60) if purposes.of_session(session, Case(reference=f"{n}"))]
    assert kept == list(range(10, 60))
    purposes.keep(session, viewer, Case(reference="30"), "再查" * 100)
    assert purposes.of_session(session, Case(reference="30")) == "再查" * 100
    assert len(session["purposes"]) == 50
    assert purposes.printed("甲" * 30) == "甲" * 30
    assert purposes.printed("甲" * 31) == "甲" * 29 + "…"
