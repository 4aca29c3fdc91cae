"""Several tasks agreed to together: guards per row, a decision of its own for each, a way back for each, four people."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from audit import clock, journal
from config.demo.building import Demo
from registry import posts
from registry.models import Member, Role, User
from registry.models.members import Standing
from tests import desk
from tests.web.world import signed_in, text_of
from workflows.engine import catalogue
from workflows.engine.models import Case, Decision, TaskAssignment

ADDRESS = "/bulk/"


def others(world: Demo, number: int) -> list[Member]:
    """Full members of 锦江社区 who hold no post."""
    found = [m for m in world.members("QH0101") if m.standing == "full" and not m.person.appointments.exists()]
    return found[:number]


@pytest.fixture
def three(world: Demo, blank_papers: None, secretary: User) -> list[TaskAssignment]:
    """Three letters that the secretary of the committee is to approve."""
    branch, target = world.organisations["QH0101"], world.organisations["HK0103"]
    cases = [desk.opened(secretary, branch, member, target) for member in others(world, 3)]
    return [desk.until(case, "approve") for case in cases]


def chosen(client: Client, turns: list[TaskAssignment]) -> Any:
    return client.get(ADDRESS, {"t": [turn.public_id for turn in turns]})


def hidden(page: Any) -> dict[str, Any]:
    """Everything the form of the page sends by itself."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()):
        found.setdefault(name, []).append(value)
    return found


def send(client: Client, page: Any, read: list[TaskAssignment], **more: str) -> Any:
    return client.post(ADDRESS, hidden(page) | {"read": [turn.public_id for turn in read]} | more)


def decided(turn: TaskAssignment) -> list[tuple[str, str, str]]:
    found = Decision.objects.filter(assignment=turn, recalled_at__isnull=True)
    return [(str(d.outcome), str(d.by), str(d.answers["opinion"])) for d in found]


def test_the_list_offers_to_tick_what_can_be_decided_together(three: list[TaskAssignment], superior: User) -> None:
    page = signed_in(superior).get("/").content.decode()
    assert re.findall(r'name="t" value="(\w+)"', page) == [turn.public_id for turn in three]
    assert 'action="/bulk/"' in page
    assert 'name="t"' not in signed_in(superior).get("/?box=decided").content.decode()


def test_nothing_is_ticked_beforehand_and_each_row_says_what_was_checked(
    three: list[TaskAssignment], superior: User
) -> None:
    page = chosen(signed_in(superior), three)
    said = text_of(page)
    assert page.status_code == 200
    assert " checked" not in page.content.decode()
    for turn in three:
        assert turn.case.member.person.name in said
    assert said.count("In order: Dues are paid up to") == 3


def test_the_ticked_rows_are_decided_the_others_stay(three: list[TaskAssignment], superior: User) -> None:
    client = signed_in(superior)
    before = [desk.the_turn(turn.case).public_id for turn in three]
    answer = send(client, chosen(client, three), three[:2], opinion="材料齐全，同意。")
    assert answer.status_code == 302
    said = text_of(client.get(answer["Location"]))
    assert "Decided 2" in said
    assert [decided(turn) for turn in three] == [
        [("agree", str(superior), "材料齐全，同意。")], [("agree", str(superior), "材料齐全，同意。")], []
    ]  # fmt: skip
    assert desk.the_turn(three[2].case).public_id == before[2]
    assert said.count(three[2].case.member.person.name) > 0


def test_each_is_undone_by_itself(three: list[TaskAssignment], superior: User) -> None:
    client = signed_in(superior)
    page = client.get(send(client, chosen(client, three), three)["Location"])
    addresses = re.findall(r'action="(/decisions/\w+/recall)"', page.content.decode())
    assert len(addresses) == 3
    assert client.post(addresses[1], {"key": desk.key()}).status_code == 302
    assert [len(decided(turn)) for turn in three] == [1, 0, 1]


def test_sent_twice_it_is_decided_once_and_says_so_again(three: list[TaskAssignment], superior: User) -> None:
    client = signed_in(superior)
    page = chosen(client, three)
    send(client, page, three)
    again = send(client, page, three)
    said = text_of(client.get(again["Location"]))
    assert "Decided 3" in said
    assert "Not decided" not in said
    assert [len(decided(turn)) for turn in three] == [1, 1, 1]


