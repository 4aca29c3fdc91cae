"""The board on a telephone and without JavaScript; lists, case and board on paper: black on white, nothing cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from audit import clock
from config.demo.building import Demo
from documents import rendering
from registry.models import Role
from tests import desk
from tests.browser import on_paper
from workflows.engine.models import TaskAssignment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def turn(town: Demo, monkeypatch: pytest.MonkeyPatch) -> TaskAssignment:
    """A check that is late, of a case with a paper."""
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    member = next(m for m in town.members("QH0101") if m.standing == "full" and not m.person.appointments.exists())
    case = desk.opened(
        town.holder("QH0101", Role.SECRETARY), town.organisations["QH0101"], member, town.organisations["HK0103"]
    )
    found = desk.until(case, "branch_check")
    clock.advance(dt.timedelta(days=20))
    return found


@pytest.mark.parametrize(("phone", "javascript"), [(False, True), (True, True), (True, False)])
def test_from_the_board_to_the_case_and_to_the_post_that_is_late(
    town: Demo, turn: TaskAssignment, open_as: Callable[..., Any], phone: bool, javascript: bool
) -> None:
    page = open_as(town.holder("QH01", Role.SECRETARY), phone=phone, javascript=javascript)
    base = page.url.rstrip("/")
    page.goto(f"{base}/board/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click(f"#main a[href='/cases/{turn.case.reference}/']")
    assert page.url == f"{base}/cases/{turn.case.reference}/"
    page.goto(f"{base}/board/lateness/")
    page.click("tbody a")
    assert page.locator(f"a[href='/cases/{turn.case.reference}/']").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("address", "there", "gone"),
    [
        ("/", ".rows .row", ".pane"),
        ("/tasks/%(turn)s/", ".pane-hd", ".list"),
        ("/cases/%(case)s/", "#papers .names > *, #trail tbody tr, .steps li", "#papers .page, .subnav, .verbs"),
        ("/search/?state=open", "#main tbody td", ".filters, form.q"),
        ("/board/", ".asks li, svg.ch", ".title .btn"),
    ],
)
def test_on_paper(
    town: Demo, turn: TaskAssignment, open_as: Callable[..., Any], address: str, there: str, gone: str
) -> None:
    """Also for whoever reads in the dark: what is printed is black, and what runs over its box is not hidden."""
    who = (
        ("QH0101", Role.ORGANISATION_COMMISSIONER) if address in ("/", "/tasks/%(turn)s/") else ("QH01", Role.SECRETARY)
    )
    page = open_as(town.holder(*who), color_scheme="dark")
    page.goto(page.url.rstrip("/") + address % {"turn": turn.public_id, "case": turn.case.reference})
    on_paper.assert_whole(page, there, gone)
