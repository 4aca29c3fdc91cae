"""Papers (文书): the PDF, its text, and pages as pictures that carry their viewer's name; drafts likewise."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from audit import clock
from documents import pages, trials
from documents.models import Paper
from registry.models import User
from web import drafted, purposes
from web.context import viewer
from web.downloads import download
from workflows.engine import access, checking
from workflows.engine.models import TaskAssignment

SCALE, SMALL = 1.6, 0.6


def watermark(user: User, purpose: str = "") -> str:
    """What for, who looks at a page, and when."""
    return f"{purposes.printed(purpose)} {user} {timezone.localtime(clock.now()):%Y-%m-%d %H:%M}".strip()


def picture(request: HttpRequest, content: bytes, number: int, purpose: str = "") -> HttpResponse:
    """A page as a picture, small where the address asks for that; Http404 where there is no such page."""
    scale, kind = (SMALL, "WEBP") if request.GET.get("size") == "small" else (SCALE, "PNG")
    mark = watermark(viewer(request).user, purpose)
    try:
        shown = pages.page_image(content, number, scale=scale, watermark=mark, kind=kind)
        return HttpResponse(shown, content_type=f"image/{kind.lower()}")
    except LookupError as error:
        raise Http404 from error


Given = Callable[[HttpRequest, Paper, bytes, str], HttpResponse]


def _with_purpose(request: HttpRequest, public_id: str, give: Given) -> HttpResponse:
    """A paper with what was stated to look at its case for; whoever has still to state it is led to where it is asked."""
    who = viewer(request)
    case = access.case_of_paper(who, public_id)
    if purposes.wanting(request.session, who, case):
        asked = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('case_purpose', args=[case.reference])}?{asked}")
    purpose = purposes.of_session(request.session, case)
    paper, content = access.paper_for(who, public_id, purpose=purpose)
    return give(request, paper, content, purpose)


@login_required
@require_GET
def pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The paper itself, to be kept; the access is logged."""
    return _with_purpose(
        request, public_id, lambda _r, paper, content, _p: download(content, name=f"{paper.title}{paper.number}.pdf")
    )


@login_required
@require_GET
def text(request: HttpRequest, public_id: str) -> HttpResponse:
    """The paper as plain text, for screen readers and slow lines."""
    plain = "text/plain; charset=utf-8"
    return _with_purpose(
        request, public_id, lambda _r, _paper, content, _p: HttpResponse(pages.page_text(content), content_type=plain)
    )


@login_required
@require_GET
def page(request: HttpRequest, public_id: str, page: int) -> HttpResponse:
    """One page as a picture, across which stand the purpose, the viewer and the time."""
    return _with_purpose(
        request, public_id, lambda asked, _paper, content, purpose: picture(asked, content, page, purpose)
    )


@login_required
@require_GET
def draft_page(request: HttpRequest, task: str, digest: str, page: int) -> HttpResponse:
    """One page of the draft of a paper, at an address that the task's page made for this viewer."""
    who = viewer(request)
    turn = access.turn_for(who, task)
    if not drafted.is_addressed(turn, digest, who.user, request.GET.get("k", "")):
        raise Http404
    content = trials.kept_draft(digest) or _typeset(turn, digest, who.user)
    return picture(request, content, page)


def _typeset(turn: TaskAssignment, digest: str, user: User) -> bytes:
    """The draft that agreeing to a routine decision would make, typeset now; Http404 if the facts have changed."""
    current = drafted.of_turn(turn, user)
    if current is None or current.digest != digest:
        raise Http404
    outcome = turn.definition.ordinary
    tried = checking.trial(turn.definition, turn.case, outcome, drafted.without_opinion(outcome), user.person)
    if tried is None:
        raise Http404
    return tried[1].pdf
