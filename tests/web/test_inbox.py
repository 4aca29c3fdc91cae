"""The inbox: what waits for whom, in which order; boxes, search, counts; the same page without JavaScript."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from registry.access import viewer_of
from registry.calendar import the_calendar
from registry.models import Member, Post, Role, User
from tests import desk
from tests.web.world import signed_in, text_of
from tests.workflows.parts import post_of
from web import news, open_cases
from web.desk import Shown
from web.listing import list_context
from web.templatetags.desk import due_words
from workflows.engine import copying, inbox, jobs, reminding
from workflows.engine.models import Case, Decision, TaskAssignment


def test_the_list_shows_what_waits_and_the_first_task_beside_it(approval: TaskAssignment, superior: User) -> None:
    response = signed_in(superior).get("/")
    page, said = response.content.decode(), text_of(response)
    assert f'id="row-{approval.public_id}"' in page
    assert f'data-id="{approval.public_id}" aria-labelledby="pane-h"' in page
    assert "Approve the transfer and issue the letter?" in said
    assert "3 working days" not in said  # five are left: the row shows the day
    assert f"{approval.due_on:%m-%d}" in said


def test_nobody_else_finds_it_there(approval: TaskAssignment, secretary: User, outsider: User) -> None:
    for user in (secretary, outsider):
        response = signed_in(user).get("/")
        assert approval.public_id not in response.content.decode()
        assert "Nothing waits for you." in text_of(response)


def test_what_is_late_stands_first_and_in_its_own_box(approval: TaskAssignment, superior: User) -> None:
    client = signed_in(superior)
    assert "Nothing here." in text_of(client.get("/?box=overdue"))
    clock.travel_to(approval.due_on + dt.timedelta(days=4))
    client = signed_in(superior)
    said = text_of(client.get("/?box=overdue"))
    assert "days overdue" in said
    assert approval.case.number in said
    assert said.index("Overdue") < said.index("days overdue")


def test_the_list_is_searched_by_name(approval: TaskAssignment, superior: User) -> None:
    client, name = signed_in(superior), approval.case.subject.person.name
    assert approval.public_id in client.get("/", {"q": name}).content.decode()
    found = client.get("/", {"q": "无此人"})
    assert approval.public_id not in found.content.decode()
    assert "Nothing here." in text_of(found)


def test_the_state_of_the_list_travels_with_every_link(approval: TaskAssignment, superior: User) -> None:
    page = signed_in(superior).get("/?process=transfer&box=nonsense&page=nonsense").content.decode()
    assert f"/tasks/{approval.public_id}/?process=transfer" in page
    assert f"/tasks/{approval.public_id}/decide?process=transfer" in page


def test_an_unknown_state_counts_as_not_said() -> None:
    assert Shown().query == ""
    assert Shown(box="overdue", q="张").query == "?box=overdue&q=%E5%BC%A0"


def test_what_i_decided_is_listed_with_its_undo_and_the_case_stays_in_sight(
    approval: TaskAssignment, superior: User
) -> None:
    client = signed_in(superior)
    desk.act(approval, superior)
    decided = client.get("/?box=decided")
    assert "/recall" in decided.content.decode()
    assert "Approval of the letter" in text_of(decided)
    assert approval.case.number in text_of(client.get("/?box=open"))
    desk.settle()
    assert "/recall" not in client.get("/?box=decided").content.decode()


def test_an_open_case_says_who_has_it_and_until_when(approval: TaskAssignment, secretary: User, superior: User) -> None:
    said = text_of(signed_in(secretary).get("/?box=open"))
    assert f"Approval of the letter · {superior.person.name}" in said
    with translation.override("en"):
        assert due_words(inbox.due_chip(approval, clock.today(), the_calendar(clock.today()))) in said
    approval.post.appointments.update(until="2026-11-01")
    assert f"Approval of the letter · {approval.post}, vacant" in text_of(signed_in(secretary).get("/?box=open"))


def test_an_open_case_of_ones_own_turn_says_you(checking: TaskAssignment, secretary: User) -> None:
    desk.act(checking, outcome="return", opinion="请核对。")
    assert "goes on by itself" in text_of(signed_in(secretary).get("/?box=open"))
    clock.advance(desk.HOLD)
    assert "Correction of the request · you" in text_of(signed_in(secretary).get("/?box=open"))


def test_an_open_case_whose_member_answers_himself_names_him_also_to_whoever_may_write_it_down(
    world: Demo, secretary: User, ordinary_member: Member
) -> None:
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0103"])
    turn = desk.until(case, "consent")
    assert (turn.person, turn.post_id in viewer_of(secretary, clock.today()).post_ids) == (ordinary_member.person, True)
    said = html.unescape(text_of(signed_in(secretary).get("/?box=open")))
    assert f"Member's confirmation · {ordinary_member.person.name} {case.number}" in said
    himself = viewer_of(ordinary_member.person.user, clock.today())
    with translation.override("en"):
        assert [row.who for row in open_cases.rows_of([case.pk], himself)] == ["you"]


def test_an_open_case_at_several_steps_shows_the_one_that_is_due_first_and_everybody_once(
    world: Demo, approval: TaskAssignment, secretary: User, superior: User
) -> None:
    checker, due = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER), approval.due_on or clock.today()
    soonest = _again(approval, post_of(checker), due - dt.timedelta(days=1))
    _again(approval, approval.post, due + dt.timedelta(days=1))
    (row,) = open_cases.rows_of([approval.case_id], viewer_of(secretary, clock.today()))
    assert row.who == f"{checker.person.name}、{superior.person.name}"
    assert row.chip == inbox.due_chip(soonest, clock.today(), the_calendar(clock.today()))


def test_the_list_is_told_what_came_since_it_was_shown(
    world: Demo, checker: User, secretary: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(checker)
    address = html.unescape(re.search(r'id="news"[^>]* hx-get="([^"]*)"', client.get("/").content.decode())[1])  # type: ignore[index]
    assert text_of(client.get(address)) == "0"
    member = driving.free_members(world.organisations["QH0101"])[0]
    case = desk.opened(secretary, world.organisations["QH0101"], member, world.organisations["HK0103"])
    turn = desk.until(case, "consent")
    desk.act(turn, outcome="confirm")
    clock.advance(desk.HOLD)
    jobs.run_due()
    came = client.get(address)
    assert text_of(came) == "1 new task: show it 1"
    assert 'href="/"' in came.content.decode()
    with django_assert_max_num_queries(10):
        client.get(address)
    newer = html.unescape(re.search(r'id="news"[^>]* hx-get="([^"]*)"', client.get("/").content.decode())[1])  # type: ignore[index]
    assert text_of(client.get(newer)) == "1"


def test_the_list_says_when_the_next_one_comes_that_can_still_be_undone(
    checking: TaskAssignment, secretary: User
) -> None:
    desk.act(checking, outcome="return", opinion="请核对。")
    answer = signed_in(secretary).get("/news?since=0")
    at = timezone.localtime(Decision.objects.get(step="branch_check").held_until)
    assert f"The next one is yours at {at:%H:%M:%S}, unless the step before is undone." in text_of(answer)
    seconds = int(re.search(r'data-soon="(\d+)"', answer.content.decode())[1])  # type: ignore[index]
    assert 0 < seconds <= 30
    clock.advance(desk.HOLD)
    assert text_of(signed_in(secretary).get("/news?since=0")).startswith("1 new task: show it")


def test_new_is_what_came_after_that_moment_to_a_list_of_ones_own(approval: TaskAssignment, superior: User) -> None:
    came, viewer = approval.visible_from, viewer_of(superior, clock.today())
    moments = (came - dt.timedelta(microseconds=1), came)
    assert [news.since(viewer, Shown(), moment).came for moment in moments] == [1, 0]
    for box in ("open", "below", "decided"):
        assert news.since(viewer, Shown(box=box), moments[0]) == news.News(0, None)


def test_what_is_suspended_meanwhile_is_not_announced(
    checking: TaskAssignment, secretary: User, superior: User
) -> None:
    desk.act(checking, outcome="return", opinion="请核对。")
    coming = desk.the_turn(checking.case)
    viewers = [viewer_of(user, clock.today()) for user in (secretary, superior)]
    assert [inbox.next_visible(viewer) for viewer in viewers] == [coming.visible_from, None]
    TaskAssignment.objects.filter(pk=coming.pk).update(suspended_at=clock.now())
    assert inbox.next_visible(viewers[0]) is None


@pytest.mark.parametrize("since", ["", "x", "nan", "1e99"])
def test_whoever_asks_for_nothing_or_is_signed_out_is_answered_nothing(
    superior: User, since: str, client: Client
) -> None:
    assert signed_in(superior).get(f"/news?since={since}").status_code == 204
    assert client.get("/news?since=0").status_code == 204


def test_more_than_fifty_are_paged(world: Demo, approval: TaskAssignment, superior: User) -> None:
    rows = [
        TaskAssignment(
            task=_copy(approval), case=approval.case, process_name="transfer", step="approve", post=approval.post,
            opened_at=clock.now(), visible_from=clock.now(), due_on=approval.due_on,
        )
        for _ in range(60)
    ]  # fmt: skip
    TaskAssignment.objects.bulk_create(rows)
    response = signed_in(superior).get("/")
    assert response.content.decode().count('<li class="row') == 50
    assert "1 to 50 of 61" in text_of(response)
    assert signed_in(superior).get("/?page=2").content.decode().count('<li class="row') == 11


def _again(turn: TaskAssignment, post: Post, due_on: dt.date) -> TaskAssignment:
    """Another open turn beside one, of a post."""
    return TaskAssignment.objects.create(
        task=_copy(turn), case=turn.case, process_name=turn.process_name, step=turn.step, post=post,
        opened_at=clock.now(), visible_from=clock.now(), due_on=due_on,
    )  # fmt: skip


def _copy(turn: TaskAssignment) -> object:
    task = type(turn.task).objects.get(pk=turn.task_id)
    task.pk = None
    task.save(force_insert=True)
    return task


def test_a_reader_without_posts_sees_an_empty_desk(ordinary_member: Member) -> None:
    response = signed_in(ordinary_member.person.user).get("/")
    assert response.status_code == 200
    assert "Nothing waits for you." in text_of(response)
    assert "/search/" not in response.content.decode()


def test_nobody_looks_without_signing_in(client: object, db: None) -> None:
    response = client.get("/")  # type: ignore[attr-defined]
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_the_page_is_private_strict_and_without_inline_code(approval: TaskAssignment, superior: User) -> None:
    response = signed_in(superior).get("/")
    page = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "style=" not in page
    assert "onclick=" not in page
    assert "data:image" not in page
    assert page.count("<script") == page.count("<script src=")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_language_is_chosen_by_a_post_and_kept(superior: User, language: str) -> None:
    client = signed_in(superior)
    response = client.post("/language/", {"language": language, "next": "/"})
    assert response["Location"] == "/"
    tag = {"zh-hans": "zh-CN", "zh-hant": "zh-Hant", "en": "en"}[language]
    assert f'<html lang="{tag}">' in client.get("/").content.decode()


def test_the_bar_names_the_posts_held(world: Demo) -> None:
    user = world.holder("QH", Role.ORGANISER)
    said = text_of(signed_in(user).get("/"))
    assert str(user) in said
    assert "清河县委组织部组织员" in said


# -- how many statements a list sends: as many for three rows as for one ------------------------------------------------


@pytest.fixture
def checker(world: Demo, blank_papers: None) -> User:
    """Whoever checks the requests of 锦江社区; nothing waits there yet."""
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


def _asked_for(world: Demo, secretary: User, many: int) -> None:
    """Requests from 锦江社区, each waiting for its check."""
    members = driving.free_members(world.organisations["QH0101"])[:many]
    for member in members:
        case = desk.opened(secretary, world.organisations["QH0101"], member, world.organisations["HK0103"])
        desk.until(case, "branch_check")


def _listed(user: User, address: str) -> tuple[int, int]:
    """How many rows a list has, and how many statements it sends for itself."""
    request = RequestFactory().get(address)
    request.user = User.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as sent:
        context = list_context(request, Shown.of(request.GET))
        said = render_to_string("parts/rows.html", context, request)
    # The page around it is not the list: who asks, which posts. The counts in the bar are asked once, by the list.
    around = CaptureQueriesContext(connection)
    with around:
        render_to_string("parts/keys.html", {}, request)
    return said.count('<li class="row'), len(sent) - len(around)


@pytest.mark.parametrize(
    ("address", "statements"),
    [
        ("/", 9),
        ("/?box=overdue", 10),
        ("/?box=below", 10),
        ("/?process=transfer", 10),
        ("/?q=锦江", 10),
        ("/?box=copied", 9),
        ("/?box=open", 13),
        ("/?box=decided", 8),
    ],
)
def test_a_list_sends_as_many_statements_for_three_rows_as_for_one(
    world: Demo, checker: User, secretary: User, address: str, statements: int
) -> None:
    superior = world.holder("QH01", Role.SECRETARY)
    whose = secretary if "open" in address else superior if "below" in address else checker
    late = dt.timedelta(days=20 if "overdue" in address or "below" in address else 0)
    _asked_for(world, secretary, 1)
    if "copied" in address:
        _copy_all(secretary, checker)
    clock.advance(late)
    reminding.remind(clock.today())
    if "decided" in address:
        _decide_all()
    assert _listed(whose, address) == (1, statements)
    _asked_for(world, secretary, 2)
    if "copied" in address:
        _copy_all(secretary, checker)
    clock.advance(late)
    reminding.remind(clock.today())
    if "decided" in address:
        _decide_all()
    assert _listed(whose, address) == (3, statements)


def _copy_all(by: User, to: User) -> None:
    for case in Case.objects.filter(copies=None):
        copying.copy_to(case.pk, by=by, post=post_of(to), remark="", key=desk.key())


def _decide_all() -> None:
    for turn in TaskAssignment.objects.filter(closed_at=None, step="branch_check").select_related(
        "task", "post", "case"
    ):
        desk.act(turn)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_with_its_first_task_sends_as_many_for_three_rows(
    world: Demo, checker: User, secretary: User, rows: int
) -> None:
    """What was read of the case for one part of the pane is not read again for another."""
    _asked_for(world, secretary, rows)
    client = signed_in(checker)
    client.get("/")
    with CaptureQueriesContext(connection) as sent:
        page = client.get("/").content.decode()
    assert (page.count('<li class="row'), len(sent)) == (rows, 43)


# -- light and dark -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cookie", "root"),
    [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("x" + '"><b>', ""), ("", "")],
)
def test_the_page_arrives_in_the_colour_that_was_chosen(checker: User, cookie: str, root: str) -> None:
    client = signed_in(checker)
    client.cookies["theme"] = cookie
    assert f'<html lang="en"{root}>' in client.get("/").content.decode()
