"""The arena of a test run: two clones of the worker's database and two processes, for all races together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from config.demo.building import Demo
from tests.races.arena import Arena


@pytest.fixture(scope="session")
def arena(_world: Demo, django_db_blocker: DjangoDbBlocker) -> Iterator[Arena]:
    """Nobody may be connected to the worker's database while it is cloned."""
    with django_db_blocker.unblock():
        source = connections["default"].settings_dict["NAME"]
        connections["default"].close()
        made = Arena.of(source)
    yield made
    with django_db_blocker.unblock():
        made.close()
