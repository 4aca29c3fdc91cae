"""The archive (档案库): bytes under their SHA-256, written once, never changed.

Any Django storage serves ("papers" and "attachments" in the settings); the file system is the default. A file is
written whole, flushed, renamed into place and read back before the row that names it is written.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

PAPERS, ATTACHMENTS = "papers", "attachments"
# A file that somebody brought has no ending on the disk: nothing opens it by a double click.
_ENDINGS = {PAPERS: ".pdf", ATTACHMENTS: ""}


class Damaged(Exception):
    """Stored bytes that are missing or no longer match their digest."""


def _place(sha256: str, shelf: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}{_ENDINGS[shelf]}"


def store(content: bytes, shelf: str = PAPERS) -> str:
    """Keep bytes and return their SHA-256; keeping the same bytes twice is harmless."""
    sha256 = hashlib.sha256(content).hexdigest()
    storage, place = storages[shelf], _place(sha256, shelf)
    if not storage.exists(place):
        if isinstance(storage, FileSystemStorage):
            _write_durably(Path(storage.path(place)), content)
        else:
            storage.save(place, ContentFile(content))
    fetch(sha256, shelf)
    return sha256


def _write_durably(target: Path, content: bytes) -> None:
    """Temporary file, full write, fsync, rename, fsync of the folder: a killed worker leaves nothing half-written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def fetch(sha256: str, shelf: str = PAPERS) -> bytes:
    """The bytes of a digest; raises Damaged if they are missing or were changed."""
    try:
        with storages[shelf].open(_place(sha256, shelf), "rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise Damaged(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(sha256)
    return content
