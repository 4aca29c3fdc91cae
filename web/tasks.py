"""What the worker does for the pages: examining and loading large files."""

from __future__ import annotations

from django.utils import translation
from procrastinate.contrib.django import app

from registry.models import User
from web import importing, uploads
from web.importing import Act


@app.task(name="web.work_on_upload")
def work_on_upload(token: str, user_id: int, act: Act, language: str) -> None:
    """Examine or load a kept file; nothing if it was taken away meanwhile."""
    user = User.objects.get(pk=user_id)
    upload = uploads.find(token, user)
    if upload is not None and upload.path.exists():
        with translation.override(language or None):
            importing.work(upload, act, user)
