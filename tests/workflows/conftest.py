"""Cases for tests of the engine: typesetting is replaced by a blank page, everything else is the product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from config.demo.building import Demo
from documents import rendering
from registry.models import Member, Role, User
from tests import desk
from tests.workflows import countersigned
from tests.workflows.countersigned_desk import Desk
from workflows.engine import catalogue
from workflows.engine.models import Case, NoticeChoice, TaskAssignment


@pytest.fixture(autouse=True)
def _blank_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


@pytest.fixture
def case(world: Demo, secretary: User, ordinary_member: Member) -> Case:
    """The secretary of 锦江社区 (QH0101) asks for a transfer of a member to 滨河社区 (HK0102), another county."""
    return desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0102"])


@pytest.fixture
def consent(case: Case) -> TaskAssignment:
    """The first turn: the member confirms."""
    desk.settle()
    return desk.the_turn(case)


@pytest.fixture
def check(case: Case) -> TaskAssignment:
    """The turn of the branch's organisation commissioner."""
    return desk.until(case, "branch_check")


@pytest.fixture
def approval(case: Case) -> TaskAssignment:
    """The turn at which the committee approves the letter."""
    return desk.until(case, "approve")


@pytest.fixture
def subject(ordinary_member: Member) -> User:
    """The member the case is about."""
    return ordinary_member.person.user


@pytest.fixture
def commissioner(world: Demo) -> User:
    """Whoever has the check."""
    return world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)


@pytest.fixture
def at(world: Demo, secretary: User, ordinary_member: Member, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Desk]:
    """A case that has come to the signers of a course."""

    def begun(name: str = "Signed") -> Desk:
        course = getattr(countersigned, name)
        monkeypatch.setitem(catalogue._EDITIONS, course.name, [course])
        return Desk(world, course, secretary, ordinary_member)

    return begun


@pytest.fixture
def still() -> Iterator[None]:
    """Time stands still but for what the test lets pass: the last second of a hold is not lost to a busy machine."""
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False):
        yield


@pytest.fixture
def mail_set_up(settings: Any) -> None:
    """This installation sends mails."""
    settings.MAIL_SET_UP = True
    settings.PUBLIC_URL = "https://gc.example.org"


@pytest.fixture
def holder(world: Demo) -> User:
    """The commissioner of the branch, with an address, who reads English and wants each task at once."""
    user = world.holder("QH0101", Role.ORGANISATION_COMMISSIONER)
    User.objects.filter(pk=user.pk).update(email="wei@example.org")
    NoticeChoice.objects.create(person=user.person, language="en", mailing={"task": "at_once", "back": "not"})
    return user


@pytest.fixture
def waiting(check: TaskAssignment, holder: User) -> TaskAssignment:
    """A check nobody was told of yet."""
    return check
