"""The index of a bundle (移交目录): for people as a page without scripts, for programs as JSON; and what the bag says of itself."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.template import engines
from django.utils import timezone, translation

from web.models import Bundle

FORMAT = "guicheng-bundle-1"
_VERIFIER, _PAGE = (Path(__file__).with_name(name) for name in ("verify.py", "index.html"))


@cache
def _page() -> Any:
    # Not among the templates of the site: it is in Chinese like the papers, and stands alone.
    return engines["django"].from_string(_PAGE.read_text("utf-8"))


def files_of(bundle: Bundle, listings: list[dict[str, Any]]) -> dict[str, bytes]:
    """``index.json`` and ``index.html``, with what stands in them."""
    about = _about(bundle)
    cases = [
        {**listing, "attachments": _said(listing["attachments"]), "papers": _said(listing["papers"])}
        for listing in listings
    ]
    with translation.override("zh-hans"):
        page = _page().render({"about": about, "cases": cases})
    data = json.dumps({"format": FORMAT, **about, "cases": cases}, ensure_ascii=False, indent=1)
    return {"index.json": data.encode(), "index.html": page.encode()}


def _said(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Files without what only we need to know: where the archive keeps them."""
    return [{name: value for name, value in file.items() if name != "shelf"} for file in files]


def _about(bundle: Bundle) -> dict[str, str]:
    return {
        "bundle": bundle.public_id,
        "purpose": bundle.purpose,
        "asked_by": str(bundle.requester),
        "asked_at": f"{timezone.localtime(bundle.asked_at):%Y-%m-%d %H:%M}",
    }


def info_of(bundle: Bundle, listings: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The lines of ``bag-info.txt``, by the labels of RFC 8493, 2.2.2."""
    return [
        ("Source-Organization", "、".join(dict.fromkeys(listing["organisation"] for listing in listings))),
        ("Contact-Name", str(bundle.requester)),
        ("External-Description", bundle.purpose),
        ("Bagging-Date", f"{timezone.localdate(bundle.asked_at)}"),
        ("External-Identifier", bundle.public_id),
        ("Bag-Software-Agent", "Guicheng"),
    ]


def verifier() -> bytes:
    """The program that verifies a bundle with nothing but Python."""
    return _VERIFIER.read_bytes()
