"""The board (看板): whom to ask about, figures, lateness by post; for whoever oversees something above a branch."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from web import board as boards
from web import finding, late_posts, sheets
from web.context import viewer
from web.enquiries import enquiries
from web.entries import with_dossiers
from web.paging import page_of, page_of_keys
from web.periods import Period
from workflows.engine.overseeing import Span, span_of


def _span(request: HttpRequest) -> Span:
    span = span_of(viewer(request))
    if span is None:
        raise PermissionDenied(_("The board is for those who head or organise something above a branch."))
    return span


def _log(request: HttpRequest, what: str) -> None:
    finding.log(viewer(request), what, request.GET.urlencode(), object_id="board")


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Names first, then figures; the look is logged."""
    who, span = viewer(request), _span(request)
    _log(request, "board")
    context = {"span": span, "lists": boards.shortlists(span, who), "charts": boards.drawn(span), "nav": "board"}
    return render(request, "board.html", context)


@login_required
@require_GET
def names(request: HttpRequest, code: str) -> HttpResponse:
    """One of the lists, in full."""
    who, span = viewer(request), _span(request)
    enquiry = next((found for found in enquiries(span) if found.code == code), None)
    if enquiry is None:
        raise Http404
    _log(request, code)
    page = page_of_keys(request, enquiry.rows, enquiry.fetch)
    with_dossiers(page.object_list, who)
    return render(request, "board_names.html", {"span": span, "enquiry": enquiry, "page": page, "nav": "board"})


@login_required
@require_GET
def lateness(request: HttpRequest) -> HttpResponse:
    """Lateness by post over a month, quarter or year, as a page or as a file."""
    who, span = viewer(request), _span(request)
    period = Period.of(request.GET.get("period", ""), who.on)
    found = late_posts.found_in(span, period)
    kind = request.GET.get("export", "")
    if kind in ("csv", "xlsx"):
        _log(request, f"export {kind}")
        rows = late_posts.table(found.records[: sheets.MOST_ROWS])
        return sheets.response(kind, f"lateness-{period.code}", late_posts.header(), rows)
    page = page_of(request, found.records)
    page.object_list = late_posts.lines(list(page.object_list))
    context = {
        "span": span, "period": period, "sorts": period.sorts(who.on), "found": found, "page": page, "nav": "board",
    }  # fmt: skip
    return render(request, "lateness.html", context)


@login_required
@require_GET
def late_post(request: HttpRequest, number: int) -> HttpResponse:
    """The cases behind the line of one post."""
    who, span = viewer(request), _span(request)
    period, post = Period.of(request.GET.get("period", ""), who.on), late_posts.post_in(span, number)
    _log(request, "late post")
    page = page_of(request, late_posts.behind(span, who, period, post))
    page.object_list = late_posts.rows_of(list(page.object_list))
    context = {"span": span, "period": period, "post": post, "page": page, "nav": "board"}
    return render(request, "lateness_post.html", context)
