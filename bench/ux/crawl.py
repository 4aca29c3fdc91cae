"""Looking at pages in Chromium (页面巡检): axe in three states, 320 pixels wide, sizes of targets, the console.

Each page is loaded once; light, dark and a telephone's width are states of the same page.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from bench.ux.samples import Sample
from bench.ux.world import PASSWORD
from config.walk.chromium import cookies_of

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
STATES: dict[str, tuple[str, int]] = {"light": ("light", 1366), "dark": ("dark", 1366), "phone": ("light", 390)}
NARROWEST, HEIGHT, LEAST_TARGET = 320, 844, 24
AXE = "axe_playwright_python"

# Controls that a finger has to hit; a link in running text may be as high as its line.
SMALL = """(() => {
  const found = [];
  for (const e of document.querySelectorAll('a[href],button,input,select,textarea,summary')) {
    let b = e.getBoundingClientRect(), s = getComputedStyle(e);
    if (!b.width || !b.height || s.visibility === 'hidden' || e.type === 'hidden') continue;
    if (e.closest('.vh,.skip,details:not([open]) > :not(summary)')) continue;
    const label = e.closest('label') || (e.id && document.querySelector('label[for="' + CSS.escape(e.id) + '"]'));
    if ((e.type === 'checkbox' || e.type === 'radio') && label) b = label.getBoundingClientRect();
    if (Math.min(b.width, b.height) >= LEAST) continue;
    const running = s.display === 'inline' && [...e.parentNode.childNodes].some(n => n.nodeType === 3 && n.data.trim().length > 1);
    if (!running) found.push(e.tagName.toLowerCase() + '.' + e.className + ' "' + (e.innerText || e.value || '').trim().slice(0, 20) + '" ' + Math.round(b.width) + 'x' + Math.round(b.height));
  }
  return JSON.stringify(found);
})()""".replace("LEAST", str(LEAST_TARGET - 0.5))
WIDER = """(() => {
  const wide = document.scrollingElement.scrollWidth, here = document.documentElement.clientWidth;
  if (wide <= here) return '';
  const out = [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > here + 1);
  return wide + ' px: ' + out.slice(0, 3).map(e => e.tagName.toLowerCase() + '.' + e.getAttribute('class')).join(', ');
})()"""


class NoAxe(RuntimeError):
    """axe-core is not on this machine."""


@cache
def axe_source() -> str:
    """axe-core, as the package ships it; NoAxe where it is not installed."""
    found = importlib.util.find_spec(AXE)
    if found is None or not found.submodule_search_locations:
        raise NoAxe(f"{AXE} is missing: make setup-test installs it.")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text("utf-8")


def axe_version() -> str:
    """Which axe-core judges."""
    return axe_source().split("\n", 1)[0].removeprefix("/*! ").strip()


@dataclass
class Looked:
    """What was found on one page: rules of axe by state, what sticks out at 320 pixels, small targets, the console."""

    name: str
    address: str
    status: int = 0
    violations: dict[str, list[str]] = field(default_factory=dict)
    sideways: str = ""
    small: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Everything that is wrong, in words; empty if nothing is."""
        found = [f"{state}: {rule}" for state, rules in self.violations.items() for rule in rules]
        found += [f"320 px: {self.sideways}"] if self.sideways else []
        found += [f"target: {each}" for each in self.small] + [f"console: {said}" for said in self.console]
        return found


class Crawler:
    """A Chromium that looks at samples, signed in as whoever looks."""

    def __init__(self, browser: Any, address: str, states: Iterable[str] = STATES) -> None:
        self.browser, self.address, self.states = browser, address, tuple(states)
        self._contexts: dict[tuple[int | None, bool], Any] = {}

    def look(self, samples: Iterable[Sample]) -> Iterator[Looked]:
        """Look at each page in turn."""
        for sample in samples:
            yield self.one(sample)

    def one(self, sample: Sample) -> Looked:
        """Look at one page in every state."""
        looked, page = Looked(sample.name, sample.address), self._context(sample).new_page()
        page.on("console", lambda message: looked.console.append(message.text) if is_fault(message) else None)
        page.on("pageerror", lambda error: looked.console.append(str(error)))
        try:
            looked.status = self._open(page, sample)
            if sample.wrong and not page.locator(".errsum, .errmsg").count():
                looked.console.append("an empty form was taken without a word")
            self._judge(page, looked)
        finally:
            page.close()
        expected = sample.status
        if expected and looked.status != expected:
            looked.console.append(f"answered {looked.status}, not {expected}")
        return looked

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts.values():
            context.close()

    def _context(self, sample: Sample) -> Any:
        key = (sample.user.pk if sample.user else None, sample.password)
        if key not in self._contexts:
            context = self._contexts[key] = self.browser.new_context(locale="zh-CN")
            if sample.user is not None:
                cookies = (
                    _by_password(sample, self.address) if sample.password else cookies_of(sample.user, self.address)
                )
                context.add_cookies(cookies)
        return self._contexts[key]

    def _open(self, page: Any, sample: Sample) -> int:
        """Open a page, and send its form emptied if that is asked for; the status of the last answer."""
        page.set_viewport_size({"width": 1366, "height": HEIGHT})
        status = page.goto(self.address + sample.address).status
        if sample.wrong:
            status = send_empty(page)
        return int(status)

    def _judge(self, page: Any, looked: Looked) -> None:
        session = page.context.new_cdp_session(page)
        for state in self.states:
            scheme, width = STATES[state]
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": HEIGHT})
            if found := violations(session):
                looked.violations[state] = found
        page.set_viewport_size({"width": 390, "height": HEIGHT})
        looked.small = json.loads(evaluated(session, SMALL))
        page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        looked.sideways = evaluated(session, WIDER)


def is_fault(message: Any) -> bool:
    """Errors and warnings, but not the browser's note that a page answered 403, 404, 409 or 422: those are answers."""
    return message.type in ("error", "warning") and "status of 4" not in message.text


# Every answer taken away, as somebody leaves a form who has not read it.
EMPTIED = """form => { for (const e of form.elements) {
  if (e.type === 'radio' || e.type === 'checkbox') e.checked = false;
  else if (e.type !== 'hidden' && e.type !== 'submit' && e.tagName !== 'FIELDSET') e.value = '';
} }"""
# Which button sends it: of several outcomes the last, which needs a reason; else the one of the page.
BUTTONS = (
    "form[action*='/decide'] button[name=outcome]:visible",
    "form[action*='/decide'] button.pri:visible",
    "main form[method=post] button.pri:visible, main form[method=post] button.neg:visible",
    "main form[method=post] button[type=submit]:visible",
)


def send_empty(page: Any) -> int:
    """Take all answers out of the form of a page and send it; the status of the answer."""
    button = next(found.last for found in map(page.locator, BUTTONS) if found.count())
    button.evaluate(f"button => ({EMPTIED})(button.form)")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        button.click()
    page.wait_for_load_state("networkidle")
    return int(answered.value.status)


def evaluated(session: Any, expression: str) -> Any:
    """What an expression gives; asked past the page, whose policy allows no evaluation."""
    found = session.send(
        "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
    )  # fmt: skip
    if "exceptionDetails" in found:
        raise RuntimeError(str(found["exceptionDetails"].get("exception", found))[:600])
    return found["result"].get("value")


def violations(session: Any) -> list[str]:
    """The rules of axe that a page breaks, each with the places.

    Not its rule about sizes: it lets small targets pass that stand apart, and fails what a bar at the foot covers just now.
    """
    options = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": False}}}
    shape = "r => JSON.stringify(r.violations.map(v => v.id + ' @ ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')))"
    if not evaluated(session, "typeof window.axe === 'object'"):
        evaluated(session, axe_source() + ";1")
    said = evaluated(session, f"axe.run(document, {json.dumps(options)}).then({shape})")
    found: list[str] = json.loads(said)
    return found


def _by_password(sample: Sample, address: str) -> list[dict[str, str]]:
    """The cookies of somebody who has just signed in with his password."""
    assert sample.user is not None
    client = Client(HTTP_HOST="localhost")
    answer = client.post(reverse("account_login"), {"login": sample.user.username, "password": PASSWORD})
    if answer.status_code != 302:
        raise RuntimeError(f"{sample.user.username} was not signed in: {answer.status_code}")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})  # asked for again before keys are changed
    return [{"name": name, "value": morsel.value, "url": address} for name, morsel in client.cookies.items()]
