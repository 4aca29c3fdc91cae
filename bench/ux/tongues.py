"""Which language a page is in (页面语言检查): Chinese in an English page, Simplified words in a Traditional one, dates."""

from __future__ import annotations

import re
from typing import Any

import lxml.html

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_MONTHS = "Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|August|September|October|November|December"
# Days as no list, table or sentence of ours writes them: 2026-11-24 in full, 11-24 in lists, in every language.
LONG_DAY = re.compile(
    rf"\b(?:{_MONTHS})\.? \d{{1,2}}, \d{{4}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\b\d{{1,2}}/\d{{1,2}}/\d{{4}}"
)
GROUPED = re.compile(r"\b\d{1,3},\d{3}\b")


def _texts(page: str) -> list[tuple[str, Any]]:
    """The texts of a page that are seen, each with its element."""
    tree = lxml.html.fromstring(page)
    body = tree.find("body") if tree.tag == "html" else tree
    found = []
    for element in body.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        found.append((element.text or "", element))
        if element.getparent() is not None and element is not body:
            found.append((element.tail or "", element.getparent()))
    return [(text, element) for text, element in found if text.strip()]


def _is_marked(element: Any) -> bool:
    """True inside an element that says it is Chinese."""
    while element is not None and element.tag not in ("html", "body"):
        if (said := element.get("lang")) is not None:
            return str(said).startswith("zh")
        element = element.getparent()
    return False


def chinese_unmarked(page: str) -> list[str]:
    """Chinese in an English page that no element says to be Chinese."""
    return [text.strip()[:80] for text, element in _texts(page) if HAN.search(text) and not _is_marked(element)]


def wrong_days(page: str, language: str) -> list[str]:
    """Days and numbers written as this product does not write them; what people wrote and papers print is theirs."""
    own = [text for text, element in _texts(page) if not (language == "en" and _is_marked(element))]
    return [found.group() for text in own for found in LONG_DAY.finditer(text)]
