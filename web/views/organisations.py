"""Organisations (党组织): the tree as far as the viewer sees it, and one organisation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from registry.access import organisation_for
from registry.models import Role
from web import deputies, places
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
    """One organisation: place, posts, members, letters, policy, contact."""
    who = viewer(request)
    found = organisation_for(who, public_id)
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
        "nav": "organisations",
    }
    return render(request, "organisation.html", context)
