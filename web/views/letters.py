"""The register of letters (转接登记簿): what was sent and received, receipts due, void numbers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from web import finding, letterbook, sheets
from web.context import viewer
from web.filters import LetterFilter
from web.paging import page_of


@login_required
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """The letters of the viewer's organisations, or the void numbers among them."""
    who = viewer(request)
    if request.GET.get("show") == "void":
        page = page_of(request, letterbook.void_numbers(who))
        return render(request, "letters_void.html", {"page": page, "nav": "letters"})
    chosen = LetterFilter(request.GET, letterbook.letters(who), viewer=who)
    kind = request.GET.get("export", "")
    if kind in ("csv", "xlsx"):
        finding.log(who, f"export {kind}", request.GET.urlencode(), object_id="letters")
        found = list(chosen.qs[: sheets.MOST_ROWS])
        return sheets.response(kind, "letters", letterbook.header(), letterbook.table(found, who.on))
    page = page_of(request, chosen.qs)
    page.object_list = letterbook.rows_of(list(page.object_list), who.on)
    more = letterbook.registers()
    context = {"registers": more, "form": chosen.form, "tags": list(chosen.tags()), "page": page, "nav": "letters"}
    return render(request, "letters.html", context, status=422 if chosen.form.errors else 200)


@login_required
@require_GET
def of_process(request: HttpRequest, process: str) -> HttpResponse:
    """The register that a process keeps of its own: the cases of it that the viewer may see, newest first."""
    who, course = viewer(request), letterbook.registers().get(process)
    if course is None:
        raise Http404
    found = letterbook.cases_of(who, course)
    kind = request.GET.get("export", "")
    if kind in ("csv", "xlsx"):
        finding.log(who, f"export {kind}", request.GET.urlencode(), object_id=process)
        header, rows = letterbook.file_of(course, list(found[: sheets.MOST_ROWS]))
        return sheets.response(kind, process, header, rows)
    page = page_of(request, found)
    page.object_list = letterbook.entries(course, list(page.object_list))
    return render(request, "register.html", {"process": course, "page": page, "nav": "letters"})
