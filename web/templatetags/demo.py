"""Template tag of the sign-in page: the people of a demo."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from audit import clock
from web.demo import groups

register = template.Library()


@register.inclusion_tag("account/demo_people.html", takes_context=True)
def demo_people(context: Any) -> dict[str, Any]:
    """Buttons to enter the demo; nothing in an installation that is none."""
    return {"request": context.get("request"), "groups": groups(clock.today()) if settings.DEMO else []}
