"""Who manages a member as a cadre (干部管理权限): entered on his page, ended there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from registry import cadres
from registry.access import member_for
from registry.models import Organisation
from registry.refusals import Refused
from web.context import viewer
from web.posting import posted_from
from web.views.people import page_of_member


@login_required
@posted_from("person", "public_id")
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Enter the committee that manages a member as a cadre."""
    who = viewer(request)
    member = member_for(who, public_id)
    chosen = Organisation.objects.filter(public_id=request.POST.get("organisation", "")[:10]).first()
    try:
        cadres.record(member, chosen, by=who)
    except Refused as refusal:
        return page_of_member(request, member, of_cadre=refusal, status=422)
    messages.success(request, _("Recorded. This committee decides about the member from now on."))
    return redirect("person", public_id)


@login_required
@posted_from("person", "public_id")
def end(request: HttpRequest, public_id: str, record: str) -> HttpResponse:
    """End the record; the committee of the branch decides again."""
    who = viewer(request)
    member = member_for(who, public_id)
    found = cadres.management_of(member.person_id)
    if found is None or found.public_id != record:
        raise Http404
    cadres.end(found, by=who)
    messages.success(request, _("The record has ended."))
    return redirect("person", public_id)
