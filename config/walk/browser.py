"""A browser without a screen (无界面浏览): signs in as somebody, opens pages, fills their forms as they stand there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.test import Client

from registry.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class PageFault(RuntimeError):
    """A page that answered otherwise than a person would need it to."""


@dataclass
class Page:
    """A page as it came: its address, its status, its tree."""

    address: str
    status: int
    tree: Any
    content: bytes

    def forms(self) -> list[Any]:
        """The forms of the page that post."""
        return (
            [form for form in self.tree.forms if (form.method or "").upper() == "POST"] if self.tree is not None else []
        )

    def form_to(self, *endings: str) -> Any | None:
        """The first form that posts to an address with one of the endings; an empty ending means the page itself."""
        for form in self.forms():
            target = urlsplit(urljoin(self.address, form.get("action") or self.address)).path
            if any(target.endswith(ending) if ending else target == self.address for ending in endings):
                return form
        return None

    def leads_to(self, address: str) -> bool:
        """Whether there is a link to an address."""
        return self.tree is not None and address in self.tree.xpath("//a/@href")

    def sentences(self) -> str:
        """What the page says went wrong."""
        found = self.tree.xpath(
            "//*[contains(@class,'errsum') or contains(@class,'errmsg') or contains(@class,'refusal')]"
        )
        return " ".join(" ".join(place.text_content().split()) for place in found) or self.tree.text_content()[:400]


class Browser:
    """One person's browser. CSRF is enforced, redirects are followed, every status over 399 is a fault."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="zh-hans")
        self._client.force_login(user, backend=BACKEND)

    def get(self, address: str) -> Page:
        """Open a page."""
        return self._page(self._client.get(address, follow=True), address)

    def download(self, address: str) -> bytes:
        """Fetch a file."""
        response: Any = self._client.get(address)
        if response.status_code != 200:
            raise PageFault(f"{address}: {response.status_code}")
        return b"".join(response.streaming_content) if response.streaming else response.content

    def submit(self, page: Page, form: Any, answers: Mapping[str, Any]) -> Page:
        """Fill a form of a page and send it: what the form has no question for is not sent."""
        values = dict(form.form_values())
        asked = set(_names(form))
        values |= {name: _sent(value) for name, value in answers.items() if name in asked}
        address = urlsplit(urljoin(page.address, form.get("action") or page.address)).path
        return self._page(self._client.post(address, values, follow=True), address)

    @staticmethod
    def _page(response: Any, address: str) -> Page:
        chain = getattr(response, "redirect_chain", [])
        landed = urlsplit(chain[-1][0]).path if chain else address
        tree = lxml.html.fromstring(response.content) if response.content else None
        page = Page(landed, response.status_code, tree, response.content)
        if response.status_code >= 400:
            raise PageFault(f"{address}: {response.status_code}: {page.sentences()}")
        return page


def _sent(value: Any) -> Any:
    """As browsers send it: two characters for the end of a line."""
    return value.replace("\n", "\r\n") if isinstance(value, str) else value


def _names(form: Any) -> list[str]:
    """The names a form asks for: inputs, choices, and buttons that carry an answer."""
    return [place.get("name") for place in form.xpath(".//input|.//select|.//textarea|.//button") if place.get("name")]
