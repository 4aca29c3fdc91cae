"""The member's own page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.demo import driving
from registry.models import Member, User
from registry.organisations import superiors
from tests.web.world import signed_in, text_of
from workflows.processes.transfer.walks import WALKS

pytestmark = pytest.mark.usefixtures("world")


def test_a_member_sees_his_task_his_case_and_who_looked(superior: User, pass_hold: Callable[[], None]) -> None:
    case = driving.until(driving.begin("transfer", WALKS["closed"]), "consent")
    pass_hold()
    signed_in(superior).get(f"/people/{case.subject.public_id}/")
    response = signed_in(case.subject.person.user).get("/me/")
    said = text_of(response)
    assert response.status_code == 200
    assert "Is this request right?" in said
    assert "It is with you now." in said
    assert case.number in said
    assert case.subject.person.id_number_masked in said
    assert case.subject.person.id_number() not in response.content.decode()
    assert f"{superior}" in said
    assert "your dossier" in said
    assert "There is no time limit" in said


def test_the_holder_now_is_named_and_the_papers_are_there() -> None:
    case = driving.until(driving.begin("transfer", WALKS["closed"]), "branch_check")
    response = signed_in(case.subject.person.user).get("/me/")
    said = text_of(response)
    assert "You have nothing to do now" in said
    assert "组织委员" in said
    assert "党员组织关系转接申请" in said
    assert "tel:" in response.content.decode()


def test_a_finished_case_stands_under_done() -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["internal"]))
    said = text_of(signed_in(case.subject.person.user).get("/me/"))
    assert "Reassigned inside the committee" in said


def test_an_official_who_is_no_member_has_a_page_too(superior: User) -> None:
    response = signed_in(superior).get("/me/")
    assert response.status_code == 200
    assert "You have nothing to do now" in text_of(response)


def test_one_sees_nothing_of_others(secretary: User) -> None:
    case = driving.until(driving.begin("transfer", WALKS["closed"]), "branch_check")
    assert case.number not in text_of(signed_in(secretary).get("/me/"))


def test_where_her_words_can_be_said_there_is_the_button_and_an_appeal_says_where() -> None:
    case = driving.until(driving.begin("transfer", WALKS["closed"]), "branch_check")
    client = signed_in(case.subject.person.user)
    page = client.get("/me/")
    say_it = f"/cases/{case.reference}/do/comment"
    assert f'href="{say_it}"' in page.content.decode()
    assert client.get(say_it).status_code == 200
    branch, committee = superiors(case.organisation)[:2]
    assert f"decided by {branch.short_name} {committee.short_name} {committee.telephone}" in text_of(page)


def test_without_a_case_it_says_when_words_can_be_said(ordinary_member: Member) -> None:
    page = signed_in(ordinary_member.person.user).get("/me/")
    assert "Now there is none." in text_of(page)
    assert "/do/comment" not in page.content.decode()
