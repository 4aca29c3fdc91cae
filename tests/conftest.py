"""The world of the tests: the demo register on a fixed day, loaded once for each worker's database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from _pytest.nodeid import NodeId
from django.conf import settings
from django.db import connections
from django.utils import translation
from pytest_django import DjangoDbBlocker

from audit import clock
from config.demo import building
from config.demo.building import Demo
from registry.models import Member, Organisation, Role, User
from tests.server import show_out

DAY = dt.date(2026, 11, 24)
SEED = 5


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of one ``xdist_group`` go to one worker: pytest-xdist 3.8 says so in an attribute that pytest 9.2 reads no more."""
    if not config.getoption("loadgroup", False):
        return
    for item in items:
        if (mark := item.get_closest_marker("xdist_group")) and not item.nodeid.endswith(f"@{mark.args[0]}"):
            item._id = NodeId.parse(f"{item.nodeid}@{mark.args[0]}")  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Demo]:
    """Build the register into the worker's test database; tests roll back to it."""
    with django_db_blocker.unblock():
        clock.travel_to(DAY)
        if Organisation.objects.exists():
            raise RuntimeError("the test database is not fresh")
        built = building.build(DAY, SEED)
    yield built
    with django_db_blocker.unblock():
        # The database is dropped now. Beside a running browser one thread may have two connections, and Django closes one.
        show_out(connections["default"].settings_dict["NAME"])


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    """Every test begins at nine o'clock on the same day, in the language of the product: a page may leave its own."""
    clock.travel_to(DAY)
    with translation.override(settings.LANGUAGE_CODE):
        yield
    clock.come_home()


@pytest.fixture
def world(db: None, _world: Demo) -> Demo:
    """The demo register: organisations by code, members and holders of posts by question."""
    if not Organisation.objects.exists():  # a test with committed data has emptied the tables since
        return building.build(DAY, SEED)
    _world.organisations = {o.code: o for o in Organisation.objects.all()}
    return _world


@pytest.fixture
def secretary(world: Demo) -> User:
    """支部书记: secretary of the branch 锦江社区 (QH0101)."""
    return world.holder("QH0101", Role.SECRETARY)


@pytest.fixture
def sister(world: Demo) -> User:
    """A peer in a sister branch (QH0102)."""
    return world.holder("QH0102", Role.SECRETARY)


@pytest.fixture
def superior(world: Demo) -> User:
    """A superior: secretary of the committee above (QH01)."""
    return world.holder("QH01", Role.SECRETARY)


@pytest.fixture
def outsider(world: Demo) -> User:
    """An outsider: secretary of a branch in the other county (HK0201)."""
    return world.holder("HK0201", Role.SECRETARY)


@pytest.fixture
def registrar(world: Demo) -> User:
    """登记员: keeps the registers of the prefecture (YL)."""
    return world.holder("YL", Role.REGISTRAR)


@pytest.fixture
def committee(world: Demo) -> Organisation:
    """The committee above the secretary's branch (QH01)."""
    return world.organisations["QH01"]


@pytest.fixture
def ordinary_member(world: Demo) -> Member:
    """A full member of 锦江社区 who holds no post and has an account."""
    return next(
        m for m in world.members("QH0101")
        if m.standing == "full" and hasattr(m.person, "user") and not m.person.appointments.exists()
    )  # fmt: skip


@pytest.fixture
def pass_hold() -> Callable[[], None]:
    """Let the undo hold run out."""
    return lambda: clock.advance(dt.timedelta(seconds=31))
