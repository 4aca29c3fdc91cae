"""Rooms for tests of meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import translation

from config.demo.building import Demo
from registry.models import Member, User
from tests.meetings import courses
from tests.meetings.room import Room
from workflows.engine import catalogue


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def room_of(world: Demo, secretary: User, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Room]:
    """A room of a course."""

    def made(name: str = "OfBranch", member: Member | None = None) -> Room:
        course = getattr(courses, name)
        monkeypatch.setitem(catalogue._EDITIONS, course.name, [course])
        return Room(world, course, secretary, member)

    return made


@pytest.fixture
def room(room_of: Callable[..., Room]) -> Room:
    """The room of a general meeting that is convened at its own step."""
    return room_of()
