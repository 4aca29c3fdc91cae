"""What is done in a meeting (会场操作) in a walk, each on its page: taps in the room, and the pages a room leads to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from audit import clock
from config.walk.browser import Browser, Page, PageFault
from registry.models import Member
from web.meetings.words import DISCUSSED
from workflows.engine.models import TaskAssignment

Answers = Mapping[str, Any]
BEGINS = "14:30"


def _room(browser: Browser, turn: TaskAssignment) -> Page:
    return browser.get(reverse("meeting", args=[turn.public_id]))


def _tap(browser: Browser, turn: TaskAssignment, **sent: str) -> None:
    """Tap what the room offers under these names; PageFault where it does not."""
    page = _room(browser, turn)
    for form in page.forms():
        fields = dict(form.form_values())
        if all(fields.get(name) == value for name, value in sent.items()):
            browser.submit(page, form, {})
            return
    raise PageFault(f"{page.address}: not offered: {sent}")


def _fill(browser: Browser, address: str, answers: Answers, *, before: str = "") -> None:
    """Fill the form of a page that the room leads to."""
    page = browser.get(f"{address}?{before}" if before else address)
    form = page.form_to(address)
    if form is None:
        raise PageFault(f"{address}: nothing is asked there: {page.sentences()}")
    browser.submit(page, form, answers)


def _item(said: Answers) -> dict[str, Any]:
    """An item of a walk as its page asks for it."""
    plain = {name: str(value) for name, value in said.items() if name in ("matter", "seats", "office", "purpose")}
    if said.get("subject"):
        plain["subject"] = Member.objects.get(public_id=said["subject"]).person.public_id
    return plain | ({"candidates": list(said["candidates"])} if said.get("candidates") else {})


def convene(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """Day and place with the first item, then each other item; again, what was left stands on the agenda."""
    day = clock.today() + dt.timedelta(days=answers["in_days"])
    said = {name: answers[name] for name in ("place", "topic", "chair", "recorder")}
    said |= {"held_on": day.isoformat(), "starts_at": BEGINS}
    first, others = answers["agenda"][:1], answers["agenda"][1:]
    address = reverse("meeting_convene", args=[turn.public_id])
    _fill(browser, address, said | (_item(first[0]) if first else {}), before=_kind(first[0]) if first else "")
    for other in others:
        _fill(browser, reverse("meeting_item", args=[turn.public_id]), _item(other), before=_kind(other))


def _kind(said: Answers) -> str:
    return urlencode({"kind": said.get("kind") or DISCUSSED})


def note_absence(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """Leave, to which the secretary agrees."""
    person = browser.user.person
    agreed = person.public_id if person is not None else ""
    said = {"reason": answers["reason"], "asked_on": clock.today().isoformat(), "agreed_by": agreed}
    _fill(browser, reverse("meeting_absence", args=[turn.public_id, answers["attendee"]]), said)


def receive_opinion(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """What somebody who cannot come hands in."""
    said = {"item": answers["item"], "choice": answers["choice"], "handed_in_on": clock.today().isoformat()}
    _fill(browser, reverse("meeting_opinion", args=[turn.public_id, answers["attendee"]]), said)


def sign_in(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """A tap for each who comes."""
    for attendee in answers["attendees"]:
        _tap(browser, turn, do="sign_in", who=attendee)


def open_meeting(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """Open it, and name the two who count."""
    _tap(browser, turn, do="open")
    if answers["tellers"]:
        first, second = answers["tellers"]
        chosen = {"first": first, "second": second, "confirmed": "on"}
        _fill(browser, reverse("meeting_tellers", args=[turn.public_id]), chosen)


def open_ballot(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """Put an item to the vote."""
    _tap(browser, turn, do="ballot", item=answers["item"])


def count(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """What one teller counted, on the device of whoever holds the meeting."""
    address = reverse("meeting_count", args=[turn.public_id, answers["ballot"], answers["teller"]])
    _fill(browser, address, {name: str(number) for name, number in answers["numbers"].items()})


def settle(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """Declare the result."""
    _tap(browser, turn, do="settle", ballot=answers["ballot"])


def reduce_seats(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """Type in how many agree to fewer seats."""
    page = _room(browser, turn)
    form = next(one for one in page.forms() if dict(one.form_values()).get("do") == "reduce")
    browser.submit(page, form, {"agreeing": str(answers["agreeing"])})


def adjourn(browser: Browser, turn: TaskAssignment, answers: Answers) -> None:
    """Adjourn it for want of a quorum."""
    _tap(browser, turn, do="adjourn")


DEEDS: dict[str, Callable[[Browser, TaskAssignment, Answers], None]] = {
    act.__name__: act
    for act in (
        convene,
        note_absence,
        receive_opinion,
        sign_in,
        open_meeting,
        open_ballot,
        count,
        settle,
        reduce_seats,
        adjourn,
    )
}
