"""Members (党员): the dossier, and the full ID number for a stated purpose."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from registry.access import member_for
from registry.models import Member, Role
from registry.refusals import Refused
from web import cadre, dossier, kin
from web.context import viewer
from web.kin import Asked
from web.posting import posted_from


@login_required
@require_GET
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """A member's dossier; the look is logged."""
    return page_of_member(request, member_for(viewer(request), public_id))


@login_required
@posted_from("person", "public_id")
def number(request: HttpRequest, public_id: str) -> HttpResponse:
    """The dossier with the ID number in clear; shown once, kept in no address."""
    who, purpose = viewer(request), request.POST.get("purpose", "")
    member = member_for(who, public_id, purpose=purpose)
    try:
        clear = dossier.full_number(who, member, purpose)
    except Refused as refusal:
        return page_of_member(request, member, refusal=refusal, purpose=purpose, status=422)
    return page_of_member(request, member, clear=clear, purpose=purpose)


def page_of_member(
    request: HttpRequest, member: Member, *, clear: str = "", purpose: str = "", refusal: Refused | None = None,
    asked: Asked | None = None, of_cadre: Refused | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of a member who was fetched for the viewer; after a refusal with what was typed."""
    who = viewer(request)
    context = {
        "dossier": dossier.of_member(who, member),
        "cadre": cadre.of_member(who, member, of_cadre),
        "relatives": kin.relatives(who, member),
        "asked": asked or Asked(),
        "may_let_go": who.holds(Role.REGISTRAR),
        "clear": clear,
        "purpose": purpose,
        "refusal": refusal,
        "nav": "organisations",
    }
    return render(request, "person.html", context, status=status)
