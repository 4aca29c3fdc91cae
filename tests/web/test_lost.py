"""A post that ends while its page is open: what was typed is given back, nothing of the case is shown, nothing changes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from audit import clock, journal
from config.demo.building import Demo
from registry import kinship, posts
from registry.access import viewer_of
from registry.models import Member, Role, User
from tests import desk
from tests.web.world import signed_in, text_of
from tests.workflows.deputing import give
from workflows.engine import deputies, interests, moving
from workflows.engine.models import TaskAssignment

BY = journal.system("test")
DAY = dt.timedelta(days=1)
TYPED = "经核对情况属实，另附说明两点。"


def leave(user: User, last_day: dt.date) -> None:
    for term in user.person.appointments.all():
        posts.end_appointment(term, by=BY, last_day=last_day, reason="离任")


def sent(turn: TaskAssignment, key: str) -> dict[str, str]:
    return {"outcome": "pass", "dues_paid_until": "2026-11", "outstanding": "", "opinion": TYPED, "key": key}


def leaks(said: str, turn: TaskAssignment) -> list[str]:
    """Whatever of the case a page says: number, member, organisations, process, step, other people. Its own address apart."""
    case = turn.case
    told = (
        case.number, case.reference, case.member.person.name, case.member.person.id_number_masked,
        "滨河", str(case.flow_class.title), str(turn.definition.title), "张", case.opener.name,
    )  # fmt: skip
    return [words for words in told if words in said.replace("What you typed", "")]


@pytest.fixture
def commissioner(world: Demo) -> User:
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


def opened(client: Client, turn: TaskAssignment) -> Client:
    """The page is open in his browser."""
    assert client.get(f"/tasks/{turn.public_id}/").status_code == 200
    return client


@pytest.mark.parametrize("where", ["decide", "draft", "do/hand-over", "do/interest"])
@pytest.mark.parametrize("htmx", [False, True])
def test_what_was_typed_is_given_back(checking: TaskAssignment, commissioner: User, where: str, htmx: bool) -> None:
    client, last_day = opened(signed_in(commissioner), checking), clock.today()
    leave(commissioner, last_day)
    clock.travel_to(last_day + DAY)
    before = desk.state()
    words = {"reason": TYPED, "to": "7", "seen": "3", "key": "k"} if "do/" in where else sent(checking, "k")
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.post(f"/tasks/{checking.public_id}/{where}", words, headers=headers)
    assert (response.status_code, desk.state() == before) == (403, True)
    said, page = text_of(response), response.content.decode()
    assert TYPED in said
    assert f"You held the post {checking.post} until {last_day}. This task is up to others now." in said
    assert "Nothing was changed." in said
    assert leaks(page.replace(TYPED, ""), checking) == []


def test_the_labels_of_the_questions_stand_beside_it(checking: TaskAssignment, commissioner: User) -> None:
    client = opened(signed_in(commissioner), checking)
    leave(commissioner, clock.today())
    clock.travel_to(clock.today() + DAY)
    said = text_of(client.post(f"/tasks/{checking.public_id}/decide", sent(checking, "k")))
    assert f"Dues paid up to 2026-11 Opinion of the branch {TYPED}" in said
    assert "outcome pass" not in said
    assert "key k" not in said


def test_an_end_that_is_recorded_late_counts_from_then(checking: TaskAssignment, commissioner: User) -> None:
    """His last day was before the task came to him; he could see it until somebody wrote that down."""
    client = opened(signed_in(commissioner), checking)
    leave(commissioner, checking.case.opened_on - 10 * DAY)
    response = client.post(f"/tasks/{checking.public_id}/decide", sent(checking, "k"))
    assert (response.status_code, TYPED in text_of(response)) == (403, True)


def test_the_same_where_the_task_has_gone_elsewhere_meanwhile(
    checking: TaskAssignment, commissioner: User, secretary: User
) -> None:
    client = opened(signed_in(commissioner), checking)
    interests.declare_interest(checking.public_id, by=commissioner, reason="邻居", key=desk.key())
    leave(commissioner, clock.today())
    clock.travel_to(clock.today() + DAY)
    response = client.post(f"/tasks/{checking.public_id}/decide", sent(checking, "k"))
    assert (response.status_code, TYPED in text_of(response)) == (403, True)
    assert leaks(response.content.decode().replace(TYPED, ""), checking) == []


def test_a_verb_of_the_whole_case(checking: TaskAssignment, commissioner: User) -> None:
    client = opened(signed_in(commissioner), checking)
    leave(commissioner, clock.today())
    clock.travel_to(clock.today() + DAY)
    address = f"/cases/{checking.case.reference}/do/no-such-verb"
    assert client.post(address, {"reason": TYPED}).status_code == 404
    assert client.get(address).status_code == 404


def test_who_could_never_see_it_finds_nothing(
    checking: TaskAssignment, commissioner: User, sister: User, outsider: User, ordinary_member: Member
) -> None:
    """Nor who left before the task was opened, nor who only looks."""
    address = f"/tasks/{checking.public_id}/decide"
    leave(sister, clock.today())
    leave(commissioner, clock.today())
    clock.travel_to(clock.today() + DAY)
    assert [signed_in(user).post(address, sent(checking, "k")).status_code for user in (sister, outsider)] == [404, 404]
    assert signed_in(commissioner).get(f"/tasks/{checking.public_id}/").status_code == 404
    assert signed_in(commissioner).post("/tasks/NOSUCHTASK/decide", {"opinion": "x"}).status_code == 404


def test_who_left_before_the_task_was_there_finds_nothing(
    world: Demo, checking: TaskAssignment, commissioner: User
) -> None:
    leave(commissioner, clock.today())
    clock.travel_to(clock.today() + 3 * DAY)
    TaskAssignment.objects.filter(pk=checking.pk).update(opened_at=clock.now() - DAY)
    response = signed_in(commissioner).post(f"/tasks/{checking.public_id}/decide", sent(checking, "k"))
    assert response.status_code == 404


# -- he still sees the case, but may not act ------------------------------------------------------------------------------


def test_a_relative_recorded_meanwhile_keeps_what_he_typed(
    checking: TaskAssignment, commissioner: User, superior: User
) -> None:
    client = opened(signed_in(commissioner), checking)
    kinship.record(
        checking.case.member, commissioner.person, by=viewer_of(superior, clock.today()), relation="in_law"
    )  # fmt: skip
    before = desk.state()
    for where in ("decide", "draft"):
        response = client.post(f"/tasks/{checking.public_id}/{where}", sent(checking, "k"))
        assert (response.status_code, TYPED in text_of(response)) == (403, True)
    assert "You are registered as a relative of the member" in text_of(
        client.post(f"/tasks/{checking.public_id}/decide", sent(checking, "k"))
    )
    assert desk.state() == before


def test_a_task_that_was_handed_over_meanwhile_keeps_what_was_typed(
    world: Demo, approval: TaskAssignment, superior: User
) -> None:
    client = opened(signed_in(superior), approval)
    deputy = world.organisations["QH01"].posts.get(role=Role.DEPUTY_SECRETARY)
    moving.hand_over(approval.public_id, to=deputy, by=superior, reason="外出", key=desk.key())
    before = desk.state()
    answers = {"outcome": "return", "opinion": TYPED, "reason_code": "", "key": "k"}
    response = client.post(f"/tasks/{approval.public_id}/decide", answers)
    said = text_of(response)
    assert (response.status_code, TYPED in said, "玉屏街道工委副书记" in said) == (403, True, True)
    assert desk.state() == before


# -- a deputy ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["decide", "draft", "do/hand-over", "do/interest"])
@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("how", ["revoked", "over", "holder left"])
def test_what_a_deputy_typed_is_given_back(
    checking: TaskAssignment, commissioner: User, outsider: User, where: str, htmx: bool, how: str
) -> None:
    """The same page as for a holder, for each way in which a delegation comes to nothing."""
    last_day = clock.today()
    given = give(checking.post, commissioner, outsider, days=0)
    client = opened(signed_in(outsider), checking)
    if how == "revoked":
        deputies.revoke(given.public_id, by=commissioner, key=desk.key())
        why = f"You no longer act for {checking.post}: {commissioner} revoked the delegation on {last_day} 09:"
    elif how == "over":
        clock.travel_to(last_day + DAY)
        why = f"You no longer act for {checking.post}: the delegation ended on {last_day}."
    else:
        leave(commissioner, last_day - DAY)
        why = f"You no longer act for {checking.post}: {commissioner}, who delegated it to you, does not have it today."
    before = desk.state()
    words = {"reason": TYPED, "to": "7", "seen": "3", "key": "k"} if "do/" in where else sent(checking, "k")
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.post(f"/tasks/{checking.public_id}/{where}", words, headers=headers)
    assert (response.status_code, desk.state() == before) == (403, True)
    said, page = text_of(response), response.content.decode()
    assert (TYPED in said, why in said, "Nothing was changed." in said) == (True, True, True)
    assert leaks(page.replace(TYPED, "").replace(commissioner.person.name, ""), checking) == []


def test_a_deputy_of_the_post_that_opened_a_case_loses_a_page_of_the_whole_case(
    checking: TaskAssignment, commissioner: User, outsider: User
) -> None:
    given = give(checking.post, commissioner, outsider)
    client, address = opened(signed_in(outsider), checking), f"/cases/{checking.case.reference}/do/comment"
    deputies.revoke(given.public_id, by=commissioner, key=desk.key())
    before = desk.state()
    response = client.post(address, {"text": TYPED, "audience": "officials", "key": "k"})
    assert (response.status_code, TYPED in text_of(response), desk.state() == before) == (403, True, True)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("what", ["over before", "another kind", "elsewhere", "not yet"])
def test_a_delegation_that_never_showed_him_the_case_explains_nothing(
    world: Demo, checking: TaskAssignment, commissioner: User, outsider: User, sister: User, what: str
) -> None:
    today = clock.today()
    if what == "over before":
        give(checking.post, commissioner, outsider, until=today)
        clock.travel_to(today + 3 * DAY)
        TaskAssignment.objects.filter(pk=checking.pk).update(opened_at=clock.now() - DAY)
    elif what == "another kind":
        given = give(checking.post, commissioner, outsider, processes=["transfer"])
        checking.case.__class__.objects.filter(pk=checking.case_id).update(process_name="removal")
        deputies.revoke(given.public_id, by=commissioner, key=desk.key())
    elif what == "elsewhere":
        give(sister.person.appointments.get().post, sister, outsider)
    else:
        give(checking.post, commissioner, outsider, since=today + DAY, until=today + 2 * DAY)
    assert signed_in(outsider).post(f"/tasks/{checking.public_id}/decide", sent(checking, "k")).status_code == 404
