"""The page of a bundle that is being made: it says by itself when it is ready."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Role
from tests import desk
from tests.web.bundled import asked, keep_in
from web.bundles import making
from workflows.processes.transfer.walks import WALKS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_whoever_waits_is_told_when_it_is_ready(
    town: Demo, open_as: Callable[..., Any], tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    keep_in(tmp_path, settings)
    auditor = town.holder("YL", Role.AUDITOR)
    bundle = asked(auditor, driving.begin("transfer", WALKS["closed"]).case)
    page = open_as(auditor)
    page.goto(f"{page.url.rstrip('/')}/bundles/{bundle.public_id}/")
    assert page.locator("progress").get_attribute("value") == "0"
    making.make(bundle.pk)
    page.locator("a[href$='.zip']").wait_for()
    assert not page.locator("progress").count()
