"""What is done in a walk that is not a verb of a case or a task (其他操作): each on its page.

``config.demo.deeds`` does the same by the write functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from config.walk import in_the_room
from config.walk.browser import Browser, Page, PageFault
from workflows.engine.models import TaskAssignment

Deed = Callable[[Browser, TaskAssignment, Mapping[str, Any]], None]
# A paper is looked at before it is decided on: the check page, then the decision.
PAGES = 3


def decided(browser: Browser, turn: TaskAssignment, answers: Mapping[str, Any]) -> Page:
    """Fill the form of a task and go on through the check page, if there is one; where that leads to."""
    page = browser.get(reverse("task", args=[turn.public_id]))
    for _count in range(PAGES):
        form = page.form_to(reverse("task_decide", args=[turn.public_id]))
        if form is None:
            return page
        # The check page asks nothing but this; other pages have no such button.
        page = browser.submit(page, form, {**answers, "confirmed": "1"})
    return page


def draft(browser: Browser, turn: TaskAssignment, answers: Mapping[str, Any]) -> None:
    """Save what is filled in, and find it filled in when the page is opened again."""
    page = browser.get(reverse("task", args=[turn.public_id]))
    form = _form(page, reverse("task_decide", args=[turn.public_id]))
    form.action = reverse("task_draft", args=[turn.public_id])
    again = _form(browser.submit(page, form, answers), reverse("task_decide", args=[turn.public_id]))
    # A text area begins with a line break that is none of its text.
    kept = {name: (again.fields[name] or "").strip() for name in answers if name in again.fields}
    if lost := [name for name, value in kept.items() if value != answers[name]]:
        raise PageFault(f"{turn.step}: the draft has not kept {', '.join(lost)}")


def undo(browser: Browser, turn: TaskAssignment, answers: Mapping[str, Any]) -> None:
    """Decide, and take it back by the button that the next page shows."""
    page = decided(browser, turn, answers)
    browser.submit(page, _form(page, "/recall"), {})


def delegate(browser: Browser, turn: TaskAssignment, answers: Mapping[str, Any]) -> None:
    """Let somebody act, on the page of one's deputies."""
    address = reverse("deputies")
    page = browser.get(address)
    browser.submit(page, _form(page, ""), {name: str(value) for name, value in answers.items()})


def leave(browser: Browser, turn: TaskAssignment, answers: Mapping[str, Any]) -> None:
    """Look at what ends with the last day, then agree to the list."""
    address = reverse("leave", args=[answers["member"]])
    page = browser.get(f"{address}?{urlencode({'last_day': answers['last_day'], 'reason': answers['reason']})}")
    browser.submit(page, _form(page, address), {})


def _form(page: Page, *endings: str) -> Any:
    """The form that is sent there; PageFault with what the page says if there is none."""
    form = page.form_to(*endings)
    if form is None:
        raise PageFault(f"{page.address}: not offered: {page.sentences()}")
    return form


DEEDS: dict[str, Deed] = {"draft": draft, "undo": undo, "delegate": delegate, "leave": leave, **in_the_room.DEEDS}
