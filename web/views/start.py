"""Opening a case (发起): choose a matter, answer topic by topic, check, submit."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit import clock
from documents import pages
from forms.kit import StepForm
from registry.models import Organisation
from web import road
from web.context import viewer
from web.wizard import Wizard, draft_rows, fault_title, faults, page_fields
from workflows.engine import access, catalogue, commands, openers, opening
from workflows.engine.errors import Conflict, Invalid, Refused
from workflows.engine.models import Case, Draft
from workflows.engine.words import Process

IMAGE_SCALE = 1.4


def _process(name: str) -> type[Process]:
    try:
        return catalogue.process(name)
    except KeyError as error:
        raise Http404 from error


def _draft(request: HttpRequest, public_id: str) -> Draft:
    draft = opening.draft_of(viewer(request).user, public_id)
    if draft is None or draft.assignment_id is not None or draft.organisation is None:
        raise Http404
    return draft


def _wizard(request: HttpRequest, process: str, draft: str) -> Wizard:
    kept = _draft(request, draft)
    if kept.process_name != process or kept.organisation is None:
        raise Http404
    return Wizard(_process(process), viewer(request).user, kept.organisation, kept)


@login_required
@require_GET
def chooser(request: HttpRequest) -> HttpResponse:
    """What do you want to do? The matters this person may open, and his drafts."""
    who = viewer(request)
    known = catalogue.processes()
    allowed = [p for p in known.values() if opening.places_to_open(p, who.user, who.on)]
    return render(request, "start.html", {"processes": allowed, "drafts": draft_rows(who.user, known), "nav": "start"})


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, process: str) -> HttpResponse:
    """The first page of a new draft; where a case could be opened at several organisations, which one first."""
    who, course = viewer(request), _process(process)
    places = opening.places_to_open(course, who.user, who.on)
    if not places:
        raise PermissionDenied(_("You do not hold a post that may start this here."))
    place = places[0] if len(places) == 1 else _chosen(places, request.GET.get("at", ""))
    if place is None:
        missed = "at" in request.GET
        named = [(each, openers.behalf(course, who, each)) for each in places]
        context = {"process": course, "places": named, "missed": missed, "nav": "start"}
        return render(request, "start_where.html", context, status=422 if missed else 200)
    return _page(request, Wizard(course, who.user, place), 1)


def _chosen(places: list[Organisation], public_id: str) -> Organisation | None:
    return next((place for place in places if place.public_id == public_id), None)


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, process: str, draft: str, number: int) -> HttpResponse:
    """One topic of a draft."""
    wizard = _wizard(request, process, draft)
    if not 1 <= number <= wizard.last:
        raise Http404
    _renewed(request, wizard)
    return _page(request, wizard, number)


def _renewed(request: HttpRequest, wizard: Wizard) -> bool:
    """True if the draft was one of another edition: what was typed is kept where it is still asked, and that is said."""
    if not wizard.outdated:
        return False
    kept = wizard.keep(wizard.bound())
    wizard.kept = kept.answers
    said = _(
        "The rules for this matter have changed. What you typed is kept where it is still asked; go through it again."
    )
    messages.warning(request, said)
    return True


def _page(request: HttpRequest, wizard: Wizard, number: int) -> HttpResponse:
    """Show a page, or take what was sent: keep it, and go on if it is right."""
    back_to_check = request.GET.get("then") == "check"
    if request.method == "POST":
        form = wizard.bound(number, request.POST)
        if "save" in request.POST:
            wizard.keep(form)
            messages.success(request, _("Saved. You find the draft on this page."))
            return redirect("start")
        if not faults(form, wizard.topic(number)):
            wizard.keep(form)
            return redirect(_next(wizard, number, to_check=back_to_check))
        return _rendered(request, wizard, number, form, status=422)
    form = wizard.bound() if back_to_check else wizard.proposed(number)
    return _rendered(request, wizard, number, form)


def _next(wizard: Wizard, number: int, *, to_check: bool) -> str:
    assert wizard.draft is not None
    where = {"process": wizard.process.name, "draft": wizard.draft.public_id}
    if to_check or number >= wizard.last:
        return reverse("start_check", kwargs=where)
    return reverse("start_page", kwargs=where | {"number": number + 1})


def _rendered(request: HttpRequest, wizard: Wizard, number: int, form: StepForm, status: int = 200) -> HttpResponse:
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
        "nav": "start",
    }
    return render(request, "start_page.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, process: str, draft: str) -> HttpResponse:
    """All answers, the machine's checks, the paper and who gets it next; submit."""
    if request.method == "POST" and (done := _submitted_before(request, process, draft)):
        return redirect("start_done", done)
    wizard = _wizard(request, process, draft)
    if _renewed(request, wizard):
        return redirect(_next(wizard, 0, to_check=False))
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
            key=_key(draft),
            follows=_followed(wizard),
        )
    except Invalid:
        return redirect(_page_of(wizard, max(1, wizard.first_fault(wizard.bound()))))
    except Refused as refusal:
        return _check_page(request, wizard, refusal)
    _draft(request, draft).delete()
    return redirect("start_done", case.reference)


def _followed(wizard: Wizard) -> Case | None:
    """The case after which the draft asks again."""
    return wizard.draft.follows if wizard.draft else None


def _page_of(wizard: Wizard, number: int) -> str:
    return _next(wizard, number - 1, to_check=False) + "?then=check"


def _key(draft: str) -> str:
    """A draft is submitted once, however often the button is pressed."""
    return f"draft-{draft}"


def _submitted_before(request: HttpRequest, process: str, draft: str) -> str:
    course = _process(process)
    earlier = commands.earlier(_key(draft), by=viewer(request).user, name="open", target=course.name)
    return str(earlier["case"]) if earlier else ""


def _check_page(request: HttpRequest, wizard: Wizard, refusal: Refused | None = None) -> HttpResponse:
    form = wizard.bound()
    context = {
        "wizard": wizard,
        "sections": wizard.sections(form),
        "proposal": wizard.propose(form),
        "refusal": refusal,
        "nav": "start",
    }
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    return render(request, "start_check.html", context, status=status)


@login_required
@require_GET
def paper(request: HttpRequest, process: str, draft: str, number: int) -> HttpResponse:
    """A page of the paper these answers would make, as a picture with the viewer's name in it."""
    wizard = _wizard(request, process, draft)
    form = wizard.bound()
    trial = None if form.errors else wizard.propose(form).trial
    if trial is None or not trial.pdf:
        raise Http404
    images = pages.page_images(
        trial.pdf, scale=IMAGE_SCALE, watermark=f"{wizard.user} {timezone.localtime(clock.now()):%m-%d %H:%M}"
    )
    if not 1 <= number <= len(images):
        raise Http404
    return HttpResponse(images[number - 1], content_type="image/png")


@login_required
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, draft: str) -> HttpResponse:
    """Ask once more, then delete a draft."""
    kept = _draft(request, draft)
    if request.method == "POST":
        kept.delete()
        messages.success(request, _("The draft is deleted."))
        return redirect("start")
    return render(request, "start_drop.html", {"draft": kept, "process": _process(kept.process_name), "nav": "start"})


@login_required
@require_GET
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """The case is open: its number, what comes next, and where to follow it."""
    case = access.case_for(viewer(request), reference)
    return render(request, "start_done.html", {"case": case, "road": road.of_case(case), "nav": "start"})
