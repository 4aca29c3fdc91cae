"""The style stands in the first page a browser gets, and is a file from then on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client

from web.templatetags import styling

pytestmark = pytest.mark.django_db


def _given(response: HttpResponse) -> tuple[bool, bool]:
    page = response.content.decode()
    return '<style id="sheet"' in page, '<link rel="stylesheet" href="/static/web/app.css">' in page


def test_the_first_page_brings_the_style_and_the_next_names_the_file() -> None:
    client = Client()
    first, second = client.get("/accounts/login/"), client.get("/accounts/login/")
    assert (_given(first), _given(second)) == ((True, False), (False, True))


def test_the_policy_lets_this_style_in_and_no_other() -> None:
    client = Client()
    first, second = client.get("/accounts/login/"), client.get("/accounts/login/")
    (nonce,) = re.findall(r'<style id="sheet" nonce="([^"]+)"', first.content.decode())
    rules = [dict(r.split(" ", 1) for r in page["Content-Security-Policy"].split("; ")) for page in (first, second)]
    assert [rule["style-src"] for rule in rules] == [f"'self' 'nonce-{nonce}'", "'self'"]
    assert Client().get("/accounts/login/")["Content-Security-Policy"] != first["Content-Security-Policy"]


def test_a_new_version_is_brought_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.get("/accounts/login/")
    monkeypatch.setattr(styling, "static", lambda name: f"/static/{name}".replace("app.css", "app.1f2e3d.css"))
    newer = client.get("/accounts/login/")
    assert 'data-from="/static/web/app.1f2e3d.css"' in newer.content.decode()
    assert newer.cookies["style"].value == "app.1f2e3d.css"


def test_the_cookie_says_nothing_about_anybody() -> None:
    cookie = Client().get("/accounts/login/").cookies["style"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("app.css", True, "Lax", "")


def test_the_sheet_stands_wherever_it_is_put() -> None:
    sheet = Path(finders.find(styling.SHEET) or "").read_text(encoding="utf-8")
    assert (sheet.count("url("), sheet.count("</style"), sheet.count("@import")) == (0, 0, 0)
