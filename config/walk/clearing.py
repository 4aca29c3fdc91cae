"""Clearing an inbox with the keyboard (键盘办理), as an approver does, and counting what it costs."""

from __future__ import annotations

import datetime as dt
import statistics
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from audit import clock
from config.demo import building, driving
from config.demo.building import DEMO, Demo
from config.walk.chromium import Line, Sent, cookies_of
from registry import members
from registry.models import Member, Organisation, Role, User
from workflows.engine.models import Decision, TaskAssignment
from workflows.engine.walks import walks_of

PROCESS, WALK, STEP, BRANCH, APPROVER = "transfer", "closed", "approve", "QH0101", "QH01"
# When the requests are made, so that their letters wait today.
DAYS_BEFORE = 10
# Milliseconds after which a press counts as unanswered.
PATIENCE = 15_000
# What a task may cost: one key, one request, an answer of five kilobytes as it goes over the line, without its head.
MOST_KEYS, MOST_REQUESTS, MOST_BYTES = 1, 1, 5 * 1024


def filled(demo: Demo, tasks: int) -> User:
    """The approver of a committee, for whom so many letters wait; members are enrolled where there are too few."""
    home, walk = demo.organisations[BRANCH], walks_of(PROCESS)[WALK]
    free = driving.free_members(home)
    free += [enrolled(demo, home) for _n in range(tasks - len(free))]
    for member in free[:tasks]:
        clock.travel_to(demo.day - dt.timedelta(days=DAYS_BEFORE))
        driving.until(driving.begin(PROCESS, walk, member), STEP)
    clock.travel_to(demo.day)
    driving.work_off()
    return demo.holder(APPROVER, Role.SECRETARY)


def enrolled(demo: Demo, home: Organisation) -> Member:
    """One more full member of a branch, with an account."""
    invented = demo.inventor.person(youngest=24, oldest=66, year=demo.day.year)
    person, joined = building.record(invented), dt.date(demo.day.year - 2, 7, 1)
    building.account(person, f"{home.code.lower()}-more-{person.pk}")
    return members.enrol(
        person, by=DEMO, home=home, standing="full", joined_on=joined, since=joined,
        full_since=dt.date(demo.day.year - 1, 7, 1), dues_paid_until=demo.day.replace(day=1),
    )  # fmt: skip


@dataclass
class Pressed:
    """What one task cost: keys, and what went over the line until the next one stood there."""

    task: str
    keys: int = 0
    decided: bool = False
    sent: list[Sent] = field(default_factory=list)
    said: str = ""

    @property
    def answers(self) -> list[Sent]:
        """Requests but those for pictures of papers."""
        return [one for one in self.sent if not one.is_picture]

    def told(self) -> dict[str, Any]:
        """As it is printed."""
        pictures = [one for one in self.sent if one.is_picture]
        return {
            "task": self.task,
            "decided": self.decided,
            "said": self.said,
            "keys": self.keys,
            "requests": len(self.answers),
            "bytes": sum(one.size for one in self.answers),
            "body": sum(one.body for one in self.answers),
            "pictures": len(pictures),
            "picture_bytes": sum(one.size for one in pictures),
        }


class Clearing:
    """One person at the inbox, with the keyboard only."""

    def __init__(self, browser: Any, address: str, user: User) -> None:
        self.context = browser.new_context(viewport={"width": 1366, "height": 650}, locale="zh-CN")
        self.context.add_cookies(cookies_of(user, address))
        self.page = self.context.new_page()
        self.page.goto(address)
        self.line = Line(self.page)

    def shown(self) -> str:
        """The task in the pane; empty if none is."""
        return self.page.locator("#pane").get_attribute("data-id") or ""

    def agree(self) -> Pressed:
        """Press the one key at the task that is shown, and wait until another stands there or none is left."""
        pressed = Pressed(self.shown())
        self._press("a", f"#pane:not([data-id='{pressed.task}'])", pressed)
        pressed.decided = _is_decided(pressed.task)
        if not pressed.decided:
            pressed.said = " ".join(self.page.locator("#pane .errsum").all_inner_texts())
        return pressed

    def take_back(self, task: str) -> Pressed:
        """Press the key that takes the decision on a task back; undecided if it worked."""
        pressed = Pressed(task)
        self._press("z", f"#pane[data-id='{task}']", pressed)
        pressed.decided = _is_decided(task)
        return pressed

    def _press(self, key: str, until: str, pressed: Pressed) -> None:
        from playwright.sync_api import TimeoutError as Unanswered  # noqa: PLC0415 -- a development package

        self.line.reset()
        self.page.keyboard.press(key)
        pressed.keys += 1
        try:
            self.page.locator(until).wait_for(state="attached", timeout=PATIENCE)
            self.page.wait_for_load_state("networkidle", timeout=PATIENCE)
        except Unanswered:
            pass  # whoever asks sees that nothing was decided
        pressed.sent = self.line.requests


def _is_decided(task: str) -> bool:
    return Decision.objects.filter(assignment__public_id=task, recalled_at__isnull=True).exists()


def cleared(browser: Any, address: str, user: User, tasks: int) -> dict[str, Any]:
    """Undo once, then clear so many tasks; what it cost, task by task."""
    clearing = Clearing(browser, address, user)
    with closing(clearing.context):
        first = clearing.agree()
        back = clearing.take_back(first.task)
        each: list[Pressed] = []
        while len(each) < tasks and (not each or each[-1].decided):
            each.append(clearing.agree())
    undo = {"agreed": first.decided, "keys": back.keys, "requests": len(back.answers), "taken_back": not back.decided}
    return summed(each, undo, left=_left(user))


def _left(user: User) -> int:
    """How many tasks still wait for the posts of a person."""
    posts = [term.post_id for term in user.person.appointments.all()] if user.person else []
    return TaskAssignment.objects.filter(post__in=posts, closed_at__isnull=True).count()


def summed(each: list[Pressed], undo: dict[str, Any], left: int) -> dict[str, Any]:
    """The whole as it is printed; the most that any task cost is what counts."""
    told = [pressed.told() for pressed in each]
    return {
        "tasks": len(told),
        "decided": sum(one["decided"] for one in told),
        "left": left,
        "keys": sum(one["keys"] for one in told),
        "keys_per_task": max(one["keys"] for one in told),
        "requests_per_task": max(one["requests"] for one in told),
        "bytes_per_task": max(one["bytes"] for one in told),
        "body_per_task": max(one["body"] for one in told),
        "median_body": statistics.median(one["body"] for one in told),
        "picture_bytes": max(one["picture_bytes"] for one in told),
        "undo": undo,
        "each": told,
    }


def faults(found: dict[str, Any]) -> list[str]:
    """In what a result falls short; empty if it is as it must be."""
    undecided = [f"{one['task']} {one['said']}".strip() for one in found["each"] if not one["decided"]]
    rows = {
        f"not decided: {', '.join(undecided)}": not undecided,
        "the decision was not taken back": found["undo"]["agreed"] and found["undo"]["taken_back"],
        f"{found['left']} tasks are left": found["left"] == 0,
        f"{found['keys_per_task']} keys for a task": found["keys_per_task"] <= MOST_KEYS,
        f"{found['requests_per_task']} requests for a task": found["requests_per_task"] <= MOST_REQUESTS,
        f"{found['body_per_task']} bytes of answer for a task": found["body_per_task"] <= MOST_BYTES,
    }
    return [said for said, well in rows.items() if not well]
