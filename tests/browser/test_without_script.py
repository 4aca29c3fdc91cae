"""Eight journeys with JavaScript switched off: agree, undo, return, refuse, several together; start, object, download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.ux.world import World
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Role
from tests import desk
from tests.browser.test_journey import after_the_hold, start_a_transfer
from workflows.engine.models import Case, Decision, TaskAssignment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(autouse=True)
def _blank_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


def outcomes(turn: TaskAssignment) -> list[str]:
    """What stands decided at the step of a turn of its case, undone decisions apart."""
    found = Decision.objects.filter(case=turn.case, step=turn.step, recalled_at=None)
    return list(found.values_list("outcome", flat=True))


def test_an_approver_agrees_undoes_returns_refuses_and_takes_two_together(
    town: Demo, open_as: Callable[..., Any]
) -> None:
    world = World(town)
    first, second, third, *_others = [world.at_step("approve") for _n in range(6)]
    page = open_as(world.head, javascript=False)
    base = page.url.rstrip("/")

    page.goto(f"{base}/tasks/{first.public_id}/")
    page.click("#do-ok")
    assert outcomes(first) == ["agree"]
    page.locator("#toast [action*=recall] button").click()
    assert outcomes(first) == []

    page.goto(f"{base}/tasks/{second.public_id}/")
    page.fill("#id_opinion", "接收单位的名称请核对。")
    page.click("form[action*=decide] button[value=return]")
    assert outcomes(second) == ["return"]

    page.goto(f"{base}/tasks/{third.public_id}/")
    page.fill("#id_opinion", "不符合转接条件。")
    page.select_option("#id_reason_code", index=1)
    page.click("form[action*=decide] button[value=refuse]")
    assert outcomes(third) == ["refuse"]

    page.goto(base)
    for box in page.locator("input[name=t]").all():
        box.check()
    page.click("#bulk button")
    boxes = page.locator("input[name=read]").all()
    read = [box.get_attribute("value") for box in boxes]
    for box in boxes:
        box.check()
    page.locator("main form[method=post] button.pri").click()
    decided = Decision.objects.filter(assignment__public_id__in=read).values_list("outcome", flat=True)
    assert (len(read) >= 2, list(decided)) == (True, ["agree"] * len(read))


def test_a_secretary_starts_a_member_objects_and_the_paper_is_downloaded(
    town: Demo, open_as: Callable[..., Any]
) -> None:
    member = driving.choose_member(town.organisations["QH0101"])
    start_a_transfer(open_as(town.holder("QH0101", Role.SECRETARY), javascript=False), member)
    case = Case.objects.get()
    after_the_hold()
    page = open_as(member.person.user, javascript=False)
    base = page.url.rstrip("/")
    page.goto(f"{base}/me/")
    page.locator("a.pri").first.click()
    page.check("input[name=outcome][value=object]")
    page.fill("#id_opinion", "我没有换工作，请再问我一次。")
    page.locator("form[action*=decide] button.pri").first.click()
    if page.locator("button[name=confirmed]").count():
        page.locator("button[name=confirmed]").click()
    decision = Decision.objects.get(case=case, step="consent")
    assert (decision.outcome, decision.answers["opinion"]) == ("object", "我没有换工作，请再问我一次。")

    turn = World(town).at_step("branch_check")
    reader = open_as(town.holder("QH0101", Role.SECRETARY), javascript=False)
    reader.goto(f"{base}/cases/{turn.case.reference}/")
    with reader.expect_download() as download:
        reader.locator("#papers a[href$='.pdf']").first.click()
    assert download.value.suggested_filename.startswith("党员组织关系转接申请")
