"""The six pages that Lighthouse is shown (评测页面), each as somebody whose work it is, with a full inbox behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from bench.ux.lighthouse import report, running
from bench.ux.world import World
from config.walk.chromium import cookies_of
from registry.models import User
from workflows.engine.models import TaskAssignment

LANGUAGE = "zh-hans"


@dataclass(frozen=True)
class Page:
    """A page and who looks at it (页面)."""

    name: str
    address: str
    user: User


def pages(world: World, approver: User) -> list[Page]:
    """Inbox, case, search and board of an approver, the start page of a secretary, what a member sees of his own."""
    assert approver.person is not None
    post = approver.person.appointments.get().post
    case = TaskAssignment.objects.filter(post=post, closed_at=None).earliest("pk").case
    return [
        Page("inbox", reverse("inbox"), approver),
        Page("case", reverse("case", args=[case.reference]), approver),
        Page("start", reverse("start"), world.secretary),
        Page("search", f"{reverse('search')}?state=open", approver),
        Page("me", reverse("me"), case.subject.person.user),
        Page("board", reverse("board"), approver),
    ]


def judged(address: str, shown: list[Page], say: Callable[[str], None]) -> Iterator[tuple[Page, report.Score]]:
    """Each page with its three scores."""
    for page in shown:
        cookies, place = cookies_of(page.user, address, LANGUAGE), address + page.address
        for score in report.steady(lambda place=place, cookies=cookies: running.run(place, cookies)):
            say(f"  {page.name} {score.respect} {score.points}{''.join(f' / {said}' for said in score.failing)}")
            yield page, score
