"""Every link from the first page on, without JavaScript (无脚本巡检): no dead link, nothing that only a script can press."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from django.urls import resolve

from bench.ux.world import signed_in
from registry.models import User

# Pages of one view that are looked at: lists differ in their rows only.
EACH = 6
# A passkey is made by a script of the browser and by nothing else; a password and a code do without.
BY_SCRIPT = ("mfa_add_webauthn", "mfa_login_webauthn")
# Made for whoever asks, and tested with the exchange of registers.
WORKBOOKS = ("export", "import_template")
HIDDEN = "ancestor-or-self::*[contains(concat(' ', @class, ' '), ' js-only ')]"


@dataclass
class Crawled:
    """What one person came to: how many pages of each view, and what is wrong where."""

    pages: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many pages."""
        return self.pages.total()


def crawled(user: User, start: str = "/", each: int = EACH) -> Crawled:
    """Follow every link as somebody, some pages of each view."""
    client, found = signed_in(user), Crawled()
    seen, queue = {start}, deque([(start, "")])
    while queue:
        address, source = queue.popleft()
        view = resolve(urlsplit(address).path).view_name
        if found.pages[view] >= each:
            continue
        found.pages[view] += 1
        for link in _followed(client, view, address, source, found) if view not in WORKBOOKS else ():
            if link not in seen:
                seen.add(link)
                queue.append((link, address))
    return found


def _followed(client: Any, view: str, address: str, source: str, found: Crawled) -> list[str]:
    """Open a page, note what is wrong with it; the links on it."""
    response: Any = client.get(address, follow=True)
    if response.status_code != 200:
        found.faults.append(f"{address} (from {source}): {response.status_code}")
        return []
    if not response["Content-Type"].startswith("text/html"):
        return []
    here = response.redirect_chain[-1][0] if response.redirect_chain else address
    tree = lxml.html.fromstring(response.content)
    if view not in BY_SCRIPT:
        found.faults += [f"{here}: {said}" for said in _dead_ends(tree)]
    return _links(tree, here)


def _links(tree: Any, here: str) -> list[str]:
    """Where the links and pictures of a page lead, on this site, without what only marks a place."""
    found = []
    for link in [*tree.xpath("//a/@href"), *tree.xpath("//img/@src")]:
        target = urldefrag(urljoin(f"http://site{here}", link))[0]
        parts = urlsplit(target)
        if parts.netloc == "site" and parts.scheme == "http" and not parts.path.startswith("/static/"):
            found.append(target.removeprefix("http://site"))
    return found


def _dead_ends(tree: Any) -> list[str]:
    """Places a link marks that are not there, buttons that do nothing, forms that cannot be sent."""
    ids = set(tree.xpath("//@id"))
    found = [f"no place {link}" for link in tree.xpath("//a/@href") if link.startswith("#") and link[1:] not in ids]
    found += [f"a link without an address: {a.text_content()[:30]}" for a in tree.xpath("//a[not(@href)]")]
    for button in tree.xpath(f"//button[not({HIDDEN})]"):
        needs_script = button.get("type") == "button"
        alone = not button.xpath("ancestor::form") and button.get("form") not in ids
        if (needs_script or alone) and not button.xpath("ancestor::dialog"):
            found.append(f"a button only a script can press: {button.text_content().strip()[:30]}")
    for form in tree.xpath(f"//form[not({HIDDEN})]"):
        own = form.xpath(".//button[not(@type='button')]|.//input[@type='submit']")
        typed = form.xpath(".//input[not(@type='hidden')]|.//select|.//textarea")
        by_enter = len(typed) == 1 and typed[0].get("type") in ("search", "text")  # every browser sends one by its key
        if not own and not by_enter and not tree.xpath(f"//button[@form='{form.get('id', '')}']"):
            found.append(f"a form without a button: {form.get('action')}")
    return found
