"""Saved views (常用筛选): keep the filters of a list, open them again, rename and delete them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from registry.refusals import Refused
from web import saved
from web.context import viewer
from web.models import SavedView
from web.posting import posted_from


@login_required
@require_GET
def open_view(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go to the list with what still holds of the filters; what does not is named."""
    who = viewer(request)
    view = saved.view_for(who.user, public_id)
    found = saved.read(view.place, view.query, who)
    if found.left_out:
        said = {"name": view.name, "filters": pgettext("list", ", ").join(found.left_out)}
        messages.warning(request, _("“%(name)s” was opened without what no longer holds: %(filters)s.") % said)
    return redirect(saved.address_of(view.place, found.query))


@login_required
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Ask for a name, and keep the filters that the address carries."""
    who = viewer(request)
    asked = request.POST if request.method == "POST" else request.GET
    place, query, name = asked.get("place", ""), asked.get("query", ""), asked.get("name", "")
    if place not in SavedView.Place.values:
        raise Http404
    refusal = None
    if request.method == "POST":
        try:
            view = saved.keep(place, query, name, by=who)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("Kept as “%(name)s”.") % {"name": view.name})
            return redirect(saved.address_of(place, view.query))
    context = {"place": place, "query": query, "back": saved.address_of(place, saved.read(place, query, who).query)}
    return _page(request, context, name, refusal)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rename a view."""
    view = saved.view_for(viewer(request).user, public_id)
    name, refusal = request.POST.get("name", view.name), None
    if request.method == "POST":
        try:
            saved.rename(view, name)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("Kept as “%(name)s”.") % {"name": view.name})
            return redirect("saved")
    return _page(request, {"view": view, "place": view.place}, name, refusal)


@login_required
@posted_from("saved")
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete a view."""
    saved.delete(saved.view_for(viewer(request).user, public_id))
    messages.success(request, _("Deleted."))
    return redirect("saved")


@login_required
@require_GET
def views(request: HttpRequest) -> HttpResponse:
    """All views of a person."""
    found = list(saved.views_of(viewer(request).user))
    return render(request, "saved_views.html", {"views": found, "most": saved.MOST, "nav": "inbox"})


def _page(request: HttpRequest, context: dict[str, Any], name: str, refusal: Refused | None) -> HttpResponse:
    context |= {"name": name, "refusal": refusal, "longest": saved.LONGEST_NAME, "nav": context["place"]}
    return render(request, "saved_view.html", context, status=422 if refusal else 200)
