"""Searching (查询): cases by filters, with people, organisations and papers of the same name or number."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from web import finding, groups, saved, sheets
from web.context import viewer
from web.filters import CaseFilter
from web.paging import page_of_keys


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Cases the viewer may see; every search is logged."""
    who = viewer(request)
    rows = finding.cases(who, request.GET.get("sort", finding.DEFAULT_SORT))
    chosen = CaseFilter(request.GET, rows, viewer=who)
    kind = request.GET.get("export", "")
    finding.log(who, f"export {kind}" if kind in ("csv", "xlsx") else "search", request.GET.urlencode())
    if kind in ("csv", "xlsx"):
        keys = list(chosen.qs.values_list("pk", flat=True)[: sheets.MOST_ROWS])
        return sheets.response(kind, "cases", finding.header(), finding.table(keys))
    page = page_of_keys(request, chosen.qs, finding.rows_of)
    text = request.GET.get("q", "").strip()
    context = {
        "filter": chosen,
        "form": chosen.form,
        "tags": list(chosen.tags()),
        "page": page,
        "groups": groups.groups(who, text, request.GET.get("all", "")),
        "saved": list(saved.views_of(who.user, saved.Place.SEARCH)),
        "query": saved.said(request.GET),
        "default_sort": finding.DEFAULT_SORT,
        "nav": "search",
    }
    return render(request, "search.html", context, status=422 if chosen.form.errors else 200)
