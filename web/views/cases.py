"""One case (办件页), and calling it off."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from registry.refusals import Refused
from web import purposes, road, swimlane, trail, volumes
from web.casefile import CaseFile
from web.context import viewer
from web.downloads import download
from web.making import making_of
from web.verbs import Target
from web.verbs.withdrawing import WITHDRAW
from web.views.verbs import answered
from workflows.engine import access, copying
from workflows.engine.models import Case


@login_required
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The case with its steps, papers, chart and trail; the access is logged."""
    who = viewer(request)
    found = access.case_for(who, reference)
    copying.note_reading(who, found)
    file = CaseFile(found, who)
    paper, page = file.chosen(request.GET)
    context = {
        "file": file,
        "case": found,
        "ended": road.closed_as(found),
        "paper": paper,
        "page": page,
        "making": making_of(who, paper),
        "pages": range(1, (paper.pages if paper else 0) + 1),
        "chart": swimlane.chart(file),
        "trail": trail.trail_of(who, found),
        "ask_purpose": paper is not None and purposes.wanting(request.session, who, found),
    }
    return render(request, "case.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Call the case off, with a reason; where it cannot be called off any more, the case itself says why."""
    who = viewer(request)
    target = Target(who, access.case_for(who, reference))
    if request.method == "GET" and not WITHDRAW.offered(target):
        return redirect("case", reference)
    return answered(request, WITHDRAW, target)


@login_required
@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest, reference: str) -> HttpResponse:
    """What the viewer looks at the papers for; then back to where he wanted to go."""
    who = viewer(request)
    found = access.case_for(who, reference)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    back = wanted if allowed else reverse("case", args=[reference])
    context: dict[str, Any] = {"case": found, "next": back}
    if request.method == "GET":
        return render(request, "case_purpose.html", context)
    said = request.POST.get("purpose", "")
    try:
        purposes.keep(request.session, who, found, said)
    except Refused as refusal:
        context |= {"refusal": refusal.sentence, "purpose": said}
        return render(request, "case_purpose.html", context, status=422)
    return redirect(back)


@login_required
@require_http_methods(["GET", "POST"])
def volume(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole file of the case: what is in it and what is missing; with a purpose, as one PDF."""
    who = viewer(request)
    found = access.case_for(who, reference)
    purpose = request.POST.get("purpose", purposes.of_session(request.session, found))
    if request.method == "POST":
        try:
            return download(volumes.volume_for(who, found, purpose=purpose), name=f"{found.number}.pdf")
        except Refused as refusal:
            return _volume_page(request, found, status=422, refusal=refusal.sentence, purpose=purpose)
    return _volume_page(request, found, purpose=purpose)


def _volume_page(request: HttpRequest, found: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    papers = CaseFile(found, viewer(request)).papers
    context = {"case": found, "papers": papers, "lacking": volumes.lacking(found, papers)}
    return render(request, "case_volume.html", context | more, status=status)
