"""The sheet of a month as a file (台账填报表): downloaded with names, brought back filled in; nothing is entered by it alone."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit import journal
from registry.access import organisation_for
from registry.exchange import ledger_sheets as files
from registry.ledgers import keeps_ledgers
from registry.refusals import Refused
from web import ledger_pages, ledger_sheets, sheets, uploads
from web.context import viewer
from web.downloads import download
from web.ledger_sheets import Sheet
from web.posting import posted_from
from web.views.ledgers import page_of_sheet


@login_required
@require_GET
def blank(request: HttpRequest, public_id: str, month: str) -> HttpResponse:
    """The workbook of a month that is over, with the names and what is known; the access is logged."""
    who = viewer(request)
    branch, day = organisation_for(who, public_id), ledger_pages.month_of(month)
    found = Sheet(branch, day, who.on)
    if not found.people:
        raise Http404
    journal.log_access(by=who.user.actor, kind="ledger", object_id=branch.public_id, what=f"sheet {day:%Y-%m}")
    content = files.written(branch, day, found.names, found.known)
    return download(content, name=f"{files.TITLE}-{branch.code}-{day:%Y-%m}.xlsx", media=sheets.XLSX)


@login_required
@posted_from("ledger_sheet", "public_id", "month")
def bring(request: HttpRequest, public_id: str, month: str) -> HttpResponse:
    """Read a filled workbook: its mistakes cell by cell, or the sheet as it would be entered, to be looked at first."""
    who = viewer(request)
    branch, day = organisation_for(who, public_id), ledger_pages.month_of(month)
    if not keeps_ledgers(who, branch):
        raise PermissionDenied(
            _("Only the secretary, the deputy or the organisation commissioner keeps these ledgers.")
        )
    found, file = Sheet(branch, day, who.on), request.FILES.get("file")
    if fault := uploads.fault_of(file):
        return page_of_sheet(request, found, fault=fault, status=422)
    assert file is not None
    try:
        given = files.read(cast(BinaryIO, file), str(file.name), branch, day, found.names, found.known)
    except Refused as refusal:
        return page_of_sheet(request, found, fault=refusal.sentence, status=422)
    if given.faults:
        return page_of_sheet(request, found, file=str(file.name), file_faults=given.faults, status=422)
    shown = Sheet(branch, day, who.on, ledger_sheets.given_as_asked(given.said, found))
    return page_of_sheet(request, shown, file=str(file.name))
