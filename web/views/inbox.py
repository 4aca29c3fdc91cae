"""The inbox (待办): the list, and beside it the first task."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from web import news as arrivals
from web.badges import badges
from web.context import viewer
from web.desk import Shown
from web.listing import done_of, list_context
from web.pane import Pane


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The list the address asks for; the pane shows its first row."""
    shown = Shown.of(request.GET)
    context = list_context(request, shown)
    first = context["page"].object_list[0] if shown.lists_turns and context["page"].object_list else None
    context["pane"] = Pane(first, viewer(request)) if first else None
    context["done"] = done_of(request)
    return render(request, "inbox.html", context)


@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """What came into the list since it was shown; nothing at all for whoever is not signed in any more."""
    moment = arrivals.moment_of(request.GET.get("since", ""))
    if not request.user.is_authenticated or moment is None:
        return HttpResponse(status=204)
    who, shown = viewer(request), Shown.of(request.GET)
    context = {"shown": shown, "news": arrivals.since(who, shown, moment), "todo": badges(request, who).todo}
    # Without what whole pages ask for; and nothing is nothing, so that the list shows no empty bar.
    return HttpResponse(render_to_string("parts/news.html", context).strip())
