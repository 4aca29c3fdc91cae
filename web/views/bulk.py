"""Several tasks agreed to together (批量办理): looked at in one table, ticked as read, a result for each row."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from web import listing
from web.bulk import Chosen, agree, chosen, decided
from web.context import viewer
from web.desk import Shown


@login_required
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """The table of the chosen tasks; a POST agrees to the ticked ones."""
    found = chosen(viewer(request), (request.GET if request.method == "GET" else request.POST).getlist("t"))
    if request.method == "GET":
        return _table(request, found, done=request.GET.getlist("done"), fault=_nothing_chosen(found, request))
    sent = request.POST
    if not sent.getlist("read"):
        return _table(request, found, fault=_("Tick the rows you have read; the others stay as they are."), status=422)
    agree(found, sent)
    if any(row.refusal for row in found.rows):
        return _table(request, found, done=sent.getlist("read"), status=409)
    return redirect(f"{reverse('bulk')}?{_rest(found, request)}")


def _nothing_chosen(found: Chosen, request: HttpRequest) -> str:
    return "" if found.rows or found.gone or "done" in request.GET else _("Tick the tasks in the list first.")


def _rest(found: Chosen, request: HttpRequest) -> str:
    """The address of the table afterwards: what was done, what is left, and the list one came from."""
    rest = QueryDict(Shown.of(request.GET).query.lstrip("?"), mutable=True)
    rest.setlist("t", [row.id for row in found.rows])
    rest.setlist("done", request.POST.getlist("read"))
    return rest.urlencode()


def _table(
    request: HttpRequest, found: Chosen, *, done: list[str] | None = None, fault: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    who = viewer(request)
    context = {
        "chosen": found,
        "done": [listing.undoable(decision, who) for decision in decided(who, done or [])],
        "failed": [row for row in found.rows if row.refusal],
        "fault": fault,
        "opinion": request.POST.get("opinion", ""),
        "shown": Shown.of(request.GET),
        "nav": "inbox",
    }
    return render(request, "bulk.html", context, status=status)
