"""Attachments (附件): only ever given as a download that nothing runs or shows inside our pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from web.context import viewer
from web.downloads import download
from workflows.engine import access


@login_required
@require_GET
def attachment(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file, to be kept; the access is logged; 404 for whoever may not see its case."""
    found, content = access.attachment_for(viewer(request), public_id)
    response = download(content, name=found.title, media=found.media)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
