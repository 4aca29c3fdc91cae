"""When people change (人员变动): the leaver's list on a member's page, the drill of a vacancy on an organisation's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registry.access import member_for, organisation_for
from registry.models import Member
from registry.refusals import Conflict, Refused
from web.context import viewer
from workflows.engine import commands, leaving
from workflows.engine.drilling import drill

MOST_TURNS = 50


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """What ends with somebody's last day; then the same list, to be agreed to."""
    who = viewer(request)
    member = member_for(who, public_id)
    sent = request.POST if request.method == "POST" else request.GET
    asked: dict[str, Any] = {"day": sent.get("last_day", ""), "reason": sent.get("reason", "")[:300]}
    day = _day(asked["day"])
    if not leaving.may_let_go(who.user, member.person, day or who.on):
        raise PermissionDenied(_("Only a registrar above all these posts can end them."))
    if request.method == "GET":
        fault = _("Write a day like 2026-11-24.") if asked["day"] and day is None else ""
        return _list(request, member, day, asked, fault=fault, field="last_day")
    try:
        done = leaving.leave(
            member.person, last_day=day or who.on, reason=asked["reason"], by=who.user,
            key=request.POST.get("key", "")[:64] or commands.new_key(), digest=request.POST.get("digest") or "none",
        )  # fmt: skip
    except Refused as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _list(request, member, day, asked, fault=refusal.sentence, field=refusal.field, status=status)
    messages.success(request, _("Posts ended: %(posts)s; tasks passed on: %(turns)s.") % done)
    return redirect("person", public_id)


def _list(
    request: HttpRequest, member: Member, day: dt.date | None, asked: dict[str, Any], *, fault: str = "",
    field: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    plan = None
    try:
        plan = leaving.leaving(member.person, day) if day is not None else None
    except Refused as refusal:
        fault, field = refusal.sentence, refusal.field
    context = {
        "member": member, "asked": asked, "plan": plan, "fault": fault, "field": field, "key": commands.new_key(),
        "nav": "organisations",
    }  # fmt: skip
    return render(request, "leave.html", context, status=422 if fault and status == 200 else status)


@login_required
@require_GET
def vacancy(request: HttpRequest, public_id: str) -> HttpResponse:
    """What stops if a post of an organisation is empty on a day."""
    who = viewer(request)
    organisation = organisation_for(who, public_id)
    posts = list(organisation.posts.select_related("organisation").order_by("pk"))
    if not posts:
        raise Http404
    asked = request.GET.get("post", "")
    post = next((post for post in posts if str(post.pk) == asked), posts[0])
    day = _day(request.GET.get("on", "")) or who.on
    context = {
        "organisation": organisation, "posts": posts, "drill": drill(post, day, most=MOST_TURNS), "nav": "organisations",
    }  # fmt: skip
    return render(request, "vacancy.html", context)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
