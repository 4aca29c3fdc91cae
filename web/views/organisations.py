"""Organisations (党组织): the tree as far as the viewer sees it, and one organisation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from registry.access import organisation_for
from registry.models import Organisation, Role
from registry.registrars import keeps_register
from web import deputies, places, sealing
from web.context import viewer
from web.filters import OrganisationFilter
from web.paging import page_of


@login_required
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """The tree, in its order, with filters."""
    who = viewer(request)
    chosen = OrganisationFilter(request.GET, places.listed(who), viewer=who)
    context = {
        "form": chosen.form,
        "tags": list(chosen.tags()),
        "page": page_of(request, chosen.qs),
        "nav": "organisations",
    }
    return render(request, "organisations.html", context, status=422 if chosen.form.errors else 200)


@login_required
@require_GET
def organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One organisation: place, posts, members, letters, policy, contact; its seals for who keeps them."""
    return page_of_organisation(request, organisation_for(viewer(request), public_id))


def page_of_organisation(
    request: HttpRequest, found: Organisation, *, asked: sealing.Asked | None = None, status: int = 200
) -> HttpResponse:
    """The page of an organisation that was fetched for the viewer; after a refusal with what was typed."""
    who = viewer(request)
    context = {
        "organisation": found,
        "above": places.above(who, found),
        "below": page_of(request, places.below(found), name="below"),
        "seats": places.seats(found, who),
        "page": page_of(request, places.roll(found, who), size=25),
        "letters": places.letters(found),
        "pack": places.pack(found, who),
        "keeps_deputies": who.holds(Role.REGISTRAR),
        "deputies": deputies.at(found, who.on) if who.holds(Role.REGISTRAR) else [],
        "sealing": sealing.Sealing(found, who.on, asked) if keeps_register(who, found) else None,
        "nav": "organisations",
    }
    return render(request, "organisation.html", context, status=status)
