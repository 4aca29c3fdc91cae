"""The gates of the pages: a value at its bound holds, one above fails, and nothing looked at is a fault."""

from __future__ import annotations

from typing import Any
from unittest.mock import MagicMock

import pytest

from bench.ux import crawl, measuring
from bench.ux.samples import Sample


@pytest.mark.parametrize(("value", "holds"), [(0, True), (6, True), (6.001, False), (7, False)])
def test_a_bound_may_be_reached_and_not_passed(value: float, holds: bool) -> None:
    gate = measuring.at_most(2, "requests", value, 6)
    assert gate.told() == {"gate": 2, "what": "requests", "value": value, "bound": 6, "pass": holds}


@pytest.mark.parametrize(("faults", "of", "holds"), [([], 3, True), (["wide"], 3, False), ([], 0, False)])
def test_no_fault_on_any_page(faults: list[str], of: int, holds: bool) -> None:
    gate = measuring.none_of(4, "axe", faults, of)
    assert (gate.what, gate.value, gate.holds) == (f"axe ({of})", faults, holds)


def test_everything_that_is_wrong_on_a_page_is_said() -> None:
    looked = crawl.Looked("me", "/me/", 200)
    assert looked.faults == []
    looked.violations, looked.sideways = {"dark": ["color-contrast @ a"]}, "340 px: ul"
    looked.small, looked.console = ["a 12x12"], ["blocked"]
    assert looked.faults == ["dark: color-contrast @ a", "320 px: 340 px: ul", "target: a 12x12", "console: blocked"]


@pytest.mark.parametrize(
    ("wrong", "messages", "status", "said"),
    [
        (True, 1, 422, []),
        (True, 0, 422, ["an empty form was taken without a word"]),
        (True, 1, 200, ["answered 200, not 422"]),
        (False, 0, 422, []),
    ],
)
def test_an_empty_form_has_to_be_answered(
    monkeypatch: pytest.MonkeyPatch, wrong: bool, messages: int, status: int, said: list[str]
) -> None:
    """A page stands in for the browser's: how many messages it shows, what it answered."""
    page: Any = MagicMock()
    page.locator.return_value.count.return_value = messages
    page.goto.return_value.status = status
    monkeypatch.setattr(crawl, "send_empty", lambda _page: status)
    monkeypatch.setattr(crawl.Crawler, "_judge", lambda _crawler, _page, _looked: None)
    browser = MagicMock()
    browser.new_context.return_value.new_page.return_value = page
    looked = crawl.Crawler(browser, "http://x").one(Sample("f", "/f/", None, 422, wrong=wrong))
    assert looked.console == said
