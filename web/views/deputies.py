"""Deputies (代理人): what I have given and been given, a new delegation, revoking; for a registrar from paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registry.access import Viewer, organisation_for
from registry.models import Delegation, Organisation, Role
from registry.refusals import Conflict, Refused
from web import deputies as shown
from web.context import viewer
from web.faults import fault_title, faults
from web.posting import posted_from
from workflows.engine import commands, deputies


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """My deputies: the lists, and the questions of a new delegation."""
    who = viewer(request)
    sources = shown.own_sources(who)
    form = shown.DelegationForm(who, sources, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (given := _given(request, who, form)) is not None:
        _say(request, given)
        return redirect("deputies")
    context = {"given": shown.given(who), "received": shown.received(who), "nav": "deputies"}
    return _page(request, form, context)


@login_required
@require_http_methods(["GET", "POST"])
def at_organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    """The deputies of an organisation, for a registrar, who may enter a delegation from paper."""
    who = viewer(request)
    organisation = organisation_for(who, public_id)
    if not who.holds(Role.REGISTRAR):
        raise PermissionDenied(_("Only a registrar enters delegations from paper."))
    sources = shown.sources_at(organisation, who.on)
    form = shown.DelegationForm(who, sources, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (given := _given(request, who, form)) is not None:
        _say(request, given)
        return redirect("organisation_deputies", public_id)
    return _page(request, form, _of(organisation, who))


def _of(organisation: Organisation, who: Viewer) -> dict[str, Any]:
    return {"organisation": organisation, "rows": shown.at(organisation, who.on), "nav": "organisations"}


def _given(request: HttpRequest, who: Viewer, form: shown.DelegationForm) -> Delegation | None:
    """The delegation that the answers ask for; None where they are refused, each mistake then stands at its field."""
    if not form.is_valid():
        return None
    answers, source = form.cleaned_data, form.source
    try:
        return deputies.delegate(
            source.post, answers["proxy"], by=who.user, giver=source.giver, since=answers["since"],
            until=answers["until"], processes=answers["processes"], reason=answers["reason"], key=_key(request),
        )  # fmt: skip
    except Refused as refusal:
        for field, sentences in (refusal.errors or {refusal.field: [refusal.sentence]}).items():
            form.add_error(field if field in form.fields else None, sentences)
        request.refused_with = 409 if isinstance(refusal, Conflict) else 422  # type: ignore[attr-defined]
    except PermissionDenied as denied:
        form.add_error(None, str(denied))
        request.refused_with = 403  # type: ignore[attr-defined]
    return None


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:64] or commands.new_key()


def _say(request: HttpRequest, given: Delegation) -> None:
    words = _("%(name)s acts for %(post)s from %(since)s up to %(until)s.")
    said = {"name": given.proxy, "post": given.post, "since": given.since, "until": given.until}
    messages.success(request, words % said)


def _page(request: HttpRequest, form: shown.DelegationForm, context: dict[str, Any]) -> HttpResponse:
    found = faults(form) if form.is_bound else []
    status = getattr(request, "refused_with", 422) if found else 200
    more = {
        "form": form,
        "faults": found,
        "fault_title": fault_title(found) if found else "",
        "refusals": form.non_field_errors() if form.is_bound else [],
        "key": _key(request) if status in (200, 422) else commands.new_key(),
    }
    return render(request, "deputies.html", context | more, status=status)


@login_required
@posted_from("deputies")
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a delegation back, with one button."""
    who = viewer(request)
    if not Delegation.objects.filter(public_id=public_id).exists():
        raise PermissionDenied(_("This delegation is not yours to revoke."))
    revoked = deputies.revoke(public_id, by=who.user, key=_key(request))
    said = {"name": revoked.proxy, "post": revoked.post}
    messages.success(request, _("Revoked: %(name)s no longer acts for %(post)s.") % said)
    if request.POST.get("at") == "organisation":
        return redirect("organisation_deputies", revoked.post.organisation.public_id)
    return redirect("deputies")
