"""Members (党员): the dossier, and the full ID number for a stated purpose."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from registry.access import member_for
from registry.models import Member
from registry.refusals import Refused
from web import dossier
from web.context import viewer


@login_required
@require_GET
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """A member's dossier; the look is logged."""
    return _page(request, member_for(viewer(request), public_id))


@login_required
@require_POST
def number(request: HttpRequest, public_id: str) -> HttpResponse:
    """The dossier with the ID number in clear; shown once, kept in no address."""
    who, purpose = viewer(request), request.POST.get("purpose", "")
    member = member_for(who, public_id, purpose=purpose)
    try:
        clear = dossier.full_number(who, member, purpose)
    except Refused as refusal:
        return _page(request, member, refusal=refusal, purpose=purpose)
    return _page(request, member, clear=clear, purpose=purpose)


def _page(
    request: HttpRequest, member: Member, *, clear: str = "", purpose: str = "", refusal: Refused | None = None
) -> HttpResponse:
    shown = dossier.of_member(viewer(request), member)
    context = {"dossier": shown, "clear": clear, "purpose": purpose, "refusal": refusal, "nav": "organisations"}
    return render(request, "person.html", context, status=422 if refusal else 200)
