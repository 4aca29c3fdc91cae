"""Opening a case (发起): choose a matter, answer topic by topic, check, submit."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from forms.kit import StepForm
from registry.models import Organisation
from registry.publicid import is_public_id, public_id
from web.begun import draft_rows
from web.context import viewer
from web.faults import fault_title, faults
from web.starting import address_after, draft_of, process_named, renewed, submitted_as, wizard_of
from web.wizard import Wizard, page_fields
from workflows.engine import catalogue, openers, opening
from workflows.engine.words import Group, Process


@login_required
@require_GET
def chooser(request: HttpRequest) -> HttpResponse:
    """What do you want to do? The matters this person may open, and his drafts."""
    who = viewer(request)
    known = catalogue.processes()
    allowed = [p for p in known.values() if opening.places_to_open(p, who.user, who.on)]
    # What is done in a few minutes comes first.
    quick = sorted(allowed, key=lambda process: process.minutes)
    groups = [(group.label, [p for p in quick if p.group == group]) for group in Group]
    context = {"groups": [one for one in groups if one[1]], "drafts": draft_rows(who.user, known), "nav": "start"}
    return render(request, "start.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, process: str) -> HttpResponse:
    """The first page of a new draft; where a case could be opened at several organisations, which one first.

    The page brings the id of the draft it will make: whoever comes back to it, or sends it twice, makes no second one.
    """
    who, course, as_id = viewer(request), process_named(process), _id_sent(request)
    places = opening.places_to_open(course, who.user, who.on)
    if not places:
        raise PermissionDenied(_("You do not hold a post that may start this here."))
    if done := submitted_as(request, process, as_id):
        return redirect("case", done)
    place = places[0] if len(places) == 1 else _chosen(places, request.GET.get("at", ""))
    if place is None:
        return _where(request, course, places)
    kept = opening.draft_of(who.user, as_id)
    if kept is not None and (kept.process_name, kept.organisation) == (process, place):
        return _page(request, Wizard(course, who.user, place, kept), 1)
    as_id, known = as_id if kept is None else public_id(), _known(request, course)
    return _page(request, Wizard(course, who.user, place, as_id=as_id, begun_with=known), 1)


def _known(request: HttpRequest, course: type[Process]) -> dict[str, str]:
    """What the page that leads here knows of the answers (预填), by the names of the questions; shown, and changed like any other."""
    asked = course.start.form.base_fields
    return {name: value for name, value in request.GET.dict().items() if name in asked}


def _id_sent(request: HttpRequest) -> str:
    """The id of the draft that a first page was made for; a new one for a page that is made now."""
    sent = request.POST.get("draft", "")
    return sent if is_public_id(sent) else public_id()


def _where(request: HttpRequest, course: type[Process], places: list[Organisation]) -> HttpResponse:
    """For which organisation? Also who it would be for."""
    missed = "at" in request.GET
    named = [(each, openers.behalf(course, viewer(request), each)) for each in places]
    context = {"process": course, "places": named, "missed": missed, "nav": "start"}
    return render(request, "start_where.html", context, status=422 if missed else 200)


def _chosen(places: list[Organisation], wanted: str) -> Organisation | None:
    return next((place for place in places if place.public_id == wanted), None)


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, process: str, draft: str, number: int) -> HttpResponse:
    """One topic of a draft; of one that was submitted, its case."""
    if done := submitted_as(request, process, draft):
        return redirect("case", done)
    wizard = wizard_of(request, process, draft)
    if not 1 <= number <= wizard.last:
        raise Http404
    renewed(request, wizard)
    return _page(request, wizard, number)


def _page(request: HttpRequest, wizard: Wizard, number: int) -> HttpResponse:
    """Show a page, with its mistakes where it was sent with some, or take what was sent."""
    if request.method == "POST":
        return _taken(request, wizard, number)
    wrong = "wrong" in request.GET
    if wrong and wizard.draft is None:
        return _rendered(request, wizard, number, wizard.bound(number, QueryDict()))
    looked_over = wrong or request.GET.get("then") == "check"
    return _rendered(request, wizard, number, wizard.bound() if looked_over else wizard.proposed(number))


def _taken(request: HttpRequest, wizard: Wizard, number: int) -> HttpResponse:
    """Keep what was sent, right or not, and go on to an address of its own: a browser can come back to each of them."""
    form = wizard.bound(number, request.POST)
    wrong = faults(form, wizard.topic(number))
    if wizard.is_blank(form, number) and (wrong or {"save", "leave"} & request.POST.keys()):
        return redirect("start") if "save" in request.POST else redirect(_again(request, request.path))
    wizard.keep(form)
    if "leave" in request.POST:
        return HttpResponse(status=204)
    if "save" in request.POST:
        messages.success(request, _("Saved. You find the draft on this page."))
        return redirect("start")
    if "back" in request.POST and number > 1:
        return redirect(address_after(wizard, number - 2, to_check=False))
    if wrong:
        return redirect(_again(request, address_after(wizard, number - 1, to_check=False)))
    return redirect(address_after(wizard, number, to_check=request.GET.get("then") == "check"))


def _again(request: HttpRequest, address: str) -> str:
    """The address at which a page shows what is wrong with it; where it leads afterwards stays."""
    asked = request.GET.copy()
    asked["wrong"] = "1"
    return f"{address}?{asked.urlencode()}"


def _rendered(request: HttpRequest, wizard: Wizard, number: int, form: StepForm) -> HttpResponse:
    topic = wizard.topic(number)
    found = faults(form, topic)
    context = {
        "wizard": wizard,
        "number": number,
        "topic": topic,
        "fields": page_fields(form, topic),
        "faults": found,
        "fault_title": fault_title(found),
        "subject": wizard.subject_of(wizard.bound()) if number > 1 else "",
        "back_to_check": request.GET.get("then") == "check",
        "previous": wizard.topic(number - 1) if number > 1 else None,
        "unfinished": [] if wizard.draft else draft_rows(wizard.user, {wizard.process.name: wizard.process}),
        "nav": "start",
    }
    return render(request, "start_page.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, draft: str) -> HttpResponse:
    """Ask once more, then delete a draft."""
    kept = draft_of(request, draft)
    if request.method == "POST":
        kept.delete()
        messages.success(request, _("The draft is deleted."))
        return redirect("start")
    return render(
        request, "start_drop.html", {"draft": kept, "process": process_named(kept.process_name), "nav": "start"}
    )
