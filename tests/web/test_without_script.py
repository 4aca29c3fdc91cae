"""From the first page over every link, as five people, without JavaScript: no dead link, nothing only a script can press."""

from __future__ import annotations

import lxml.html
import pytest

from bench.ux import noscript
from bench.ux.world import World
from config.demo.building import Demo
from registry.models import User

ROLES = {
    "secretary": ("secretary", {"start", "search", "letters", "organisations", "case"}),
    "approver": ("head", {"task", "draft_page", "case", "paper_pdf"}),
    "registrar": ("registrar", {"import", "person", "organisation_deputies"}),
    "auditor": ("auditor", {"search", "case", "paper_pdf"}),
    "deputy": ("deputy", {"task", "deputies"}),
}


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_somewhere(world: Demo, blank_papers: None, role: str) -> None:
    at_hand, (name, wanted) = World(world), ROLES[role]
    at_hand.approval  # noqa: B018 -- something waits
    user: User = getattr(at_hand, name)
    found = noscript.crawled(user, each=3)
    assert found.faults == []
    assert wanted <= found.pages.keys()


def test_every_link_of_a_member_leads_somewhere(world: Demo, blank_papers: None) -> None:
    found = noscript.crawled(World(world).member.person.user, "/me/")
    assert found.faults == []
    assert {"me", "case", "paper_pdf", "policy", "notices"} <= found.pages.keys()


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<a href="#x">go</a>', ["no place #x"]),
        ('<a href="#x">go</a><p id="x">', []),
        ("<a>go</a>", ["a link without an address: go"]),
        ('<button type="button">go</button>', ["a button only a script can press: go"]),
        ('<p class="keys js-only"><button type="button">go</button></p>', []),
        ("<button>go</button>", ["a button only a script can press: go"]),
        ('<form action="/a"><input name="a"><input name="b"></form>', ["a form without a button: /a"]),
        ('<form action="/a"><input type="search" name="a"></form>', []),
        ('<form id="f"></form><button form="f">go</button>', []),
    ],
)
def test_what_counts_as_a_dead_end(page: str, said: list[str]) -> None:
    assert noscript._dead_ends(lxml.html.fromstring(f"<div>{page}</div>")) == said
