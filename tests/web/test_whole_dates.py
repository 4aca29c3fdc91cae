"""Dates in one piece: no line ends inside one, and what may hold no element is left alone."""

from __future__ import annotations

import re

import pytest

from registry.models import User
from tests.web.world import signed_in
from web.templatetags.tongues import whole_dates


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        ("<p>到2026-12-03前</p>", '<p>到<span class="nw">2026-12-03</span>前</p>'),
        ("<b>2026-11-30 09:00</b>", '<b><span class="nw">2026-11-30 09:00</span></b>'),
        ("</i> since 2026-11.", '</i> since <span class="nw">2026-11</span>.'),
        ("<a>转2026-12ABCDEFGH</a>", "<a>转2026-12ABCDEFGH</a>"),
        ('<i title="2026-12-03">x</i>', '<i title="2026-12-03">x</i>'),
        ("<option>2026-12-03</option>", "<option>2026-12-03</option>"),
        ("<textarea>2026-12-03</textarea> 2026-12-03", '<textarea>2026-12-03</textarea> <span class="nw">2026-12-03</span>'),
    ],
)  # fmt: skip
def test_dates_are_kept_whole(page: str, whole: str) -> None:
    assert whole_dates(page) == whole
    assert whole_dates(whole) == whole


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_in_both_languages_have_their_dates_whole(language: str, superior: User) -> None:
    client = signed_in(superior)
    client.cookies["django_language"] = language
    page = client.get("/policy/").content.decode()
    assert re.search(r'<span class="nw">\d{4}-', page)
    assert whole_dates(page) == page
