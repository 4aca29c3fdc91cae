"""Short words for tests of deputies: a delegation, a refusal that changes nothing, a post that changes hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from audit import clock, journal
from registry import posts
from registry.access import Viewer, viewer_of
from registry.models import Delegation, Post, User
from tests import desk
from workflows.engine import deputies
from workflows.engine.models import TaskAssignment

BY = journal.system("test")
DAY = dt.timedelta(days=1)
FOREVER = 20


def give(post: Post, giver: User, proxy: User, *, days: int = FOREVER, **more: Any) -> Delegation:
    """Delegate a post from today for some days."""
    span = {"since": clock.today(), "until": clock.today() + days * DAY} | more
    return deputies.delegate(post, proxy.person, by=giver, giver=giver.person, key=desk.key(), **span)


def seen(user: User) -> Viewer:
    return viewer_of(user, clock.today())


def refused(act: Callable[[], Any], words: str = ".") -> None:
    """An act is denied, and nothing has changed."""
    before = desk.state()
    with pytest.raises(PermissionDenied, match=words):
        act()
    assert desk.state() == before


def take_over(turn: TaskAssignment, user: User) -> None:
    """The holder of a turn's post left yesterday, somebody else holds it from today."""
    posts.end_appointment(turn.post.appointments.get(), by=BY, last_day=clock.today() - DAY, reason="离任")
    posts.appoint(turn.post, user.person, by=BY, since=clock.today())
