"""Template tags of the pages: icons, due chips, dates."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lucide import _render_icon

from forms.kit import StepForm
from workflows.engine.inbox import CAP, DueChip

register = template.Library()


@cache
def _drawing(name: str) -> str:
    """The inside of a lucide icon, without attributes that a strict policy or our styles would fight."""
    svg = _render_icon(name, None)
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon drawn in the page itself: no request, styled by class."""
    inside = mark_safe(_drawing(name))  # noqa: S308 -- the packaged drawing, no user text
    return format_html('<svg class="ic {}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', size, inside)


@register.inclusion_tag("parts/due_chip.html")
def due(chip: DueChip) -> dict[str, Any]:
    """The chip of a due date, always in words."""
    return {"chip": chip, "words": due_words(chip)}


def due_words(chip: DueChip) -> str:
    """How late or near, in working days."""
    if chip.kind == "held":
        return _("suspended")
    if chip.kind == "od":
        days = max(1, -chip.days)
        return ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}
    if chip.kind == "today":
        return _("due today")
    if chip.kind == "soon":
        return ngettext("%(n)s working day left", "%(n)s working days left", chip.days) % {"n": chip.days}
    return f"{chip.due_on:%m-%d}" if chip.due_on else ""


@register.filter
def fixed_words(field: BoundField) -> str:
    """What a read-only question keeps, in words."""
    form = field.form
    return form.fixed_words(field.name) if isinstance(form, StepForm) else str(field.value() or "")


@register.filter
def capped(count: int) -> str:
    """A count as a badge shows it."""
    return f"{CAP}+" if count > CAP else str(count)


@register.filter
def day(value: dt.date | None) -> str:
    """A day as tables show it."""
    return value.isoformat() if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A moment as trails show it: month-day and time."""
    return f"{timezone.localtime(value):%m-%d %H:%M}" if value else ""


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's query string with some parameters changed: list state lives in the address."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return "?" + parameters.urlencode()
