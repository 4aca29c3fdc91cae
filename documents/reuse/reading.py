"""Reading (读取): a template's HTML is XML as well, which is read several times faster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from functools import cache
from typing import Any, NamedTuple
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.html import UA_STYLESHEET

from documents import reuse


def page_of(text: str, fetcher: Any) -> Any:
    """WeasyPrint's ``HTML`` of a text, by its own parser if the text is no XML or WeasyPrint another version."""
    if reuse.installed():
        with suppress(ElementTree.ParseError):
            return _read(ElementTree.fromstring(text), fetcher)  # noqa: S314 - our own template, which declares nothing
    return weasyprint.HTML(string=text, base_url=None, url_fetcher=fetcher)


def _read(root: ElementTree.Element, fetcher: Any) -> Any:
    page = object.__new__(weasyprint.HTML)
    page.base_url, page.url_fetcher, page.media_type = None, fetcher, "print"
    page.wrapper_element = _Element.from_html_root(root, content_language=None)
    page.etree_element = page.wrapper_element.etree_element
    page._ua_stylesheets = _own_sheets
    return page


class _Element(cssselect2.ElementWrapper):
    """An element of a page, of which WeasyPrint asks for style sheets and metadata by name only."""

    def query_all(self, *names: str) -> Iterator[Any]:
        """All elements below with one of these names; stock compiles a selector of each and tries it everywhere."""
        return (_Found(one) for one in self.etree_element.iter() if one.tag in names)


class _Found(NamedTuple):
    """An element that was asked for."""

    etree_element: ElementTree.Element


@cache
def _own_sheets(*_forms: bool) -> list[Any]:
    """WeasyPrint's own style sheet with the rules for elements only.

    The others, by attribute, by descent and for the marks of notes, are for what no template has (lists, forms, links,
    text from right to left), and each of them is tried on each element.
    """
    sheet = copy(UA_STYLESHEET)
    sheet.matcher = copy(sheet.matcher)
    sheet.matcher.other_selectors = []
    return [sheet]
