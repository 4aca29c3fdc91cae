"""Seals of an organisation (印章): brought and retired on its page by registrars, who see them small."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from documents import seals
from documents.models import Seal
from registry.access import organisation_for
from registry.models import Organisation
from registry.refusals import Conflict, Refused
from registry.registrars import keeps_register
from web import sealing
from web.context import viewer
from web.posting import posted_from
from web.views.organisations import page_of_organisation


@login_required
@posted_from("organisation", "public_id")
def bring(request: HttpRequest, public_id: str) -> HttpResponse:
    """Bring a seal."""
    who, organisation = viewer(request), _kept(request, public_id)
    form = sealing.BringForm(request.POST, request.FILES, day=who.on)

    def done() -> None:
        seals.bring(organisation, form.picture, since=form.cleaned_data["since"], by=who.user)

    return _answer(request, organisation, form, done, _("The seal is recorded."))


@login_required
@posted_from("organisation", "public_id")
def retire(request: HttpRequest, public_id: str, seal: str) -> HttpResponse:
    """Retire a seal."""
    who, organisation = viewer(request), _kept(request, public_id)
    found, form = _seal(organisation, seal), sealing.RetireForm(request.POST, day=who.on)

    def done() -> None:
        seals.retire(found, last_day=form.cleaned_data["last_day"], reason=form.cleaned_data["reason"], by=who.user)

    return _answer(request, organisation, form, done, _("The seal is retired."))


@login_required
@require_GET
def picture(request: HttpRequest, public_id: str, seal: str) -> HttpResponse:
    """A seal as a small picture."""
    found = _seal(_kept(request, public_id), seal)
    return HttpResponse(seals.shown(found), content_type="image/png")


def _kept(request: HttpRequest, public_id: str) -> Organisation:
    """The organisation, for a registrar at it or above it."""
    who = viewer(request)
    organisation = organisation_for(who, public_id)
    if not keeps_register(who, organisation):
        raise PermissionDenied(_("Only a registrar of this organisation or above it can do this."))
    return organisation


def _seal(organisation: Organisation, public_id: str) -> Seal:
    found = Seal.objects.filter(organisation=organisation, public_id=public_id).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def _answer(
    request: HttpRequest, organisation: Organisation, form: sealing.Asked, act: Callable[[], None], said: str
) -> HttpResponse:
    """Do it and say so, or the page again with what was typed and the mistakes at their fields."""
    status = 422
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
            status = 409 if isinstance(refusal, Conflict) else 422
        else:
            messages.success(request, said)
            return redirect(reverse("organisation", args=[organisation.public_id]) + "#seals")
    return page_of_organisation(request, organisation, asked=form, status=status)
