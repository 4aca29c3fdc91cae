"""The rules in force (政策): for an organisation of the viewer, or any pack, with sources."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from registry.access import Viewer, organisation_for
from registry.models import Organisation
from web import policies, policy_words
from web.context import viewer
from workflows.policy import asking, loading
from workflows.policy.terms import Pack


@login_required
@require_GET
def policy(request: HttpRequest) -> HttpResponse:
    """Every provision in words, with value, source, date and how far it was verified."""
    who = viewer(request)
    organisation = _organisation(who, request.GET.get("organisation", ""))
    in_force = asking.policy_of(organisation, who.on) if organisation else loading.in_force(asking.BASE, who.on)
    pack = _pack(request.GET.get("pack", "")) or in_force
    found = policies.sections(pack, who.on)
    context = {
        "organisation": organisation,
        "in_force": in_force,
        "pack": pack,
        "packs": policies.packs(),
        "sections": found,
        "legend": [(tag, policy_words.TAGS[tag], policy_words.EXPLAINED[tag]) for tag in policy_words.TAGS],
        "differing": policies.differing(found),
        "nav": "policy",
    }
    return render(request, "policy.html", context)


def _organisation(who: Viewer, public_id: str) -> Organisation | None:
    """The organisation asked for; else the first of a post held, else the member's home."""
    if public_id:
        return organisation_for(who, public_id)
    if who.appointments:
        return who.appointments[0].post.organisation
    member = getattr(who.person, "member", None) if who.person else None
    home = member.affiliations.on(who.on).select_related("organisation").first() if member else None
    return home.organisation if home else None


def _pack(asked: str) -> Pack | None:
    """A pack by ``name@version``, or the newest version of a name; Http404 if there is none."""
    if not asked:
        return None
    name, _at, version = asked.partition("@")
    found = [p for p in policies.packs() if p.name == name and version in ("", p.version)]
    if not found:
        raise Http404
    return found[0]
