"""The style of a page: in the page itself on a first visit, as a file that the browser has kept afterwards."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from web.middleware import STYLE_COOKIE

register = template.Library()
SHEET = "web/app.css"


@cache
def _sheet() -> str:
    """The style sheet as it is written; it names no other file, so it may stand anywhere (tests/web/test_style.py)."""
    return Path(finders.find(SHEET) or "").read_text(encoding="utf-8")


@register.simple_tag(takes_context=True)
def style(context: dict[str, Any]) -> SafeString:
    """The style sheet (样式): inside the page where the browser has not been given this version yet.

    On a slow line a second way there and back is a third of the time until somebody can act; the cookie
    that says what was given is set by :class:`web.middleware.StyleGiven`. A page without a request gets the file.
    """
    address, request = static(SHEET), context.get("request")
    nonce = getattr(request, "csp_nonce", None)
    if request is None or nonce is None or request.COOKIES.get(STYLE_COOKIE) == version(address):
        return format_html('<link rel="stylesheet" href="{}">', address)
    request.style_given = version(address)
    written = mark_safe(_sheet())  # noqa: S308 -- our own file
    return format_html('<style id="sheet" nonce="{}" data-from="{}">{}</style>', nonce, address, written)


def version(address: str) -> str:
    """What tells one version of the sheet from another: the part of its name that changes with it."""
    return address.rsplit("/", 1)[-1]
