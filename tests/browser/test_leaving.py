"""Leaving the wizard half way in a real browser: what was typed is in the draft, and the browser's own back works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from config.demo import driving
from config.demo.building import Demo
from registry.models import Role
from workflows.engine.models import Draft

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_what_was_typed_is_kept_however_a_page_is_left(town: Demo, open_as: Callable[..., Any]) -> None:
    page = open_as(town.holder("QH0101", Role.SECRETARY))
    site = page.url.rstrip("/")
    page.goto(f"{site}/start/transfer/")
    member = driving.choose_member(town.organisations["QH0101"])
    page.select_option("select[name=member]", member.public_id)
    page.locator(".bar a").first.click()
    # Sent while the page goes away: the driver of the browser does not see it.
    for _wait in range(200):
        if Draft.objects.exists():
            break
        page.wait_for_timeout(50)
    page.goto(f"{site}/start/")
    page.locator(".draft a.btn").first.click()
    page.fill("input[name=to]", "社区")
    page.fill("input[name=start_on]", "2062-11-25")
    page.locator("form[method=post] button.pri").click()
    page.wait_for_url("**/2/?wrong=1")
    # From the page with its mistakes on, and back with the browser: an address to come back to, and the same words on it.
    page.goto(f"{site}/start/")
    page.go_back()
    assert page.url.endswith("/2/?wrong=1")
    assert page.input_value("input[name=to]") == "社区"
    assert page.locator(".errmsg").count() == 3
    assert Draft.objects.get().answers["start_on"] == "2062-11-25"
