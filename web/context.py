"""What every page shows: the viewer, his navigation, the counts in the bar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from audit import clock
from registry.access import Viewer, viewer_of
from registry.models import Role, User
from web.badges import badges
from workflows.engine import openers
from workflows.engine.overseeing import span_of


def viewer(request: HttpRequest) -> Viewer:
    """The viewer of a request, asked once."""
    if not hasattr(request, "viewer"):
        assert isinstance(request.user, User)  # views are behind sign-in
        request.viewer = viewer_of(request.user, clock.today())  # type: ignore[attr-defined]
    found: Viewer = request.viewer  # type: ignore[attr-defined]
    return found


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context of all pages; small and cheap, since it is asked on each."""
    shared: dict[str, Any] = {"demo": settings.DEMO, "today": clock.today()}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return shared
    who = viewer(request)
    return shared | {
        "viewer": who,
        "held_posts": [appointment.post for appointment in who.appointments],
        "proxied": who.proxied,
        "is_member": getattr(who.person, "member", None) is not None if who.person else False,
        "may_search": bool(who.roots),
        "may_oversee": span_of(who) is not None,
        "may_start": openers.may_open_any(who),
        "may_import": who.holds(Role.REGISTRAR),
        "badges": badges(request, who),
    }
