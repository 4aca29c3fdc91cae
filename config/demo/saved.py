"""A demo in one file (演示存档): the database, its papers and attachments, and the keys they were made with.

Saved where it was built, loaded into an empty installation in seconds. Whoever has the file has the keys: it is for
showing, never for real people. Everything in it is held against its digest before anything is touched, and loading is
one transaction of the database: it is there as a whole, or not at all.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.timezone import localdate

from audit import keys
from audit.models import Entry
from config.cluster import NoServer
from config.cluster_files import programs
from documents.models import Paper
from registry.models import Organisation, Person, User

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database.sql"
SHELVES = ("papers", "attachments")
TOP, FOLDERS = {MANIFEST, DATABASE}, {*SHELVES, "keys"}
# The secret of sessions stays with each installation: nothing that was saved was made with it.
OWN_KEYS = frozenset({"secret_key"})
EMPTY_FIRST = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


class Unfit(Exception):
    """A demo that cannot be saved or loaded, with the reason in a sentence; nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """What a saved demo says of itself (存档说明): as of which day it is, by which migrations, and the digest of each part."""

    format: int
    day: str
    saved_at: str
    migrations: str
    parts: dict[str, str]


# -- saving -----------------------------------------------------------------------------------------------------------


def save(target: Path, now: dt.datetime) -> Manifest:
    """Write the demo of this installation into one file. Raises Unfit: nothing is here, or papers are not kept in files."""
    if not _in_use():
        raise Unfit("There is no demo here to be saved.")
    # A demo stands on the day of the last thing that was done in it.
    day = localdate(Entry.objects.latest("pk").at)
    with tempfile.TemporaryDirectory(dir=target.parent) as draft:
        dump = Path(draft) / DATABASE
        # Papers come after the rows that name them: each is in its file before its row is written.
        _run("pg_dump", "--no-owner", "--no-privileges", f"--file={dump}")
        files = {DATABASE: dump, **_files()}
        parts = {name: _digest(place.read_bytes()) for name, place in files.items()}
        manifest = Manifest(FORMAT, str(day), now.isoformat(), migrations(), parts)
        packed = Path(draft) / "demo.tar.gz"
        with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
            _add(archive, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
            for name, place in files.items():
                archive.add(place, name, recursive=False, filter=_plain)
        packed.replace(target)
    target.chmod(0o600)
    return manifest


def _files() -> dict[str, Path]:
    """Papers, attachments and keys of this installation, by their names in the file."""
    found = {}
    for name, root in [*_shelves().items(), ("keys", _keys())]:
        for place in sorted(root.rglob("*")):
            if place.is_file() and not place.name.startswith(".") and not (name == "keys" and place.name in OWN_KEYS):
                found[f"{name}/{place.relative_to(root).as_posix()}"] = place
    return found


def _shelves() -> dict[str, Path]:
    """Where papers and attachments are kept."""
    places = {}
    for name in SHELVES:
        storage = storages[name]
        if not isinstance(storage, FileSystemStorage):
            raise Unfit(f"The {name} are not kept in files of this machine, so they cannot be saved into one.")
        places[name] = Path(storage.location)
    return places


def _keys() -> Path:
    return Path(settings.VAR_DIR) / "keys"


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of who made it, and on which machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


# -- loading ----------------------------------------------------------------------------------------------------------


def load(source: Path) -> Manifest:
    """Fill an empty installation with a saved demo. Raises Unfit: not empty, damaged, or made by another version."""
    if _in_use():
        raise Unfit("The database is not empty: a saved demo is loaded into a new installation only.")
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as draft:
        folder = Path(draft)
        manifest = unpacked(source, folder)
        for name, root in _shelves().items():
            if (folder / name).exists():
                shutil.copytree(folder / name, root, dirs_exist_ok=True)
        with _taking_over(folder / "keys"):
            _restore(folder / DATABASE)
    return manifest


def _in_use() -> bool:
    """Whether anything is in the database that was made here: whoever has accounts has begun."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    begun = (Organisation, Person, User, Entry, Paper)
    return any(model.objects.exists() for model in begun if model._meta.db_table in tables)  # noqa: SLF001 -- public, in all but name


def unpacked(source: Path, folder: Path) -> Manifest:
    """The parts of a file in a folder, each as its digest says, and no other."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for entry in archive:
                _unpack(archive, entry, folder)
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        manifest = Manifest(**said)
    except (OSError, EOFError, tarfile.TarError, ValueError, TypeError) as error:
        raise Unfit(f"This is no saved demo, or it is damaged: {error}") from error
    there = {place.relative_to(folder).as_posix(): place for place in folder.rglob("*") if place.is_file()}
    there.pop(MANIFEST)
    if manifest.format != FORMAT or {n: _digest(p.read_bytes()) for n, p in there.items()} != manifest.parts:
        raise Unfit("This saved demo is damaged: what it holds is not what it says of itself.")
    if manifest.migrations != migrations():
        raise Unfit("This demo was saved by another version. Build it anew, and save it again.")
    return manifest


def _unpack(archive: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    """One part, if it is a plain file of ours: no link, and no name that leads out of the folder."""
    name, content = PurePosixPath(entry.name), archive.extractfile(entry) if entry.isfile() else None
    if content is None or ".." in name.parts or not (entry.name in TOP or name.parts[0] in FOLDERS):
        raise tarfile.TarError(entry.name)
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    with content, place.open("wb") as file:
        shutil.copyfileobj(content, file)


@contextlib.contextmanager
def _taking_over(saved: Path) -> Iterator[None]:
    """The keys of the demo in the place of those made here, which have sealed nothing yet; theirs again if it fails."""
    place, before = _keys(), _keys().with_name("keys.before")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copytree(place, before, dirs_exist_ok=True)
    try:
        for key in saved.iterdir():
            shutil.copyfile(key, place / key.name)
            (place / key.name).chmod(0o600)
        keys.key.cache_clear()
        yield
    except BaseException:
        shutil.rmtree(place)
        before.rename(place)
        keys.key.cache_clear()
        raise
    shutil.rmtree(before)


def _restore(dump: Path) -> None:
    """The whole database in one transaction."""
    first = dump.with_name("first.sql")
    first.write_text(EMPTY_FIRST, "utf-8")
    connection.close()
    _run(
        "psql",
        "--quiet",
        "--no-psqlrc",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        f"--file={first}",
        f"--file={dump}",
    )


# -- both -------------------------------------------------------------------------------------------------------------


def migrations() -> str:
    """SHA-256 over the names of all migrations: the shape of the database."""
    names = sorted(".".join(name) for name in MigrationLoader(None).graph.nodes)
    return _digest("\n".join(names).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _run(program: str, *arguments: str) -> None:
    """A program of PostgreSQL on the database of this installation; of the embedded server where there is no other."""
    given = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    where = {name: str(given[key]) for name, key in named.items() if given[key]}
    command = [_found(program), *arguments]
    done = subprocess.run(command, env={**os.environ, **where}, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    if done.returncode:
        raise Unfit(f"{program}: {done.stderr.strip() or done.returncode}")


def _found(program: str) -> str:
    try:
        return str(programs(Path(settings.VAR_DIR), None) / program)
    except NoServer as error:
        if (found := shutil.which(program)) is None:
            raise Unfit(f"{program} of PostgreSQL is needed to save or load a demo, and is not here.") from error
        return found


def as_json(manifest: Manifest) -> dict[str, Any]:
    """What is said of a saved demo."""
    return {"day": manifest.day, "saved_at": manifest.saved_at, "parts": len(manifest.parts)}
