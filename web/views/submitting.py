"""Submitting what was begun (核对与提交): the check page with the paper it will make, then the case and what comes next."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from web import road
from web.context import viewer
from web.starting import address_after, draft_of, key_of, renewed, submitted_as, wizard_of
from web.views.papers import picture
from web.wizard import Wizard
from workflows.engine import access, opening
from workflows.engine.errors import Invalid, Refused
from workflows.engine.models import Case


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, process: str, draft: str) -> HttpResponse:
    """All answers, the machine's checks, the paper and who gets it next; submit. Of a submitted draft, its case."""
    if done := submitted_as(request, process, draft):
        return redirect("start_done" if request.method == "POST" else "case", done)
    wizard = wizard_of(request, process, draft)
    if renewed(request, wizard):
        return redirect(address_after(wizard, 0, to_check=False))
    form = wizard.bound()
    if number := wizard.first_fault(form):
        return redirect(_page_of(wizard, number))
    if request.method == "GET":
        return _check_page(request, wizard)
    try:
        case = opening.open_case(
            wizard.process,
            by=wizard.user,
            organisation=wizard.organisation,
            data=form.data,
            key=key_of(draft),
            follows=_followed(wizard),
        )
    except Invalid:
        return redirect(_page_of(wizard, max(1, wizard.first_fault(wizard.bound()))))
    except Refused as refusal:
        messages.error(request, _("This could not be submitted: %(why)s") % {"why": refusal.sentence})
        return redirect("start_check", process, draft)
    draft_of(request, draft).delete()
    return redirect("start_done", case.reference)


def _followed(wizard: Wizard) -> Case | None:
    """The case after which the draft asks again."""
    return wizard.draft.follows if wizard.draft else None


def _page_of(wizard: Wizard, number: int) -> str:
    return address_after(wizard, number - 1, to_check=False) + "?then=check"


def _check_page(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    form = wizard.bound()
    context = {"wizard": wizard, "sections": wizard.sections(form), "proposal": wizard.propose(form), "nav": "start"}
    return render(request, "start_check.html", context)


@login_required
@require_GET
def paper(request: HttpRequest, process: str, draft: str, number: int) -> HttpResponse:
    """A page of the paper these answers would make, as a picture with the viewer's name in it."""
    wizard = wizard_of(request, process, draft)
    form = wizard.bound()
    trial = None if form.errors else wizard.propose(form).trial
    if trial is None or not trial.pdf:
        raise Http404
    return picture(request, trial.pdf, number)


@login_required
@require_GET
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """The case is open: its number, what comes next, and where to follow it."""
    case = access.case_for(viewer(request), reference)
    return render(request, "start_done.html", {"case": case, "road": road.of_case(case), "nav": "start"})
