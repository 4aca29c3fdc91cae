"""The page of a bundle that is being made says by itself when it is ready; on paper it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Role, User
from tests import desk
from tests.browser import on_paper
from tests.web.bundled import asked, keep_in, made
from web.bundles import making
from workflows.processes.transfer.walks import WALKS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def auditor(town: Demo, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> User:
    """Whoever asks for bundles, which are kept for this test only."""
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    keep_in(tmp_path, settings)
    return town.holder("YL", Role.AUDITOR)


def test_whoever_waits_is_told_when_it_is_ready(auditor: User, open_as: Callable[..., Any]) -> None:
    bundle = asked(auditor, driving.begin("transfer", WALKS["closed"]).case)
    page = open_as(auditor)
    page.goto(f"{page.url.rstrip('/')}/bundles/{bundle.public_id}/")
    assert page.locator("progress").get_attribute("value") == "0"
    making.make(bundle.pk)
    page.locator("a[href$='.zip']").wait_for()
    assert not page.locator("progress").count()


def test_on_paper(auditor: User, open_as: Callable[..., Any]) -> None:
    """With its digests and its list of cases, also for whoever reads in the dark."""
    bundle = made(auditor, driving.begin("transfer", WALKS["closed"]).case)
    page = open_as(auditor, color_scheme="dark")
    page.goto(f"{page.url.rstrip('/')}/bundles/{bundle.public_id}/")
    assert bundle.seal in page.inner_text("dl")
    on_paper.assert_whole(page, "dl.sl dd, tbody td", "a[href$='.zip']")
