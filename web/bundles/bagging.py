"""Packing a bag (打包): BagIt 1.0 (RFC 8493) as one ZIP, written in one go; the same content gives the same bytes.

Nothing is compressed: papers are already, and what a compressor makes differs from one edition of it to the next.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
# A path that needs no escaping in a manifest, on no system.
_PATH = re.compile(r"[\w.-]+(/[\w.-]+)*")
_READABLE = 0o644 << 16
_UNIX = 3


class Bag:
    """A bag being packed into a file (打包中): payload first, then ``close`` writes the tag files."""

    def __init__(self, target: IO[bytes], name: str, at: dt.datetime) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED)
        self._name, self._at = name, at.timetuple()[:6]
        self._payload: dict[str, str] = {}
        self._octets = 0

    def put(self, path: str, content: bytes) -> None:
        """Add a file to the payload, at a path below ``data``; ValueError for a path with odd characters or a second one."""
        place = f"data/{path}"
        if place in self._payload:
            raise ValueError(f"{place} is in the bag already")
        self._payload[place] = self._write(place, content)
        self._octets += len(content)

    def close(self, info: Iterable[tuple[str, str]], more: Mapping[str, bytes]) -> str:
        """Write the tag files, ``more`` among them, and end the file; the SHA-256 of the manifest that seals all of it."""
        described = [*info, ("Payload-Oxum", f"{self._octets}.{len(self._payload)}")]
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{label}: {' '.join(said.split())}\n" for label, said in described).encode(),
            "manifest-sha256.txt": _manifest(self._payload),
            **more,
        }
        digests = {name: self._write(name, content) for name, content in tags.items()}
        seal = self._write("tagmanifest-sha256.txt", _manifest(digests))
        self._zip.close()
        return seal

    def _write(self, path: str, content: bytes) -> str:
        if not _PATH.fullmatch(path) or ".." in path.split("/"):
            raise ValueError(f"{path!r} cannot be the name of a file in a bag")
        entry = zipfile.ZipInfo(f"{self._name}/{path}", self._at)
        entry.create_system, entry.external_attr = _UNIX, _READABLE
        self._zip.writestr(entry, content)
        return hashlib.sha256(content).hexdigest()


def _manifest(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()
