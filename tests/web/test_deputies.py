"""The pages of deputies: giving, revoking, what is shown to whom; and a deputy at the desk."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit import clock, journal
from config.demo.building import Demo
from registry import persons, posts
from registry.models import Delegation, Organisation, Person, Role, User
from tests import desk
from tests.web.world import signed_in, text_of
from tests.workflows.deputing import DAY, give, take_over
from workflows.engine import deputies
from workflows.engine.models import Case, Decision, TaskAssignment

MINE = "/me/deputies/"


def answers(at: Any, name: str, **more: Any) -> dict[str, Any]:
    today = clock.today()
    return {"post": at.pk, "proxy": name, "since": today, "until": today + 13 * DAY, "reason": "参加培训"} | more


def revoke_of(page: str) -> str:
    """The address of the one button that revokes."""
    (address,) = re.findall(r'action="(/me/deputies/[^"]+/revoke)"', page)
    return address


# -- my deputies ----------------------------------------------------------------------------------------------------------


def test_a_holder_delegates_revokes_and_finds_both_on_his_page(world: Demo, superior: User, sister: User) -> None:
    client = signed_in(superior)
    post = superior.person.appointments.get().post
    empty = text_of(client.get(MINE))
    assert "Nobody acts for you." in empty
    assert "You are nobody's deputy." in empty
    response = client.post(MINE, answers(post, sister.person.name, processes=["transfer"]), follow=True)
    said = text_of(response)
    assert f"{sister} acts for 玉屏街道工委书记 from 2026-11-24 up to 2026-12-07." in said
    assert "in force" in said
    assert (
        "2026-11-24 to 2026-12-07 · Transfer of a member&#x27;s relationship · given on 2026-11-24 · 参加培训" in said
    )
    given = Delegation.objects.get()
    assert (given.giver, given.proxy, given.processes) == (superior.person, sister.person, ["transfer"])
    other = text_of(signed_in(sister).get(MINE))
    assert f"{superior} 玉屏街道工委书记 in force" in other
    assert "as deputy of" in other
    response = client.post(revoke_of(response.content.decode()), follow=True)
    said = text_of(response)
    assert f"Revoked: {sister} no longer acts for 玉屏街道工委书记." in said
    assert "Nobody acts for you." in said
    assert f"revoked by {superior}" in said
    assert "玉屏街道工委书记" not in text_of(signed_in(sister).get(MINE)).split("Earlier")[0].split("For whom I act")[1]


def test_a_deputy_gives_back(world: Demo, superior: User, sister: User) -> None:
    give(superior.person.appointments.get().post, superior, sister)
    client = signed_in(sister)
    response = client.get(MINE)
    assert "Give back" in text_of(response)
    client.post(revoke_of(response.content.decode()))
    assert Delegation.objects.get().revoked_by == sister


def test_the_same_form_sent_twice_delegates_once(world: Demo, superior: User, sister: User) -> None:
    client = signed_in(superior)
    asked = answers(superior.person.appointments.get().post, sister.person.name, key="once")
    assert [client.post(MINE, asked).status_code for _time in range(2)] == [302, 302]
    assert Delegation.objects.count() == 1
    again = client.post(MINE, asked | {"key": "another"})
    assert again.status_code == 422
    assert "is your deputy for this post already on some of these days" in text_of(again)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"proxy": ""}, "proxy", "Fill in: Who acts for it?"),
        ({"proxy": "无此人"}, "proxy", "Nobody of this name was found here."),
        ({"until": "2026-11-23"}, "until", "The last day cannot be before the first."),
        ({"until": "2027-11-23"}, "until", "A delegation lasts at most 180 days: up to 2027-05-22."),
        ({"since": "2026-11-23"}, "since", "A delegation cannot begin before today."),
        ({"post": ""}, "post", "Fill in: Which post?"),
    ],
)
def test_each_mistake_stands_at_its_field_and_nothing_typed_is_lost(
    world: Demo, superior: User, sister: User, wrong: dict[str, str], field: str, words: str
) -> None:
    before = desk.state()
    asked = answers(superior.person.appointments.get().post, sister.person.name) | wrong
    response = signed_in(superior).post(MINE, asked)
    page = response.content.decode()
    assert response.status_code == 422
    (at_the_field,) = re.findall(rf'id="id_{field}_error">(.*?)</span>', page)
    assert words in at_the_field
    assert "Nothing you typed is lost." in page
    assert "参加培训</textarea>" in page
    assert all(f'value="{asked[name]}"' in page for name in ("since", "until"))
    assert desk.state() == before


def test_people_of_one_name_are_offered_with_where_they_belong(world: Demo, superior: User, sister: User) -> None:
    post = superior.person.appointments.get().post
    twin = next(m.person for m in world.members("QH0101") if hasattr(m.person, "user") and m.person != sister.person)
    Person.objects.filter(pk=twin.pk).update(name=sister.person.name, name_grams=sister.person.name_grams)
    client = signed_in(superior)
    response = client.post(MINE, answers(post, sister.person.name))
    page = response.content.decode()
    assert response.status_code == 422
    assert {sister.person.public_id, twin.public_id} == set(re.findall(r'name="proxy_choice" value="(\w+)"', page))
    assert "玉泉社区支部书记" in text_of(response)
    client.post(MINE, answers(post, sister.person.name, proxy_choice=twin.public_id))
    assert Delegation.objects.get().proxy == twin


def test_only_people_in_sight_are_found(world: Demo, superior: User, sister: User, outsider: User) -> None:
    post = superior.person.appointments.get().post
    before = desk.state()
    response = signed_in(superior).post(MINE, answers(post, outsider.person.name))
    assert (response.status_code, desk.state()) == (422, before)
    assert "Nobody of this name was found here." in text_of(response)


def test_the_post_of_another_cannot_be_chosen(world: Demo, superior: User, sister: User, secretary: User) -> None:
    before = desk.state()
    response = signed_in(sister).post(MINE, answers(secretary.person.appointments.get().post, sister.person.name))
    assert (response.status_code, desk.state()) == (422, before)


def test_who_has_no_post_and_a_registrar_have_nothing_to_delegate(world: Demo, ordinary_member: Any) -> None:
    for user in (ordinary_member.person.user, world.holder("YL", Role.REGISTRAR)):
        response = signed_in(user).get(MINE)
        assert response.status_code == 200
        assert "You have no post that could be delegated." in text_of(response)


def test_a_delegation_whose_giver_has_left_says_that_it_is_without_effect(
    world: Demo, superior: User, sister: User
) -> None:
    term = superior.person.appointments.get()
    give(term.post, superior, sister, since=clock.today() + DAY, until=clock.today() + 2 * DAY)
    assert "not yet" in text_of(signed_in(sister).get(MINE))
    posts.end_appointment(term, by=journal.system("test"), last_day=clock.today(), reason="离任")
    clock.travel_to(clock.today() + DAY)
    for user in (superior, sister):
        assert "without effect: the giver does not have the post" in text_of(signed_in(user).get(MINE))
    clock.travel_to(clock.today() + 2 * DAY)
    assert "over" in text_of(signed_in(sister).get(MINE))


def test_others_cannot_revoke(world: Demo, superior: User, sister: User, secretary: User, outsider: User) -> None:
    given = give(superior.person.appointments.get().post, superior, sister)
    before = desk.state()
    for user in (secretary, outsider):
        response = signed_in(user).post(f"{MINE}{given.public_id}/revoke")
        assert response.status_code == 403
        assert signed_in(user).post(f"{MINE}XXXXXXXXXX/revoke").status_code == 403
    assert signed_in(superior).get(f"{MINE}{given.public_id}/revoke")["Location"] == MINE
    assert desk.state() == before
    signed_in(superior).post(f"{MINE}{given.public_id}/revoke")
    late = signed_in(sister).post(f"{MINE}{given.public_id}/revoke")
    assert late.status_code == 409
    assert f"{superior} has revoked this already" in text_of(late)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(
    world: Demo, superior: User, sister: User, secretary: User, rows: int
) -> None:
    post, client = superior.person.appointments.get().post, signed_in(superior)
    for proxy in (sister, secretary, world.holder("QH0103", Role.SECRETARY))[:rows]:
        give(post, superior, proxy)
    client.get(MINE)
    with CaptureQueriesContext(connection) as sent:
        assert text_of(client.get(MINE)).count("in force") == rows
    assert len(sent) == 8


# -- from paper -----------------------------------------------------------------------------------------------------------


def test_a_registrar_enters_and_revokes_from_paper(
    committee: Organisation, registrar: User, superior: User, outsider: User
) -> None:
    client, address = signed_in(registrar), f"/organisations/{committee.public_id}/deputies/"
    term = superior.person.appointments.get()
    asked = answers(term.post, outsider.person.name, post=f"{term.post_id}-{superior.person_id}")
    response = client.post(address, asked, follow=True)
    said = text_of(response)
    assert response.redirect_chain == [(address, 302)]
    assert f"{outsider} 玉屏街道工委书记 · for {superior} in force" in said
    assert f"entered from paper by {registrar} on 2026-11-24" in said
    page = text_of(client.get(f"/organisations/{committee.public_id}/"))
    assert f"{outsider} for {superior} 2026-11-24 2026-12-07" in page
    response = client.post(revoke_of(response.content.decode()), {"at": "organisation"}, follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert "No post of this organisation is delegated." in text_of(response)


def test_nobody_else_enters_delegations_from_paper(
    committee: Organisation, superior: User, sister: User, outsider: User
) -> None:
    """Not the holder of another post there, not somebody below, not an outsider: 403 or, out of sight, 404."""
    address = f"/organisations/{committee.public_id}/deputies/"
    before = desk.state()
    for user, status in ((superior, 403), (sister, 404), (outsider, 404)):
        assert signed_in(user).get(address).status_code == status
        assert signed_in(user).post(address, {}).status_code == status
    assert desk.state() == before
    assert "Enter or revoke" not in text_of(signed_in(superior).get(f"/organisations/{committee.public_id}/"))


# -- a deputy at the desk -------------------------------------------------------------------------------------------------


def test_the_inbox_says_for_whom_and_has_a_box_of_its_own(
    approval: TaskAssignment, superior: User, sister: User, outsider: User
) -> None:
    give(approval.post, superior, sister)
    client = signed_in(sister)
    said = text_of(client.get("/"))
    assert "As deputy 1" in said
    assert f"for {superior} · Approval of the letter" in said
    assert f"as deputy of {superior}" in said
    today = clock.today()
    assert f"You act for {superior} until {today + 20 * DAY}; given by {superior} on {today}." in said
    assert f"玉屏街道工委书记, for {superior}" in said
    box = text_of(client.get("/?box=deputy"))
    assert f"for {superior} · Approval of the letter" in box
    assert "As deputy" not in text_of(signed_in(outsider).get("/"))
    assert f"for {superior}" not in text_of(signed_in(superior).get("/"))


def test_the_inbox_costs_a_deputy_as_many_statements_as_the_holder(
    approval: TaskAssignment, superior: User, outsider: User
) -> None:
    """The same person, as a deputy and then as the holder."""
    give(approval.post, superior, outsider)
    client, counts = signed_in(outsider), []
    for _time in range(2):
        client.get("/")
        with CaptureQueriesContext(connection) as sent:
            assert "Approve the transfer and issue the letter?" in text_of(client.get("/"))
        counts.append(len(sent))
        if not counts[1:]:
            take_over(approval, outsider)
    assert counts[0] == counts[1]


def agree(client: Client, turn: TaskAssignment, opinion: str) -> Any:
    return client.post(
        f"/tasks/{turn.public_id}/decide", {"outcome": "agree", "reason_code": "", "opinion": opinion, "confirmed": "1"}
    )


def test_a_deputy_decides_on_the_page(approval: TaskAssignment, superior: User, outsider: User) -> None:
    give(approval.post, superior, outsider)
    client = signed_in(outsider)
    assert agree(client, approval, "同意。").status_code == 302
    decision = Decision.objects.get(assignment=approval)
    assert (decision.person, decision.acting_for) == (outsider.person, superior.person)
    case = text_of(client.get(f"/cases/{approval.case.reference}/"))
    assert f"玉屏街道工委书记（受{superior}委托）" in case


def test_what_was_revoked_while_the_page_was_open_is_refused_and_the_text_is_kept(
    approval: TaskAssignment, superior: User, sister: User, outsider: User
) -> None:
    """An outsider sees nothing of the case any more, only why, and what he typed; a draft is kept no more either."""
    client = signed_in(outsider)
    given = give(approval.post, superior, outsider)
    assert client.get(f"/tasks/{approval.public_id}/").status_code == 200
    deputies.revoke(given.public_id, by=superior, key=desk.key())
    before = desk.state()
    response = agree(client, approval, "已经写好的意见")
    said = text_of(response)
    assert response.status_code == 403
    assert f"You no longer act for 玉屏街道工委书记: {superior} revoked the delegation on" in said
    assert "已经写好的意见" in said
    assert approval.case.number not in said
    assert approval.case.subject.person.name not in said
    assert client.post(f"/tasks/{approval.public_id}/draft", {"opinion": "已经写好的意见"}).status_code == 403
    assert desk.state() == before
    # Who never had the post is told nothing: the task does not exist for him.
    assert agree(signed_in(sister), approval, "x").status_code == 404


def test_the_same_where_the_case_is_still_in_sight(
    approval: TaskAssignment, superior: User, secretary: User, world: Demo
) -> None:
    deputy = world.holder("QH", Role.ORGANISER)
    give(approval.post, superior, deputy)
    persons.close_account(superior, by=journal.system("test"), reason="停用")
    response = agree(signed_in(deputy), approval, "已经写好的意见")
    said = text_of(response)
    assert response.status_code == 403
    assert f"{superior}, who delegated it to you, does not have it today" in said
    assert "已经写好的意见" in said


def test_a_deputy_opens_a_case_for_the_holder(
    world: Demo, blank_papers: None, secretary: User, sister: User, ordinary_member: Any
) -> None:
    here = world.organisations["QH0101"]
    give(here.posts.get(role=Role.SECRETARY), secretary, sister)
    client = signed_in(sister)
    where = text_of(client.get("/start/transfer/"))
    assert f"{here.name} for {secretary}" in where
    assert ordinary_member.person.name in text_of(client.get(f"/start/transfer/?at={here.public_id}"))
    case = desk.opened(sister, here, ordinary_member, world.organisations["HK0102"])
    page = text_of(client.get(f"/cases/{case.reference}/"))
    assert f"{sister} for {secretary}" in page
    assert Case.objects.get(pk=case.pk).opened_for == secretary.person


def test_a_deputy_without_a_post_of_his_own_finds_the_cases_and_no_register(
    approval: TaskAssignment, superior: User, world: Demo
) -> None:
    deputy = next(
        m.person.user
        for m in world.members("HK0201")
        if hasattr(m.person, "user") and not m.person.appointments.exists()
    )
    give(approval.post, superior, deputy)
    client = signed_in(deputy)
    said = text_of(client.get("/search/"))
    assert approval.case.number in said
    assert "Organisations" not in text_of(client.get("/")).split("Rules")[0]
    assert client.get(f"/people/{approval.case.subject.public_id}/").status_code == 404


def test_the_day_after_the_page_of_the_task_is_gone(approval: TaskAssignment, superior: User, outsider: User) -> None:
    give(approval.post, superior, outsider, days=1)
    client = signed_in(outsider)
    seen = []
    for _day in range(3):
        seen.append(client.get(f"/tasks/{approval.public_id}/").status_code)
        clock.advance(dt.timedelta(days=1))
    assert seen == [200, 200, 404]
