"""What the pages are shown with (界面样本数据): the demo register, people of each role, a case at its approval, drafts."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit import clock
from config.demo import driving, ledgers
from config.demo.building import Demo, account
from config.walk.browser import BACKEND
from documents.models import Paper
from registry.access import viewer_of
from registry.calendar import add_months
from registry.models import Member, Role, User
from web import saved
from web.models import SavedView
from workflows.engine import deputies
from workflows.engine.models import Ballot, Draft, Notice, TaskAssignment
from workflows.engine.walks import Walk, walks_of

PASSWORD = "山高水长又一年啊朋友们"


class World:
    """The demo register, and what pages need besides; each thing is made when it is first asked for."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo

    # -- people -------------------------------------------------------------------------------------------------------

    @cached_property
    def secretary(self) -> User:
        """The secretary of a branch."""
        return self.demo.holder("QH0101", Role.SECRETARY)

    @cached_property
    def sister(self) -> User:
        """The secretary of another branch of the same committee."""
        return self.demo.holder("QH0102", Role.SECRETARY)

    @cached_property
    def head(self) -> User:
        """The secretary of the committee above, who approves."""
        return self.demo.holder("QH01", Role.SECRETARY)

    @cached_property
    def auditor(self) -> User:
        """The auditor of the prefecture."""
        return self.demo.holder("YL", Role.AUDITOR)

    @cached_property
    def registrar(self) -> User:
        """The registrar of the prefecture."""
        return self.demo.holder("YL", Role.REGISTRAR)

    @cached_property
    def member(self) -> Member:
        """A member of the branch without a post, with an account; his request is at its approval."""
        return self.approval.case.subject

    @cached_property
    def deputy(self) -> User:
        """Somebody without this post who acts for the secretary of the committee."""
        giver = self.head
        assert giver.person is not None
        term, today = giver.person.appointments.get(), clock.today()
        deputies.delegate(
            term.post, self.deputy_person, by=giver, giver=giver.person, since=today, until=today + dt.timedelta(days=9),
            processes=[], reason="参加培训", key=secrets.token_hex(8),
        )  # fmt: skip
        return self.demo.holder("QH01", Role.DEPUTY_SECRETARY)

    @property
    def deputy_person(self) -> Any:
        """The person who acts as deputy."""
        return self.demo.holder("QH01", Role.DEPUTY_SECRETARY).person

    @cached_property
    def keyed(self) -> User:
        """Somebody who signs in with a password."""
        user = self.demo.holder("QH0103", Role.SECRETARY)
        user.set_password(PASSWORD)
        user.save()
        return user

    # -- things -------------------------------------------------------------------------------------------------------

    @cached_property
    def approvals(self) -> list[TaskAssignment]:
        """Two letters that the head is to approve."""
        return [self.at_step("approve") for _n in range(2)]

    @property
    def approval(self) -> TaskAssignment:
        """The first of them."""
        return self.approvals[0]

    def at_step(self, step: str) -> TaskAssignment:
        """A transfer that waits at a step."""
        drive = driving.begin("transfer", walks_of("transfer")["closed"])
        driving.until(drive, step)
        return TaskAssignment.objects.select_related("case__subject__person").get(
            case=drive.case, step=step, closed_at=None
        )

    @cached_property
    def ballot(self) -> Ballot:
        """A ballot of a meeting that is being counted; not of the first walk, which is begun anew as a draft."""
        drive = driving.begin("meeting", walks_of("meeting")["recounted"])
        for _move in range(60):
            if found := Ballot.objects.filter(item__meeting__case=drive.case, verdict=None).first():
                return found
            driving.step(drive)
        raise RuntimeError("nothing was put to the vote")

    @cached_property
    def teller(self) -> User:
        """Who counts it, with an account."""
        person = self.ballot.item.meeting.tellers.earliest("pk").attendee.person
        return person.user if hasattr(person, "user") else account(person, "teller")

    @cached_property
    def saved(self) -> SavedView:
        """Filters that the secretary of a committee has kept."""
        return saved.keep("inbox", "box=overdue", "逾期的", by=viewer_of(self.head, clock.today()))

    @cached_property
    def draft(self) -> Draft:
        """A transfer that was begun and answered up to its check page."""
        return self.begun("transfer", walks_of("transfer")["closed"])

    def begun(self, process: str, walk: Walk) -> Draft:
        """A draft of the opening of a walk, every page answered as the walk says."""
        organisations = self.demo.organisations
        member = driving.subject_of(walk, organisations[walk.opened_at])
        if walk.by_subject and member is not None and not hasattr(member.person, "user"):
            account(member.person, "subject")
        opener = driving.opener_of(process, walk, member, organisations[walk.opened_at])
        answers, client = walk.opening(member, organisations), signed_in(opener)
        at = organisations[walk.opened_at].public_id
        address = f"{reverse('start_process', args=[process])}?at={at}"
        while "/check/" not in address:
            response = client.post(address, answers)
            if response.status_code != 302 or "wrong=1" in response["Location"]:
                raise RuntimeError(f"{address}: {response.status_code} {text_of(response)[:300]}")
            address = response["Location"]
        return Draft.objects.filter(by=opener, process_name=process, assignment=None).latest("pk")

    @cached_property
    def missing(self) -> tuple[Member, list[str]]:
        """Somebody who has missed six months in a row, and two months of his branch: one open, one entered."""
        here = clock.today()
        ledgers.make(self.demo)
        clock.travel_to(here)
        open_one, entered = (f"{add_months(self.demo.day, -n):%Y-%m}" for n in (ledgers.MONTHS + 1, 1))
        return ledgers.named(self.demo, "QH0104")[0], [open_one, entered]

    @cached_property
    def paper(self) -> Paper:
        """A paper that was issued."""
        reference = self.approval.case.reference
        return Paper.objects.filter(case_reference=reference, state=Paper.State.ISSUED).earliest("pk")

    @cached_property
    def notice(self) -> Notice:
        """Something somebody was told."""
        self.approval  # noqa: B018 -- he is told of it
        return Notice.objects.earliest("pk")

    @cached_property
    def upload(self) -> str:
        """The token of a workbook that the registrar has sent."""
        content = signed_in(self.registrar).get(reverse("import_template"))
        body = b"".join(content.streaming_content) if content.streaming else content.content
        file = SimpleUploadedFile("登记.xlsx", body)
        return str(signed_in(self.registrar).post(reverse("import"), {"file": file})["Location"]).split("/")[-2]


def signed_in(user: User | None, language: str = "zh-hans") -> Client:
    """A browser without a screen in which somebody is signed in, with a language chosen."""
    client = Client(HTTP_HOST="localhost")
    if user is not None:
        client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = language
    return client


def text_of(response: Any) -> str:
    """What a page says, without its marks."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()
