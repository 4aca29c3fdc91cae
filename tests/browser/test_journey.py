"""The main job in a real browser: a transfer from the secretary's request to the closed case.

Secretary on a desktop, member on a phone without JavaScript, approver with one key, receiver, auditor.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from audit import clock, journal
from config.demo import driving
from config.demo.building import Demo
from documents.models import Letter, Paper
from registry.models import Role
from workflows.engine import jobs
from workflows.engine.models import Case, Decision
from workflows.processes.transfer.walks import WALKS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SEEN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def after_the_hold() -> None:
    clock.advance(dt.timedelta(seconds=31))
    jobs.run_due()


def start_a_transfer(page: Any, member: Any) -> None:
    """The wizard as a secretary meets it: chooser, three topics, check page, submit."""
    page.goto(page.url.rstrip("/") + "/start/")
    page.locator("a[href*='/start/transfer']").first.click()
    page.select_option("select[name=member]", member.public_id)
    page.locator("form[method=post] button.pri").click()
    page.fill("input[name=to]", "车站社区")
    page.fill("input[name=start_on]", "2026-11-25")
    page.check("input[name=fixed_place][value=yes]")
    page.locator("form[method=post] button.pri").click()
    page.select_option("select[name=reason]", "job")
    page.fill("input[name=telephone]", "13900001111")
    page.locator("form[method=post] button.pri").click()
    assert "/check/" in page.url
    page.locator("main form[method=post] button.pri").click()
    assert "/done/" in page.url


def member_confirms(page: Any, member: Any) -> None:
    """On a phone, without JavaScript, from the page of one's own matters."""
    page.goto(page.url.rstrip("/") + "/me/")
    page.locator("a.pri").first.click()
    page.check("input[name=outcome][value=confirm]")
    page.locator("form[action*=decide] button.pri").first.click()
    page.locator("button[name=confirmed]").click()
    assert Decision.objects.get(step="consent").person == member.person


def branch_checks(page: Any) -> None:
    """Answers, then the check page with the sheet that will be made."""
    page.check("input[name=outcome][value=pass]")
    page.fill("input[name=dues_paid_until]", "2026-11")
    page.locator("form[action*=decide] button.pri").first.click()
    page.locator("button[name=confirmed]").click()


def answer_in_the_pane(page: Any, **answers: str) -> None:
    """A step with questions of its own, decided in the pane."""
    for name, value in answers.items():
        page.check(f"input[name={name}][value={value}]")
    page.locator("form[action*=decide] button.pri").first.click()
    page.wait_for_selector("[action*=recall]")


def test_from_request_to_closed_case(town: Demo, open_as: Callable[..., Any]) -> None:
    member = driving.choose_member(town.organisations["QH0101"])
    start_a_transfer(open_as(town.holder("QH0101", Role.SECRETARY)), member)
    case = Case.objects.get()
    after_the_hold()
    member_confirms(open_as(member.person.user, phone=True, javascript=False), member)
    after_the_hold()
    branch_checks(open_as(town.holder("QH0101", Role.ORGANISATION_COMMISSIONER)))
    after_the_hold()
    answer_in_the_pane(open_as(town.holder("QH01", Role.ORGANISER)), outcome="pass", channel="online")
    after_the_hold()

    head = open_as(town.holder("QH01", Role.SECRETARY))
    head.wait_for_selector("#do-ok")
    head.keyboard.press("a")
    head.wait_for_selector("[action*=recall]")
    assert Decision.objects.get(step="approve").outcome == "agree"
    assert Paper.objects.filter(kind="D-TR-2").count() == 0  # nothing leaves before the hold is over
    after_the_hold()
    assert Letter.objects.get().state == "in_transit"

    receiver = open_as(town.holder("HK01", Role.ORGANISER))
    answer_in_the_pane(receiver, outcome="accept", identity_checked="yes", letter_genuine="yes")
    after_the_hold()
    assert member.affiliations.get(until=None).organisation.code == "HK0103"
    driving.to_the_end(driving.Drive(WALKS["online"], "transfer", case))

    auditor = open_as(town.holder("YL", Role.AUDITOR))
    auditor.goto(auditor.url.rstrip("/") + f"/cases/{case.reference}/")
    trail = auditor.locator("#trail").inner_text()
    assert len(re.findall(r"\d\d-\d\d \d\d:\d\d", trail)) >= len(journal.entries_of(case.stream))
    assert Letter.objects.get().paper.number in auditor.content()


