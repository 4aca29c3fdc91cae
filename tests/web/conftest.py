"""Fixtures of the pages: papers without typesetting, and a request that waits for its approval."""

from __future__ import annotations

import pytest

from config.demo.building import Demo
from documents import rendering
from registry.models import Member, User
from tests import desk
from web.templatetags import styling, tongues
from workflows.engine.models import TaskAssignment


@pytest.fixture
def blank_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are one blank page: these tests are not about their look."""
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


@pytest.fixture(autouse=True)
def _unmarked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read without the marks of Chinese and of dates in them, but where these are what is looked at."""
    if "languages" not in request.node.nodeid:
        monkeypatch.setattr(tongues, "marked", str)
        monkeypatch.setattr(tongues, "whole_dates", str)


@pytest.fixture(autouse=True)
def _unstyled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page says is looked for in a page without the names of the style, which stands in the first one."""
    monkeypatch.setattr(styling, "_sheet", lambda: "body{}")


@pytest.fixture
def approval(world: Demo, blank_papers: None, secretary: User, ordinary_member: Member) -> TaskAssignment:
    """A transfer from 锦江社区 that the secretary of the committee (``superior``) is to approve."""
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0103"])
    return desk.until(case, "approve")


@pytest.fixture
def checking(world: Demo, blank_papers: None, secretary: User, ordinary_member: Member) -> TaskAssignment:
    """A transfer from 锦江社区 that its organisation commissioner is to check."""
    case = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["HK0103"])
    return desk.until(case, "branch_check")
