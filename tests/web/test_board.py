"""The board: whom to ask about and by which rule, charts with their tables, lateness by post; for whoever oversees it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit import clock, journal
from audit.models import Access
from config.demo import driving
from config.demo.building import Demo
from documents.models import Letter
from registry import posts
from registry.models import Member, Role, User
from tests import desk
from tests.web.world import signed_in, text_of
from tests.workflows.deputing import give
from tests.workflows.parts import post_of
from web import board, charts
from web.charts import Bars, Columns, Name, Series
from web.periods import Period
from workflows.engine import suspending
from workflows.engine.models import TaskAssignment

DAY = dt.timedelta(days=1)
BY = journal.system("test")


@pytest.fixture
def client(superior: User) -> Client:
    return signed_in(superior)


def section(response: Any, code: str) -> str:
    """What one list of the board says."""
    found = re.search(
        rf'<section class="card" aria-labelledby="l-{code}">.*?</section>', response.content.decode(), re.DOTALL
    )
    assert found, code
    return re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", found[0])).strip()


# -- who ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/board/", "/board/names/overdue/", "/board/lateness/", "/board/lateness/1/"])
def test_nobody_else_gets_it_and_nobody_else_has_the_link(
    address: str, secretary: User, sister: User, outsider: User, ordinary_member: Member
) -> None:
    for user in (secretary, sister, outsider, ordinary_member.person.user):
        response = signed_in(user).get(address)
        assert response.status_code == 403
        assert 'href="/board/"' not in signed_in(user).get("/").content.decode()


def test_whoever_heads_a_committee_has_it_in_his_bar(client: Client) -> None:
    assert 'href="/board/"' in client.get("/").content.decode()
    assert client.get("/board/").status_code == 200
    assert client.get("/board/names/nonsense/").status_code == 404


def test_each_look_is_logged(client: Client, superior: User) -> None:
    for address in ("/board/", "/board/names/dues/", "/board/lateness/?export=csv"):
        client.get(address)
    looks = Access.objects.filter(object_id="board", viewer_id=str(superior.pk)).order_by("pk")
    assert list(looks.values_list("what", flat=True)) == ["board", "dues", "export csv"]


def test_a_proxy_sees_the_cases_and_no_register(checking: TaskAssignment, superior: User, sister: User) -> None:
    give(post_of(superior), superior, sister)
    clock.travel_to(checking.due_on + DAY)
    response = signed_in(sister).get("/board/")
    assert checking.case.about in section(response, "overdue")
    assert 'id="l-dues"' not in response.content.decode()
    assert signed_in(sister).get("/board/names/dues/").status_code == 404


# -- names to ask about ---------------------------------------------------------------------------------------------------------


def test_what_is_overdue_is_listed_with_where_it_lies_and_leads_to_its_case(
    checking: TaskAssignment, client: Client, world: Demo
) -> None:
    clock.travel_to(checking.due_on)
    assert "Nobody." in section(signed_in(world.holder("QH01", Role.SECRETARY)).get("/board/"), "overdue")
    clock.advance(DAY)
    client = signed_in(world.holder("QH01", Role.SECRETARY))
    response = client.get("/board/")
    said = section(response, "overdue")
    holder = driving.actor_for(checking)
    assert f"{checking.case.about} {checking.due_on} {checking.post} · {holder}" in said
    assert "1 working day overdue" in said
    assert f'href="/cases/{checking.case.reference}/"' in response.content.decode()
    other = signed_in(world.holder("HK01", Role.SECRETARY)).get("/board/")
    assert checking.case.about not in section(other, "overdue")


def test_a_receipt_that_has_not_come(checking: TaskAssignment, superior: User) -> None:
    desk.until(checking.case, "report")
    letter = Letter.objects.get()
    Letter.objects.filter(pk=letter.pk).update(state="accepted", accepted_on=dt.date(2026, 11, 24))
    for day, found in ((dt.date(2026, 12, 24), False), (dt.date(2026, 12, 25), True)):
        clock.travel_to(day)
        said = section(signed_in(superior).get("/board/"), "receipts")
        assert (letter.paper.number in said) == found
    assert "The receipt is due 1 month after the letter was accepted." in said


def test_a_letter_that_has_run_out_names_the_member(checking: TaskAssignment, superior: User) -> None:
    desk.until(checking.case, "report")
    letter = Letter.objects.get()
    clock.travel_to(letter.valid_until + DAY)
    response = signed_in(superior).get("/board/")
    said = section(response, "letters")
    assert f"{letter.member} {letter.valid_until}" in said
    assert f'href="/people/{letter.member.public_id}/"' in response.content.decode()


def test_a_receiver_above_the_letter_may_not_open_the_dossier_and_gets_the_case(
    checking: TaskAssignment, world: Demo
) -> None:
    desk.until(checking.case, "report")
    letter = Letter.objects.get()
    clock.travel_to(letter.valid_until + DAY)
    page = signed_in(world.holder("HK01", Role.SECRETARY)).get("/board/").content.decode()
    assert f'<a href="/cases/{checking.case.reference}/">{letter.member}</a>' in page
    assert f"/people/{letter.member.public_id}/" not in page


def test_dues_behind_by_month(ordinary_member: Member, client: Client, world: Demo) -> None:
    """On 24 November dues are to be paid up to October."""
    below = Member.objects.filter(affiliations__organisation__lineage__contains=[world.organisations["QH01"].pk])
    below.update(dues_paid_until=None)
    for month, found in (((2026, 10), False), ((2026, 9), True)):
        Member.objects.filter(pk=ordinary_member.pk).update(dues_paid_until=dt.date(*month, 1))
        said = section(client.get("/board/"), "dues")
        assert (f"{ordinary_member} 锦江社区支部 paid up to 2026-09" in said) == found
    assert "up to 1 month before this month" in said


def test_a_vacant_post_at_which_a_task_waits(checking: TaskAssignment, client: Client) -> None:
    posts.end_appointment(checking.post.appointments.get(), by=BY, last_day=clock.today() - DAY, reason="离任")
    response = client.get("/board/")
    assert f"{checking.post.title} {clock.today()}" in section(response, "vacancies")
    assert "1 task waits" in section(response, "vacancies")
    assert f'href="/organisations/{checking.post.organisation.public_id}/"' in response.content.decode()


def test_what_is_suspended_for_long(checking: TaskAssignment, superior: User) -> None:
    suspending.suspend(checking.case_id, by=superior, reason="有反映待核实。", key=desk.key())
    for days, found in ((30, False), (31, True)):
        clock.travel_to(dt.date(2026, 11, 25) + days * DAY - DAY)
        said = section(signed_in(superior).get("/board/"), "suspended")
        assert (f"{checking.case.about}" in said) == found, days
    assert "有反映待核实。" in said


def test_five_are_shown_and_all_are_a_page_away(client: Client, world: Demo) -> None:
    members = list(Member.objects.filter(affiliations__organisation=world.organisations["QH0101"]))
    below = Member.objects.filter(affiliations__organisation__lineage__contains=[world.organisations["QH01"].pk])
    below.update(dues_paid_until=None)
    Member.objects.filter(pk__in=[m.pk for m in members[:7]]).update(dues_paid_until=dt.date(2026, 1, 1))
    response = client.get("/board/")
    assert section(response, "dues").count("paid up to 2026-01") == 5
    assert "all 7" in section(response, "dues")
    whole = client.get("/board/names/dues/")
    assert text_of(whole).count("paid up to 2026-01") == 7
    assert "1 to 7 of 7" in text_of(whole)


# -- figures -------------------------------------------------------------------------------------------------------------------


def test_a_chart_has_the_same_in_its_table(checking: TaskAssignment, client: Client) -> None:
    page = client.get("/board/").content.decode()
    cases, terms, standing = board.drawn(client.get("/board/").context["span"])
    assert [chart.title for chart in (cases, terms, standing)] == [
        "Transfer of a member's relationship: opened and closed", "Terms kept and missed", "Where open cases stand now",
    ]  # fmt: skip
    assert isinstance(cases, Columns)
    assert [(row.name, row.values[-2:]) for row in cases.series] == [("opened", (0, 1)), ("closed", (0, 0))]
    assert isinstance(terms, Columns)
    assert terms.empty
    assert isinstance(standing, Bars)
    assert [(row.name.words, row.values) for row in standing.rows] == [("Check by the branch", (1, 0))]
    assert "style=" not in page
    assert page.count('<svg class="ch"') == 2  # nothing was done by a term yet: that chart says so in words
    assert "Nothing to count yet." in page


def test_a_month_leads_to_the_cases_opened_in_it(checking: TaskAssignment, client: Client) -> None:
    cases = board.drawn(client.get("/board/").context["span"])[0]
    assert isinstance(cases, Columns)
    found = client.get(cases.names[-1].address)
    assert checking.case.number in text_of(found)
    earlier = client.get(cases.names[-2].address)
    assert checking.case.number not in text_of(earlier)


@pytest.mark.parametrize(("most", "top"), [(0, 1), (1, 1), (2, 2), (3, 5), (7, 10), (11, 20), (50, 50), (51, 100)])
def test_the_end_of_an_axis(most: int, top: int) -> None:
    assert charts.top_of(most) == top


def test_columns_stand_on_the_foot_and_reach_to_their_value() -> None:
    names = [Name("a"), Name("b")]
    chart = charts.columns("t", names, [Series("x", "b1", (5, 0)), Series("y", "b2", (10, 2))])
    assert [(bar.value, bar.height, bar.y + bar.height) for bar in chart.bars] == [
        (5, 76.0, charts.FOOT), (0, 0.0, charts.FOOT), (10, 152.0, charts.FOOT), (2, 30.4, charts.FOOT),
    ]  # fmt: skip
    assert [mark.words for mark in chart.grid] == ["0", "5", "10"]
    assert [mark.words for mark in chart.marks] == ["a", "b"]


def test_bars_stand_behind_each_other_and_the_longest_is_as_wide_as_its_cell() -> None:
    chart = charts.bars("t", [Name("a"), Name("b")], [Series("x", "b1", (3, 1)), Series("y", "b2", (1, 0))])
    assert [[(part.x, part.width) for part in row.parts] for row in chart.rows] == [
        [(0.0, 75.0), (75.0, 25.0)], [(0.0, 25.0), (25.0, 0.0)],
    ]  # fmt: skip
    assert [row.values for row in chart.rows] == [(3, 1), (1, 0)]


# -- lateness -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last", "code"),
    [
        ("2026-11", "2026-11-01", "2026-11-30", "2026-11"),
        ("2026-q1", "2026-01-01", "2026-03-31", "2026-q1"),
        ("2024", "2024-01-01", "2024-12-31", "2024"),
        ("", "2026-10-01", "2026-12-31", "2026-q4"),
        ("2026-13", "2026-10-01", "2026-12-31", "2026-q4"),
        ("1999; drop", "2026-10-01", "2026-12-31", "2026-q4"),
    ],
)
def test_a_period_of_the_address(text: str, first: str, last: str, code: str) -> None:
    period = Period.of(text, dt.date(2026, 11, 24))
    assert (str(period.first), str(period.last), period.code) == (first, last, code)
    assert period.before.after == period
    assert period.before.last + DAY == period.first
    assert Period.of(period.code, dt.date(2020, 1, 1)) == period


def _done_late(turn: TaskAssignment) -> None:
    assert turn.due_on is not None
    clock.travel_to(turn.due_on + DAY)
    desk.act(turn)


def test_the_line_of_a_post_leads_to_its_cases(checking: TaskAssignment, world: Demo) -> None:
    _done_late(checking)
    client = signed_in(world.holder("QH01", Role.SECRETARY))
    said = text_of(client.get("/board/lateness/?period=2026-12"))
    assert "1 task done 1 of them late 0 overdue now" in said
    assert f"{checking.post} 1 1 1 1 0" in said
    cases = client.get(f"/board/lateness/{checking.post_id}/?period=2026-12")
    assert (
        f"{checking.case.about} Check by the branch {checking.case.number} {checking.due_on} {clock.today()} 1"
        in text_of(cases)
    )
    assert "Nothing was late" in text_of(client.get(f"/board/lateness/{checking.post_id}/?period=2026-11"))


def test_a_post_out_of_reach_does_not_exist(checking: TaskAssignment, world: Demo) -> None:
    _done_late(checking)
    other = signed_in(world.holder("HK01", Role.SECRETARY))
    assert other.get(f"/board/lateness/{checking.post_id}/?period=2026-12").status_code == 404
    assert "Nothing was late" in text_of(other.get("/board/lateness/?period=2026-12"))


def test_the_file_has_the_same(checking: TaskAssignment, world: Demo) -> None:
    _done_late(checking)
    client = signed_in(world.holder("QH", Role.ORGANISER))
    rows = client.get("/board/lateness/?period=2026&export=csv").content.decode().splitlines()
    assert rows[0].startswith("\ufeffOrganisation,Post,Done")
    assert rows[1:] == [f"{checking.post.organisation.name},{checking.post.title},1,1,1,1,0"]


# -- how many statements -----------------------------------------------------------------------------------------------------------


def _overdue(world: Demo, secretary: User, many: int) -> None:
    for member in driving.free_members(world.organisations["QH0101"])[:many]:
        desk.until(
            desk.opened(secretary, world.organisations["QH0101"], member, world.organisations["HK0103"]), "branch_check"
        )


@pytest.mark.parametrize(
    ("address", "statements"),
    [
        ("/board/", 29),
        ("/board/names/overdue/", 12),
        ("/board/lateness/", 13),
        ("/board/lateness/%(post)s/", 15),
    ],
)
def test_as_many_statements_for_three_rows_as_for_one(
    world: Demo, blank_papers: None, secretary: User, superior: User, address: str, statements: int
) -> None:
    counted = []
    for many in (1, 2):
        _overdue(world, secretary, many)
        clock.advance(20 * DAY)
        client = signed_in(User.objects.get(pk=superior.pk))
        turn = TaskAssignment.objects.filter(step="branch_check").latest("pk")
        with CaptureQueriesContext(connection) as sent:
            client.get(address % {"post": turn.post_id})
        counted.append(len(sent))
    assert counted == [statements, statements]
