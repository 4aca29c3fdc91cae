"""Notices (通知): the list of what one was told, how one wants to be told; every mark is a POST or an opened link."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registry.refusals import Refused
from web.context import viewer
from web.faults import fault_title, faults
from web.notice_choice import ChoiceForm
from web.posting import posted_from
from workflows.engine import choosing, reading_notices
from workflows.engine.models import Notice

SIZE = 30


@login_required
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What one was told, newest first; a page goes on behind the last row of the one before."""
    rows = reading_notices.page(viewer(request), before=_place(request.GET.get("before", "")), size=SIZE + 1)
    shown = rows[:SIZE]
    older = _address(shown[-1]) if len(rows) > SIZE else ""
    context = {"notices": shown, "older": older, "first": "before" not in request.GET, "nav": "notices"}
    return render(request, "notices.html", context)


def _address(notice: Notice) -> str:
    """The place of a row in the list, as the address says it."""
    return f"{notice.visible_from.timestamp():.6f}-{notice.pk}"


def _place(said: str) -> reading_notices.Place | None:
    """The place an address names; None for nonsense."""
    at, _dash, key = said.partition("-")
    try:
        return dt.datetime.fromtimestamp(float(at), dt.UTC), int(key)
    except (ValueError, OverflowError, OSError):
        return None


@login_required
@require_GET
def notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open a notice: it is read, and leads to its task, or to the case where the task is closed."""
    found = reading_notices.open_one(viewer(request), public_id)
    if found.turn is not None and found.turn.is_open:
        return redirect("task", found.turn.public_id)
    return redirect("case", found.case.reference)


@login_required
@posted_from("notices")
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    reading_notices.read(reading_notices.visible(viewer(request)))
    return redirect("notices")


@login_required
@require_http_methods(["GET", "POST"])
def choice(request: HttpRequest) -> HttpResponse:
    """How one wants to be told."""
    who = viewer(request)
    if who.person is None:
        raise PermissionDenied(_("This account does not belong to a person."))
    chosen = choosing.choice_for(who)
    form = ChoiceForm(request.POST or None, chosen=chosen, viewer=who)
    if request.method == "POST" and form.is_valid():
        try:
            choosing.choose(who.user, **form.chosen())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, _("Kept. You are told as you have chosen."))
            return redirect("notice_choice")
    return _choice_page(request, form)


def _choice_page(request: HttpRequest, form: ChoiceForm) -> HttpResponse:
    found = faults(form) if form.is_bound else []
    context: dict[str, Any] = {
        "form": form,
        "faults": found,
        "fault_title": fault_title(found) if found else "",
        "nav": "notices",
    }
    return render(request, "notice_choice.html", context, status=422 if found else 200)
