"""Files to be kept (下载): bytes under a name, in whatever script it is written."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes, *, name: str, media: str = "application/pdf") -> HttpResponse:
    """An answer that a browser keeps as a file and does not show."""
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer
