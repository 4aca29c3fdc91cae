"""A person at a real browser (真实浏览器): Chromium, signed in, every request that goes over the line counted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.test import Client

from config.walk.browser import BACKEND
from documents import typefaces
from registry.models import User
from tools.setup import chromium

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)  # fmt: skip

# The style sheet names it; of a machine that has it nothing changes but the shape of the letters.
USUAL = "Noto Sans CJK SC"


class NoBrowser(RuntimeError):
    """Chromium, or what drives it, is not on this machine."""


@contextmanager
def launched() -> Iterator[Any]:
    """A Chromium without a screen; NoBrowser where there is none. Django may be asked beside its event loop."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- a development package
    except ImportError as error:
        raise NoBrowser("This needs a browser: make setup-test installs one.") from error
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's event loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS), env=with_fonts())
        try:
            yield browser
        finally:
            browser.close()


def with_fonts() -> dict[str, str | float | bool]:
    """A Chinese font under the name of a usual one, besides those of the machine.

    Everybody who uses the pages has one; a machine without looks long for glyphs nobody has, and draws boxes.
    """
    folder = typefaces.ready()
    ours = Path(settings.VAR_DIR) / "cache" / "browser-fonts.conf"
    ours.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{escape(str(folder))}</dir>'
        f'<match target="pattern"><test name="family"><string>{USUAL}</string></test><edit name="family" mode="assign"'
        ' binding="same"><string>GW HeiTi</string></edit></match></fontconfig>\n',
        encoding="utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(ours)}


def cookies_of(user: User, address: str, language: str = "") -> list[dict[str, str]]:
    """The cookies of somebody who is signed in, and of the language he has chosen."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    found = [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}]
    if language:
        found.append({"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address})
    return found


@dataclass
class Sent:
    """A request and its answer: what was asked for, and bytes over the line as compressed; ``size`` with the head."""

    address: str
    kind: str
    size: int = 0
    head: int = 0
    status: int = 0

    @property
    def is_picture(self) -> bool:
        """An image, or the picture of the tab (kind ``Other``), which a browser fetches when it has nothing else to do."""
        return self.kind in {"Image", "Other"}

    @property
    def body(self) -> int:
        """Bytes of the answer without its head."""
        return max(0, self.size - self.head)


class Line:
    """What goes over the line from now on (网络计量), as the browser itself counts it."""

    def __init__(self, page: Any) -> None:
        self._known: dict[str, Sent] = {}
        self.session = page.context.new_cdp_session(page)
        self.session.on("Network.requestWillBeSent", self._sent)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.on("Network.requestServedFromCache", lambda event: self._known.pop(event["requestId"], None))
        self.session.send("Network.enable")

    def reset(self) -> None:
        """Forget what was counted so far."""
        self._known.clear()

    @property
    def requests(self) -> list[Sent]:
        """Everything that was asked for, pictures included; not what the browser had in its own store."""
        return list(self._known.values())

    def _sent(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self._known[event["requestId"]] = Sent(event["request"]["url"], event.get("type", ""))

    def _answered(self, event: dict[str, Any]) -> None:
        answer, found = event["response"], self._known.get(event["requestId"])
        if answer.get("fromDiskCache") or answer.get("fromPrefetchCache"):
            self._known.pop(event["requestId"], None)
        elif found is not None:
            found.status, found.kind, found.head = answer["status"], event["type"], int(answer["encodedDataLength"])

    def _finished(self, event: dict[str, Any]) -> None:
        if (found := self._known.get(event["requestId"])) is not None:
            found.size = int(event["encodedDataLength"])
