"""A part of what ``make ux`` looks at in full: axe in three states, 320 pixels, targets, the console."""

from __future__ import annotations

from typing import Any

import pytest

from bench.ux import crawl
from bench.ux.samples import of_patterns
from bench.ux.world import World
from config.demo.building import Demo
from documents import rendering
from tests import desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGES = {
    "account_login", "inbox", "task", "bulk", "case of approver", "search with filters", "me", "deputies wrong",
    "organisation QH01", "not found",
}  # fmt: skip
BROKEN = """<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>x</h1><img src="/x.png">
<a href="/a" style="display:block;height:12px;width:12px;overflow:hidden">go</a><div style="width:500px">wide</div></main></body></html>"""


def test_some_pages_in_every_state(town: Demo, live_server: Any, browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    crawler, names, faults = crawl.Crawler(browser, live_server.url), set(), {}
    for sample in of_patterns(World(town)):
        if sample.name in PAGES:
            looked = crawler.one(sample)
            names.add(sample.name)
            faults |= {sample.name: looked.faults} if looked.faults else {}
    crawler.close()
    assert (names, faults) == (PAGES, {})


def test_a_broken_page_is_noticed(browser: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 600})
    page = context.new_page()
    page.set_content(BROKEN)
    session = context.new_cdp_session(page)
    assert [rule.split(" @ ")[0] for rule in crawl.violations(session)] == ["image-alt"]
    assert crawl.evaluated(session, crawl.SMALL) == '["a. \\"go\\" 12x12"]'
    assert crawl.evaluated(session, crawl.WIDER).startswith("508 px: div.")
    context.close()