def test_nothing_ticked_changes_nothing_and_keeps_the_opinion(three: list[TaskAssignment], superior: User) -> None:
    client = signed_in(superior)
    page, before = chosen(client, three), desk.state()
    answer = send(client, page, [], opinion="先看看")
    assert (answer.status_code, desk.state()) == (422, before)
    assert "Tick the rows you have read; the others stay as they are." in text_of(answer)
    assert "先看看" in answer.content.decode()


def test_nothing_chosen_says_what_to_do(superior: User) -> None:
    assert "Tick the tasks in the list first." in text_of(signed_in(superior).get(ADDRESS))


def test_a_doubtful_row_is_decided_by_itself(three: list[TaskAssignment], superior: User) -> None:
    doubtful = three[1].case.member
    Member.objects.filter(pk=doubtful.pk).update(standing=Standing.DEAD)
    client = signed_in(superior)
    page = chosen(client, three)
    said, sent = text_of(page), hidden(page)
    assert "Not with the others 1" in said
    assert f"read: {doubtful.person.name}" not in said
    answer = client.post(ADDRESS, sent | {"read": [turn.public_id for turn in three]})
    assert answer.status_code == 409
    assert f"{doubtful.person.name} : Look at it by itself:" in text_of(answer)
    assert [len(decided(turn)) for turn in three] == [1, 0, 1]


def test_a_row_that_was_decided_meanwhile_does_not_hold_up_the_others(
    three: list[TaskAssignment], world: Demo, superior: User
) -> None:
    client = signed_in(superior)
    page = chosen(client, three)
    desk.act(three[0], superior)
    answer = send(client, page, three)
    assert [len(decided(turn)) for turn in three] == [1, 1, 1]
    assert "Decided 3" in text_of(client.get(answer["Location"]))


def test_a_paper_that_changed_meanwhile_is_looked_at_again(three: list[TaskAssignment], superior: User) -> None:
    client = signed_in(superior)
    page = chosen(client, three)
    person = three[2].case.member.person
    person.name = "改名者"
    person.save()
    answer = send(client, page, three)
    assert answer.status_code == 409
    assert "Look again, then decide." in text_of(answer)
    assert [len(decided(turn)) for turn in three] == [1, 1, 0]


def test_only_one_step_at_a_time_and_only_where_the_course_allows_it(
    three: list[TaskAssignment], superior: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue.process("transfer"), "in_bulk", ())
    client = signed_in(superior)
    assert 'name="t"' not in client.get("/").content.decode()
    page, before = chosen(client, three), desk.state()
    assert text_of(page).count("Is decided one at a time.") == 3
    named = [turn.public_id for turn in three]
    answer = client.post(ADDRESS, {"t": named, "read": named})
    assert (answer.status_code, desk.state()) == (409, before)


def test_four_people(
    three: list[TaskAssignment], superior: User, sister: User, outsider: User, secretary: User
) -> None:
    sent = hidden(chosen(signed_in(superior), three)) | {"read": [turn.public_id for turn in three]}
    before = desk.state()
    for other in (sister, outsider, secretary):
        client = signed_in(other)
        page = chosen(client, three)
        assert text_of(page).count("3 tasks do not wait for you any more.") == 1
        assert three[0].case.member.person.name not in text_of(page)
        client.post(ADDRESS, sent)
        assert desk.state() == before
    assert Client().post(ADDRESS, sent).status_code == 302
    assert desk.state() == before


def test_a_post_that_ended_meanwhile_decides_nothing(three: list[TaskAssignment], superior: User, world: Demo) -> None:
    client = signed_in(superior)
    page = chosen(client, three)
    for term in posts.Appointment.objects.filter(person=superior.person, post__role=Role.SECRETARY):
        posts.end_appointment(term, by=journal.system("test"), last_day=clock.today(), reason="离任")
    clock.advance(dt.timedelta(days=1))
    before = desk.state()
    send(client, page, three)
    assert desk.state() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_costs_as_much_per_row(
    three: list[TaskAssignment], superior: User, number: int, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(superior)
    assert Case.objects.count() == 3
    with django_assert_max_num_queries(20 + 12 * number):
        chosen(client, three[:number])
