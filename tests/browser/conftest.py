"""A real browser against a real server: Chromium, strict policy, every message of its console is a fault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from config.demo import building
from config.demo.building import Demo
from config.walk.chromium import cookies_of, launched
from registry.models import Organisation, User
from tests import kept

# Django fills these itself after it has emptied all tables.
OF_DJANGO = "^(auth_permission|django_(content_type|migrations))$"

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's sync interface runs an event loop of its own


def _is_fault(message: Any) -> bool:
    """Errors and warnings, but not the browser's note that a page answered 409 or 422: those are answers."""
    return message.type in ("error", "warning") and "status of 4" not in message.text


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium without a screen, one for all tests of a worker."""
    with launched() as found:
        yield found


@pytest.fixture
def town(transactional_db: None) -> Demo:
    """The demo register, committed, so that the server's threads see it; put back as it was after a test that used it."""
    from tests.conftest import DAY, SEED

    database = connection.settings_dict["NAME"]
    if kept.is_kept(database, "town"):
        kept.put_back(database, "town", still=OF_DJANGO)
    else:
        if not Organisation.objects.exists():
            building.build(DAY, SEED)
        kept.keep(database, "town", still=OF_DJANGO)
    # Whoever is enrolled later is another person than those who are there.
    return Demo(DAY, SEED + 1, {organisation.code: organisation for organisation in Organisation.objects.all()})


@pytest.fixture
def open_as(browser: Any, live_server: Any, town: Demo) -> Iterator[Callable[..., Any]]:
    """Open the site as somebody; desktop or phone, with or without JavaScript."""
    contexts, complaints = [], []

    def opened(user: User, *, phone: bool = False, javascript: bool = True, **more: Any) -> Any:
        size = {"width": 390, "height": 844} if phone else {"width": 1366, "height": 650}
        context = browser.new_context(viewport=size, java_script_enabled=javascript, locale="zh-CN", **more)
        context.add_cookies(cookies_of(user, live_server.url))
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if _is_fault(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        contexts.append(context)
        page.goto(live_server.url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
