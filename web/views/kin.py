"""Relatives of a member (亲属登记): recorded on his page, ended there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from registry import kinship
from registry.access import member_for
from web import kin
from web.context import viewer
from web.posting import posted_from
from web.views.people import page_of_member


@login_required
@posted_from("person", "public_id")
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record a relative."""
    who = viewer(request)
    member = member_for(who, public_id)
    sent = request.POST
    asked = kin.Asked(sent.get("name", "")[:50], sent.get("relation", "")[:12], sent.get("relative", "")[:10])
    if kin.record(who, member, asked) is None:
        return page_of_member(request, member, asked=asked, status=422)
    messages.success(request, _("Recorded. This person takes no part in cases about the member from now on."))
    return redirect("person", public_id)


@login_required
@posted_from("person", "public_id")
def end(request: HttpRequest, public_id: str, record: str) -> HttpResponse:
    """End the record of a relative."""
    who = viewer(request)
    member = member_for(who, public_id)
    found = kinship.kinships_of(member.person).filter(public_id=record).first()
    if found is None:
        raise Http404
    kinship.end(found, by=who)
    messages.success(request, _("The record has ended."))
    return redirect("person", public_id)
