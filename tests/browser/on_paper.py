"""What a page on paper must keep: black on white, nothing cut, nothing that is only for the screen."""

from __future__ import annotations

from typing import Any

# What would not let its content run over, if it were shorter.
CUT = """[...document.querySelectorAll('main, main *')].filter(e => e.checkVisibility() && !e.closest('.vh, svg, textarea')
  && getComputedStyle(e).overflowY !== 'visible' && getComputedStyle(e).display !== 'inline').map(e => e.className)"""
# What the edge of the paper would cut: nobody scrolls there.
BEYOND = """[...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.closest('.vh, svg *')
  && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""


def assert_whole(page: Any, there: str, gone: str) -> None:
    """Print a page; all of ``there`` is to be seen, and none of ``gone`` nor of the bars."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(there).count() > 0
    assert all(found.is_visible() for found in page.locator(there).all())
    hidden = page.locator(f".bar, .tabbar, .rail, {gone}").all()
    assert [found for found in hidden if found.is_visible()] == []
    assert page.evaluate(CUT) == []
    assert page.evaluate(BEYOND) == []
    assert page.pdf(format="A4").startswith(b"%PDF")
