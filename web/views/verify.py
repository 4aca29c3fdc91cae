"""Verifying a paper (文书核验): a public page, without signing in; it says whether a paper counts, and shows nobody's data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from audit import clock
from documents import verifying
from documents.verifying import Finding, Standing, TooMany
from forms.verifying import VerifyForm
from workflows.policy import asking

RETRY_AFTER = str(int(verifying.HOUR.total_seconds()))


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """By number and code, or by the file."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    sent = form.cleaned_data
    if sent["file"] is not None:
        return _asked(request, form, partial(verifying.by_file, sent["file"].read(), name=sent["name"]))
    return _asked(request, form, partial(verifying.by_code, sent["number"], sent["code"], name=sent["name"]))


@require_GET
def verify_code(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Where a QR code leads to."""
    return _asked(request, VerifyForm(), partial(verifying.by_address, public_id, code))


def _asked(request: HttpRequest, form: VerifyForm, ask: Callable[..., Finding]) -> HttpResponse:
    most = asking.base(clock.today()).archive.enquiries_in_an_hour.value
    try:
        found = ask(asker=request.META.get("REMOTE_ADDR", ""), most=most)
    except TooMany:
        response = _page(request, form, status=429, too_many=most)
        response["Retry-After"] = RETRY_AFTER
        return response
    return _page(request, form, found, status=404 if found.standing is Standing.UNKNOWN else 200)


def _page(
    request: HttpRequest, form: VerifyForm, found: Finding | None = None, *, status: int = 200, too_many: int = 0
) -> HttpResponse:
    good = found is not None and found.standing is Standing.VALID and found.same_name is not False
    return render(
        request, "verify.html", {"form": form, "found": found, "good": good, "too_many": too_many}, status=status
    )
