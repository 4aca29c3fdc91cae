"""Bundles (移交包): choosing cases, saying what for, seeing how far it is, downloading."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from registry.refusals import Refused
from web import finding
from web.bundles import asking, taking
from web.context import viewer
from web.paging import page_of
from workflows.engine import commands


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The cases chosen or found, to be confirmed with a purpose; the worker makes the bundle."""
    who = viewer(request)
    if request.method == "GET":
        finding.log(who, "choose for a bundle", request.GET.urlencode())
        return _form(request, request.GET)
    sent = request.POST
    try:
        bundle = asking.ask(
            who,
            sent.getlist("case"),
            purpose=sent.get("purpose", ""),
            key=sent.get("key", "")[:64] or commands.new_key(),
        )
    except Refused as refusal:
        return _form(request, _all_that_were_there(sent), refusal=refusal)
    return redirect("bundle", bundle.public_id)


def _all_that_were_there(sent: QueryDict) -> QueryDict:
    """What the form showed: after a mistake those that were left out are still there, to be chosen after all."""
    asked = QueryDict(mutable=True)
    asked.setlist("case", sent.getlist("shown"))
    return asked


def _form(request: HttpRequest, asked: QueryDict, refusal: Refused | None = None) -> HttpResponse:
    who = viewer(request)
    choice, terms = asking.choice_for(who, asked), asking.terms_for(who)
    ticked = set(request.POST.getlist("case")) if refusal else {case.reference for case in choice.cases}
    context: dict[str, Any] = {
        "choice": choice, "ticked": ticked, "refusal": refusal, "terms": terms, "purpose": request.POST.get("purpose", ""),
        "key": request.POST.get("key") or commands.new_key(), "nav": "search",
    }  # fmt: skip
    return render(request, "bundle_new.html", context, status=422 if refusal else 200)


@login_required
@require_GET
def bundles(request: HttpRequest) -> HttpResponse:
    """The bundles of the viewer's own."""
    page = page_of(request, taking.bundles_of(viewer(request)))
    return render(request, "bundles.html", {"page": page, "nav": "search"})


@login_required
@require_GET
def bundle(request: HttpRequest, public_id: str) -> HttpResponse:
    """One bundle: how far it is, or what is in it."""
    who = viewer(request)
    found = taking.bundle_for(who, public_id)
    rows = list(found.cases.select_related("case__organisation", "case__subject__person"))
    seen = taking.sees_all(who, found)
    context = {
        "bundle": found, "rows": rows, "seen": seen, "nav": "search",
        "lapsed": found.made_at and not found.is_there(who.on),
        "done": sum(row.listing is not None for row in rows) + found.packed, "total": 2 * len(rows),
    }  # fmt: skip
    return render(request, "bundle.html", context)


@login_required
@require_GET
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The file; each time it is logged."""
    found, content = taking.taken(viewer(request), public_id)
    answer = FileResponse(
        content, as_attachment=True, filename=f"移交包-{found.public_id}.zip", content_type="application/zip"
    )
    # Nothing in between compresses it once more, so that a browser knows its length.
    answer["Content-Encoding"] = "identity"
    return answer
