"""Chinese in a page of another language (页面语言): what people wrote is marked as Chinese, so that it is read out as such.

Names, matters and opinions are never translated. On a page in English each of them carries ``lang``, wherever it stands.
"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

TONGUE = "zh-Hans"
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# A tag with the text behind it; and in a text each run of Chinese, with what stands between Chinese.
_PLACE = re.compile(
    rf"<([a-z][a-z0-9]*)\b([^<>]*)>([^<]*[{_HAN}][^<]*)|(</[a-z0-9]+>|-->)([^<]*[{_HAN}][^<]*)", re.IGNORECASE
)
_RUN = re.compile(rf"[〔（《“]*[{_HAN}](?:[^<&A-Za-z]*[{_HAN}〕）》”。，；：！？、])?")
# Nothing but text stands in these: the element itself is marked.
_TEXT_ONLY = frozenset({"title", "option", "textarea", "text", "desc"})
_NEVER = frozenset({"script", "style"})
# A text with a date in it, behind any tag; first what is passed over: dates that are whole already, and what may hold no
# element.
_WHOLE = 'span class="nw"'
_DATED = re.compile(
    rf"<(?:{_WHOLE}|(?:{'|'.join(sorted(_TEXT_ONLY | _NEVER))})\b[^<>]*)>[^<]*|>[^<]*\d{{4}}-\d\d[^<]*", re.IGNORECASE
)
_DATE = re.compile(r"(?<![\w.-])\d{4}-\d\d(?:-\d\d)?(?: \d\d:\d\d)?(?![\w-])", re.ASCII)


@register.tag
def marked_as_chinese(parser: Parser, token: Token) -> MarkedAsChinese:
    """``{% marked_as_chinese %}...{% endmarked_as_chinese %}``: marks the Chinese in a page that is not Chinese."""
    inside = parser.parse(("endmarked_as_chinese",))
    parser.delete_first_token()
    return MarkedAsChinese(inside)


class MarkedAsChinese(Node):
    """A part of a page (页面片段): dates in one piece, and the Chinese in it marked where the page is in another language."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        """The part with its dates kept whole; marked, unless it is on a Chinese page."""
        page = whole_dates(self.nodelist.render(context))
        chinese = (get_language() or "").startswith("zh")
        return mark_safe(page if chinese else marked(page))  # noqa: S308 -- what was escaped stays so; only our own marks are added


def whole_dates(page: str) -> str:
    """HTML in which no line ends inside a date; browsers would break one after its hyphens, as they do long numbers."""
    return _DATED.sub(_with_whole_dates, page)


def _with_whole_dates(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else _DATE.sub(rf"<{_WHOLE}>\g<0></span>", found[0])


def marked(page: str) -> str:
    """HTML with each run of Chinese marked, and nothing else changed."""
    return _PLACE.sub(_marked_place, page)


def _marked_place(found: re.Match[str]) -> str:
    name, attributes, text, closing, behind = found.groups()
    if name is None:
        return closing + _RUN.sub(_wrapped, behind)
    if name.lower() in _NEVER or "lang=" in attributes:
        return found[0]
    if name.lower() in _TEXT_ONLY:
        return f'<{name}{attributes} lang="{TONGUE}">{text}'
    return f"<{name}{attributes}>{_RUN.sub(_wrapped, text)}"


def _wrapped(run: re.Match[str]) -> str:
    return f'<span lang="{TONGUE}">{run[0]}</span>'
