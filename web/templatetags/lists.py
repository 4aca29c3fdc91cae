"""Template tags of lists: links that change one thing of the address and keep the rest."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


def _parameters(context: Any) -> QueryDict:
    copied: QueryDict = context["request"].GET.copy()
    copied.pop("export", None)
    return copied


@register.simple_tag(takes_context=True)
def turn_page(context: Any, number: int, name: str = "page") -> str:
    """The address of another page of the same list."""
    parameters = _parameters(context)
    parameters[name] = str(number)
    return "?" + parameters.urlencode()


@register.simple_tag(takes_context=True)
def with_parameter(context: Any, name: str, value: str) -> str:
    """The address with one parameter set, from the first page on."""
    parameters = _parameters(context)
    parameters.pop("page", None)
    parameters[name] = value
    return "?" + parameters.urlencode()


@register.simple_tag(takes_context=True)
def sort_heading(context: Any, name: str, label: str) -> SafeString:
    """A column heading that sorts by its column, the other way round when asked again."""
    current = context["request"].GET.get("sort", context.get("default_sort", ""))
    down = current == f"-{name}"
    state = ' aria-sort="descending"' if down else ' aria-sort="ascending"' if current == name else ""
    address = with_parameter(context, "sort", name if down else f"-{name}")
    return format_html('<th scope="col"{}><a href="{}">{}</a></th>', SafeString(state), address, label)
