"""The archive: bytes under their digest, written whole or not at all, and any change is noticed when they are read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from documents import archive

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 300
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """An archive of the test's own."""
    settings.STORAGES = settings.STORAGES | {
        "papers": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [place for place in folder.rglob("*") if place.is_file()]


def place_of(folder: Path) -> Path:
    return folder / DIGEST[:2] / DIGEST[2:4] / f"{DIGEST}.pdf"


def test_bytes_are_kept_under_their_digest(folder: Path) -> None:
    assert archive.store(CONTENT) == DIGEST
    assert files(folder) == [place_of(folder)]
    assert archive.fetch(DIGEST) == CONTENT


def test_the_same_bytes_twice_are_one_file_that_is_not_touched(folder: Path) -> None:
    archive.store(CONTENT)
    before = place_of(folder).stat()
    archive.store(CONTENT)
    after = place_of(folder).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert len(files(folder)) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda place: place.write_bytes(CONTENT[:-1]),
        lambda place: place.write_bytes(CONTENT + b"\n"),
        lambda place: place.write_bytes(CONTENT[:100] + b"X" + CONTENT[101:]),
        lambda place: place.write_bytes(b""),
        lambda place: place.unlink(),
    ],
    ids=["cut", "longer", "one byte changed", "emptied", "gone"],
)
def test_damage_is_noticed(folder: Path, damage: Callable[[Path], Any]) -> None:
    archive.store(CONTENT)
    damage(place_of(folder))
    with pytest.raises(archive.Damaged, match=DIGEST):
        archive.fetch(DIGEST)


def test_filing_over_damaged_bytes_is_refused(folder: Path) -> None:
    """It would otherwise look as if the paper were there."""
    archive.store(CONTENT)
    place_of(folder).write_bytes(b"something else")
    with pytest.raises(archive.Damaged):
        archive.store(CONTENT)


@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_a_disk_that_fails_half_way_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os if where == "fsync" else Path, where, fail)
        with pytest.raises(OSError, match="No space"):
            archive.store(CONTENT)
    assert files(folder) == []
    assert archive.store(CONTENT) == DIGEST


def test_a_short_write_is_not_taken_for_a_whole_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk once made os.write return less than it was given; the file is read back before its row is written."""
    write_durably = archive._write_durably

    with monkeypatch.context() as patch:
        patch.setattr(archive, "_write_durably", lambda target, content: write_durably(target, content[:1000]))
        with pytest.raises(archive.Damaged):
            archive.store(CONTENT)


def test_what_is_not_a_digest_opens_nothing(folder: Path) -> None:
    (folder.parent / "secret.pdf").write_bytes(b"x")
    for name in ("", "..", "../secret", "0" * 64):
        with pytest.raises(Exception, match="."):
            archive.fetch(name)


def test_the_storage_is_the_one_of_the_settings(folder: Path) -> None:
    assert Path(storages["papers"].path("a")) == folder / "a"
