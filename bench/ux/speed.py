"""How heavy and how quick the inbox is (页面重量与速度): bytes as the browser counts them, times on a slow line.

Every time is held against stock viewflow's list of as many tasks, a page of it, loaded in turn in the same run: machines differ.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.ux.stock import LISTED, Site
from config.walk.chromium import Line, Sent, cookies_of
from registry.models import User

# A slow telephone on a slow line: four times the processor time, 1.6 Mbit/s, 150 ms there and back.
SLOWER, DOWN, UP, LATENCY = 4, 1.6e6 / 8, 0.75e6 / 8, 150
SETTLED = 1500
WATCH = """
window.__long = []; window.__shift = 0;
new PerformanceObserver(l => { for (const e of l.getEntries()) window.__long.push([e.startTime, e.duration]) }).observe({type: 'longtask', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.__shift += e.value }).observe({type: 'layout-shift', buffered: true});
"""
TIMES = """() => {
  const n = performance.getEntriesByType('navigation')[0], p = performance.getEntriesByName('first-contentful-paint')[0];
  const fcp = p ? p.startTime : n.domContentLoadedEventEnd, after = window.__long.filter(t => t[0] + t[1] > fcp);
  const tti = Math.max(fcp, n.domContentLoadedEventEnd, ...after.map(t => t[0] + t[1]));
  return {fcp, load: n.loadEventEnd, tti, tbt: after.reduce((s, t) => s + Math.max(0, t[1] - 50), 0), cls: window.__shift};
}"""


@dataclass(frozen=True)
class Place:
    """A page that is loaded: where, and with which cookies."""

    address: str
    cookies: list[dict[str, str]]


def ours(address: str, user: User) -> Place:
    """Our inbox."""
    return Place(f"{address}/", cookies_of(user, address))


def stock(site: Site) -> Place:
    """Stock viewflow's list."""
    return Place(site.address + LISTED, [site.cookie])


@contextmanager
def _opened(browser: Any, place: Place) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1366, "height": 650}, locale="zh-CN")
    context.add_cookies(place.cookies)
    try:
        yield context.new_page()
    finally:
        context.close()


def _told(sent: list[Sent]) -> dict[str, Any]:
    return {
        "requests": len(sent),
        "bytes": sum(one.body for one in sent),
        "of": {kind: sum(one.body for one in sent if one.kind == kind) for kind in sorted({one.kind for one in sent})},
    }


def weight(browser: Any, place: Place) -> dict[str, Any]:
    """Requests and bytes of a first visit, of the first movement on it, and of the next visit, pictures of papers included."""
    with _opened(browser, place) as page:
        line = Line(page)
        page.goto(place.address, wait_until="networkidle")
        cold = line.requests
        by_name = {one.address.rsplit("/", 1)[-1]: one.body for one in cold if "/static/" in one.address}
        line.reset()
        page.mouse.move(200, 200)
        page.wait_for_timeout(SETTLED)
        acted = line.requests
        by_name |= {one.address.rsplit("/", 1)[-1]: one.body for one in acted if "/static/" in one.address}
        line.reset()
        page.goto(place.address, wait_until="networkidle")
        return {"cold": _told(cold), "acted": _told(acted), "warm": _told(line.requests), "files": by_name}


def timed(browser: Any, place: Place) -> dict[str, float]:
    """Times of one first visit on the slow line, in milliseconds; layout shift without a unit."""
    with _opened(browser, place) as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        line = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
        session.send("Network.emulateNetworkConditions", line)
        page.add_init_script(WATCH)
        page.goto(place.address, wait_until="load", timeout=120_000)
        page.wait_for_timeout(SETTLED)
        found: dict[str, float] = page.evaluate(TIMES)
        return found


def compared(browser: Any, places: dict[str, Place], rounds: int) -> dict[str, dict[str, float]]:
    """The median of some rounds, each place once in every round."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in places}
    for _round in range(rounds):
        for name, place in places.items():
            runs[name].append(timed(browser, place))
    return {
        name: {what: round(statistics.median(run[what] for run in found), 4) for what in found[0]}
        for name, found in runs.items()
    }