def test_one_key_and_z_takes_it_back(town: Demo, open_as: Callable[..., Any]) -> None:
    drive = driving.begin("transfer", WALKS["closed"])
    driving.until(drive, "approve")
    after_the_hold()
    page = open_as(town.holder("QH01", Role.SECRETARY))
    page.wait_for_selector("#do-ok")
    page.keyboard.press("r")
    assert page.locator(".bt .pri").get_attribute("id") == "do-back"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "do-back"
    page.focus("#id_opinion")
    page.keyboard.press("Escape")
    assert page.locator(".bt .pri").get_attribute("id") == "do-ok"
    page.keyboard.press("a")
    page.wait_for_selector("[action*=recall]")
    page.keyboard.press("z")
    page.wait_for_selector("#do-ok")
    decision = Decision.objects.get(step="approve")
    assert decision.recalled_at is not None
    assert drive.case.assignments.filter(closed_at=None).values_list("step", flat=True).get() == "approve"


def test_on_a_phone_the_last_task_leaves_its_receipt_and_the_way_back(town: Demo, open_as: Callable[..., Any]) -> None:
    drive = driving.begin("transfer", WALKS["closed"])
    turn = driving.until(drive, "approve").assignments.get(closed_at=None)
    after_the_hold()
    page = open_as(town.holder("QH01", Role.SECRETARY), phone=True)
    page.keyboard.press("a")  # nobody sees what it would decide
    page.goto(f"{page.url.rstrip('/')}/tasks/{turn.public_id}/")
    page.click("#do-ok")
    page.wait_for_selector("#undo")
    assert page.is_visible(".pane-none")  # no rows are left to say so
    assert not page.is_visible("#bulk")
    page.goto(page.url.split("/tasks")[0].rstrip("/") + f"/?done={Decision.objects.get(step='approve').public_id}")
    page.click("#undo")
    page.wait_for_selector("#do-ok")
    assert Decision.objects.get(step="approve").recalled_at is not None


def test_mistakes_stand_at_the_field_and_nothing_is_lost(town: Demo, open_as: Callable[..., Any]) -> None:
    page = open_as(town.holder("QH0101", Role.SECRETARY), javascript=False)
    base = page.url.rstrip("/")
    page.goto(base + "/start/")
    page.locator("a[href*='/start/transfer']").first.click()
    page.locator("form[method=post] button.pri").click()
    page.wait_for_selector(".errsum")
    page.select_option("select[name=member]", index=1)
    page.locator("form[method=post] button.pri").click()
    page.fill("input[name=to]", "社区")
    page.fill("input[name=start_on]", "2026-11-25")
    page.locator("form[method=post] button.pri").click()
    assert page.locator(".errmsg").count() == 2
    assert page.input_value("input[name=to]") == "社区"
    # Not the branch itself, which is one of them.
    assert page.locator("input[name=to_choice]").count() == 5
    assert page.input_value("input[name=start_on]") == "2026-11-25"


def test_a_task_that_comes_meanwhile_is_said_in_the_open_list(town: Demo, open_as: Callable[..., Any]) -> None:
    page = open_as(town.holder("QH01", Role.SECRETARY))
    with page.expect_response("**/news?*"):
        page.evaluate(SEEN_AGAIN)
    assert not page.is_visible("#news")
    driving.until(driving.begin("transfer", WALKS["closed"]), "approve")
    after_the_hold()
    page.evaluate(SEEN_AGAIN)
    page.wait_for_selector("#news a")
    assert page.locator("#n-bar").inner_text() == "1"
    assert page.evaluate("document.activeElement.tagName") == "BODY"  # nobody is interrupted
    page.click("#news a")
    page.wait_for_selector("#do-ok")
    assert page.locator("#news a").count() == 0
