"""Importing and exporting the register (导入导出): for the holder of a registrar's post."""

from __future__ import annotations

import tempfile

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registry import exchange
from registry.access import Viewer, organisations_for
from registry.exchange.safety import MOST_BYTES
from registry.models import Role
from registry.refusals import Refused
from web import finding, importing, sheets, uploads
from web.context import viewer
from web.posting import posted_from
from web.purposes import stated
from web.uploads import Upload


def _registrar(request: HttpRequest) -> Viewer:
    who = viewer(request)
    if not who.holds(Role.REGISTRAR):
        raise PermissionDenied(_("Only the registrar imports and exports the register."))
    return who


def _upload(request: HttpRequest, token: str) -> Upload:
    upload = uploads.find(token, _registrar(request).user)
    if upload is None:
        raise Http404
    return upload


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What an import does, the template, and the upload."""
    who = _registrar(request)
    fault = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        fault = uploads.fault_of(file)
        if file is not None and not fault:
            upload = uploads.keep(file, who.user)
            importing.begin(upload, "examine", who.user)
            return redirect("import_report", upload.token)
    context = {"fault": fault, "most_mb": MOST_BYTES >> 20, "nav": "import"}
    return render(request, "import.html", context, status=422 if fault else 200)


@login_required
@require_GET
def report(request: HttpRequest, token: str) -> HttpResponse:
    """What the examination or the import found; while it runs, how far it is."""
    upload = _upload(request, token)
    state = uploads.state_of(upload)
    found = state.get("report")
    context = {
        "upload": upload,
        "state": state,
        "report": found,
        "counts": importing.counts(found) if isinstance(found, dict) else [],
        "new_rows": importing.new_rows(found) if isinstance(found, dict) else 0,
        "working": state.get("phase") in ("examining", "loading"),
        "nav": "import",
    }
    return render(request, "import_report.html", context)


@login_required
@posted_from("import_report", "token")
def load(request: HttpRequest, token: str) -> HttpResponse:
    """Load a file that was examined without a mistake."""
    upload = _upload(request, token)
    state = uploads.state_of(upload)
    found = state.get("report")
    if state.get("phase") == "examined" and isinstance(found, dict) and found["ok"]:
        importing.begin(upload, "load", viewer(request).user)
    return redirect("import_report", token)


@login_required
@posted_from("import_report", "token")
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Examine a kept file once more, e.g. after another import has ended."""
    upload = _upload(request, token)
    if upload.path.exists() and uploads.state_of(upload).get("phase") in ("stopped", "examined"):
        importing.begin(upload, "examine", viewer(request).user)
    return redirect("import_report", token)


@login_required
@posted_from("import_report", "token")
def drop(request: HttpRequest, token: str) -> HttpResponse:
    """Take an uploaded file away again."""
    uploads.drop(_upload(request, token))
    return redirect("import")


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    _registrar(request)
    answer = HttpResponse(exchange.template(), content_type=sheets.XLSX)
    answer["Content-Disposition"] = 'attachment; filename="register-template.xlsx"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """The register below the registrar's posts; with full ID numbers only for a stated purpose. Logged."""
    who = _registrar(request)
    purpose, full = request.POST.get("purpose", ""), request.method == "POST"
    try:
        purpose = stated(purpose, _("Say what you need the full numbers for.")) if full else ""
    except Refused as refusal:
        context = {"purpose_fault": refusal.sentence, "purpose": purpose, "most_mb": MOST_BYTES >> 20, "nav": "import"}
        return render(request, "import.html", context, status=422)
    finding.log(who, "export with ID numbers" if full else "export", purpose, object_id="register")
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    exchange.export_to(target, organisations=organisations_for(who), with_id_numbers=full)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"register-{who.on}.xlsx", content_type=sheets.XLSX)
