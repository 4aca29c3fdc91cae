"""Ten forms sent with a mistake: nothing typed is lost, the summary is first and has the focus, the same words at the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.ux import mistakes
from bench.ux.world import World
from config.demo.building import Demo
from documents import rendering
from registry.models import Role
from tests import desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_ten_forms_sent_with_a_mistake(
    town: Demo, live_server: Any, open_as: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    world, pages, found, names = World(town), {}, [], []
    check = world.at_step("branch_check")
    for form in mistakes.forms(world, check, town.holder("QH0101", Role.ORGANISATION_COMMISSIONER)):
        if form.user.pk not in pages:
            pages[form.user.pk] = open_as(form.user)
        found += mistakes.sent(pages[form.user.pk], live_server.url, form)
        names.append(form.name)
    assert found == []
    assert len(names) == 10
