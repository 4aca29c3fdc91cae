"""Uploaded files between two steps (暂存上传): kept under a random name, for their uploader only, then deleted."""

from __future__ import annotations

import json
import secrets
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from registry.exchange import safety
from registry.models import User

KEPT_SECONDS = 24 * 3600
MOST_BYTES = 30 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A kept file: whose it is and what it was called."""

    token: str
    user_id: int
    name: str

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return _root() / self.token

    @property
    def path(self) -> Path:
        """The file itself, under a name of ours."""
        return self.folder / "file"


def _root() -> Path:
    root = Path(settings.VAR_DIR) / "uploads"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def keep(file: UploadedFile[Any], user: User) -> Upload:
    """Keep an uploaded file for the next step; what was left lying for a day is swept."""
    sweep()
    upload = Upload(secrets.token_hex(16), user.pk, Path(file.name or "").name[:100])
    upload.folder.mkdir(mode=0o700)
    with upload.path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    (upload.folder / "about.json").write_text(json.dumps(asdict(upload)), "utf-8")
    return upload


def fault_of(file: object) -> str:
    """Why a file that is read as a workbook cannot even be kept; empty if it can."""
    size = getattr(file, "size", None)
    if size is None:
        return _("Choose a file.")
    if size == 0:
        return _("The file is empty.")
    most = safety.MOST_BYTES
    return _("The file is larger than %(most)d MB.") % {"most": most >> 20} if size > most else ""


def find(token: str, user: User) -> Upload | None:
    """A kept file of a user; None if there is none, or it is somebody else's."""
    about = _root() / token / "about.json"
    if not token.isalnum() or not about.exists():
        return None
    upload = Upload(**json.loads(about.read_text("utf-8")))
    return upload if upload.user_id == user.pk else None


def drop(upload: Upload) -> None:
    """Delete a kept file."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def note(upload: Upload, state: dict[str, object]) -> None:
    """Write how far the work on a file has come."""
    draft = upload.folder / "state.part"
    draft.write_text(json.dumps(state), "utf-8")
    draft.replace(upload.folder / "state.json")


def state_of(upload: Upload) -> dict[str, object]:
    """How far the work on a file has come; empty before it began."""
    place = upload.folder / "state.json"
    found: dict[str, object] = json.loads(place.read_text("utf-8")) if place.exists() else {}
    return found


def sweep(older_than: float = KEPT_SECONDS) -> int:
    """Delete files that nobody came back for; returns how many."""
    limit = time.time() - older_than
    old = [folder for folder in _root().iterdir() if folder.stat().st_mtime < limit]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)
