"""The ledgers (三项台账): which branches have entered their months, the sheet of a month, a member's page, a correction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registry import ledgers as writing
from registry.access import member_for, organisation_for
from registry.ledger_rules import Said
from registry.models import LedgerEntry, Organisation
from registry.models.ledgers import EXCUSES, REASON_MOST, Ledger, MonthValue
from registry.refusals import Conflict, Refused
from web import ledger_pages, ledger_sheets
from web.context import viewer
from web.faults import Fault, fault_title
from web.ledger_sheets import Sheet
from web.paging import page_of


@login_required
@require_GET
def ledgers(request: HttpRequest) -> HttpResponse:
    """The branches in reach with their last month; straight to the branch where there is one."""
    who = viewer(request)
    page = page_of(request, ledger_pages.branches(who))
    found = list(page.object_list)
    if len(found) == 1 and not page.has_other_pages():
        return redirect("ledger_branch", found[0].public_id)
    newest = ledger_pages.closed_months(who.on, 1)
    states = ledger_pages.states(found, newest)
    page.object_list = [(branch, states[branch.pk][0]) for branch in found]
    context = {"page": page, "month": newest[0], "nav": "ledgers"}
    return render(request, "ledgers/branches.html", context)


@login_required
@require_GET
def branch(request: HttpRequest, public_id: str) -> HttpResponse:
    """One branch: its months of a year, and what its members have missed."""
    who = viewer(request)
    found = organisation_for(who, public_id)
    months = ledger_pages.closed_months(who.on)
    context = {
        "branch": found,
        "states": ledger_pages.states([found], months)[found.pk],
        "idle": ledger_pages.idle(found, months),
        "members": ledger_pages.members(found, who.on),
        "keeps": writing.keeps_ledgers(who, found),
        "nav": "ledgers",
    }
    return render(request, "ledgers/branch.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, public_id: str, month: str) -> HttpResponse:
    """The sheet of a month: to be entered by those who keep it, to be read by those above."""
    who = viewer(request)
    found, day = organisation_for(who, public_id), ledger_pages.month_of(month)
    if request.method == "POST":
        return _enter(request, found, day)
    return page_of_sheet(request, Sheet(found, day, who.on))


def _enter(request: HttpRequest, found: Organisation, month: dt.date) -> HttpResponse:
    who = viewer(request)
    if not writing.keeps_ledgers(who, found):
        raise PermissionDenied(
            _("Only the secretary, the deputy or the organisation commissioner keeps these ledgers.")
        )
    shown = Sheet(found, month, who.on)
    asked = ledger_sheets.asked_of(request.POST, shown)
    if asked.errors:
        return page_of_sheet(request, Sheet(found, month, who.on, asked), status=422)
    lines, idle = ledger_sheets.lines_of(asked, shown)
    try:
        rows = writing.enter_sheet(found, month, lines, by=who.user, idle=idle)
    except Refused as refusal:
        general = "" if refusal.errors else refusal.sentence
        asked = replace(asked, errors=refusal.errors, general=general)
        status = 409 if isinstance(refusal, Conflict) else 422
        return page_of_sheet(request, Sheet(found, month, who.on, asked), status=status)
    words = {"month": f"{month:%Y-%m}", "n": len({row.member_id for row in rows})}
    messages.success(request, _("%(month)s is entered, members: %(n)s.") % words)
    return redirect("ledger_branch", found.public_id)


def page_of_sheet(
    request: HttpRequest, found: Sheet, *, file: str = "", file_faults: object = (), fault: str = "", status: int = 200
) -> HttpResponse:
    """The page of a sheet; after a refusal with what was typed, after a file with what it says."""
    faults = found.faults + ([Fault("file", "file", fault)] if fault else [])
    who = viewer(request)
    context = {
        "sheet": found,
        "keeps": writing.keeps_ledgers(who, found.branch),
        "faults": faults,
        "fault_title": fault_title(faults),
        "file": file,
        "file_faults": file_faults,
        "file_fault": fault,
        "values": [one for one in MonthValue if one is not MonthValue.EXCUSED],
        "nav": "ledgers",
    }
    return render(request, "ledgers/sheet.html", context, status=status)


@login_required
@require_GET
def member(request: HttpRequest, public_id: str) -> HttpResponse:
    """A member's ledgers: for himself, and for those who may see him; the look is logged."""
    who = viewer(request)
    found = member_for(who, public_id)
    kept = [place.pk for place in who.organisations(*writing.KEEPERS)]
    own = ledger_pages.Own(found, who.on)
    context = {"own": own, "answer": own.answer(who), "kept": kept, "nav": "ledgers"}
    return render(request, "ledgers/member.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, public_id: str, ledger: str, month: str) -> HttpResponse:
    """Correct the row in force of a month, with a reason."""
    row = _row(request, public_id, ledger, month)
    if request.method == "POST":
        return _correct(request, row)
    return _page_of_correction(request, row, code=ledger_sheets.code_of(Said(row.value, row.excuse)))


def _row(request: HttpRequest, public_id: str, ledger: str, month: str) -> LedgerEntry:
    """The row in force, for whoever keeps the ledgers it stands in; 404 for who may not see it, 403 for who only reads."""
    rows = LedgerEntry.objects.current().select_related("member__person", "organisation", "entered_by")
    found = rows.filter(member__public_id=public_id, ledger=ledger, month=ledger_pages.month_of(month)).first()
    who = viewer(request)
    if found is not None and writing.keeps_ledgers(who, found.organisation):
        return found
    member_for(who, public_id)
    if found is None:
        raise Http404
    raise PermissionDenied(_("Only the secretary, the deputy or the organisation commissioner keeps these ledgers."))


def _correct(request: HttpRequest, row: LedgerEntry) -> HttpResponse:
    code, reason = request.POST.get("value", "")[: ledger_sheets.LONGEST], request.POST.get("reason", "")
    who = viewer(request)
    seen = LedgerEntry.objects.filter(member=row.member, pk=_number(request.POST.get("row", ""))).first() or row
    try:
        writing.correct(seen, ledger_sheets.said_of(code), reason, by=who.user)
    except Refused as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _page_of_correction(request, row, code=code, reason=reason, refusal=refusal, status=status)
    messages.success(request, _("Corrected. The earlier row stays beside it."))
    return redirect("ledger_member", row.member.public_id)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _page_of_correction(
    request: HttpRequest, row: LedgerEntry, *, code: str, reason: str = "", refusal: Refused | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    context = {
        "row": row,
        "code": code,
        "reason": reason,
        "refusal": refusal,
        "most": REASON_MOST,
        "values": [one for one in MonthValue if one is not MonthValue.EXCUSED],
        "reasons": [(f"{MonthValue.EXCUSED}.{one.value}", one.label) for one in EXCUSES[row.ledger]],
        "title": Ledger(row.ledger).label,
        "nav": "ledgers",
    }
    return render(request, "ledgers/correct.html", context, status=status)
