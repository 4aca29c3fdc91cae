"""A demo in one file: loaded as it was saved, all of it or nothing, and only where nothing is."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from config.demo import saved
from config.demo.building import Demo
from tests.races.arena import clone, drop
from tests.server import address, run_sql

ROOT = Path(__file__).resolve().parents[2]
ONE_CASE = """
import django; django.setup()
from audit import clock
from config.demo import driving
from workflows.engine.walks import walks_of
import datetime as dt
clock.travel_to(dt.date(2026, 11, 24))
print(driving.to_the_end(driving.begin("reminder", walks_of("reminder")["acknowledged"])).outcome)
"""


@dataclass(frozen=True)
class Installation:
    """A database and a folder, and what its commands say."""

    database: str
    var: Path

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            # As an installation has it whose secret comes from its environment: nothing has made a folder of keys yet.
            **os.environ, "SECRET_KEY": "test", "DATABASE_URL": address(self.database), "VAR_DIR": str(self.var), "DJANGO_SETTINGS_MODULE": "config.settings",
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )  # fmt: skip

    def demo(self, *arguments: str) -> dict[str, Any]:
        done = self.python("manage.py", "demo", *arguments, "--json")
        assert done.returncode == 0, done.stderr[-2000:]
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def refused(self, place: Path) -> str:
        """What is said when a file is not loaded; nothing has changed."""
        before = self.state()
        done = self.python("manage.py", "demo", "--load", str(place))
        assert (done.returncode, self.state() == before) == (1, True), done.stderr[-2000:]
        return done.stderr

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        with psycopg.connect(address(self.database)) as found:
            tables = found.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
            counts = {name: found.execute(f'SELECT count(*) FROM "{name}"').fetchone() for (name,) in tables}  # type: ignore[arg-type]
        return {name: one[0] for name, one in counts.items() if one is not None}

    def files(self) -> dict[str, bytes]:
        """Every file that belongs to the demo, by its name."""
        there = [place for place in sorted(self.var.rglob("*")) if place.is_file() and place.name != "secret_key"]
        kept = [place for place in there if place.relative_to(self.var).parts[0] in ("papers", "attachments", "keys")]
        return {place.relative_to(self.var).as_posix(): place.read_bytes() for place in kept}

    def state(self) -> tuple[dict[str, int], dict[str, bytes]]:
        return self.rows(), self.files()


@pytest.fixture(scope="module")
def built(
    _world: Demo, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The register of the tests in a database of its own, with one case and its paper."""
    with django_db_blocker.unblock():
        source = str(connection.settings_dict["NAME"])
        connection.close()
    found = Installation(f"{source}_saved", tmp_path_factory.mktemp("built"))
    clone(source, found.database)
    shutil.copytree(Path(settings.VAR_DIR) / "keys", found.var / "keys")
    done = found.python("-c", ONE_CASE)
    assert done.stdout.strip() == "acknowledged", done.stderr[-2000:]
    yield found
    drop(found.database)


@pytest.fixture(scope="module")
def file(built: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("saved") / "demo.tar.gz"
    said = built.demo("--save", str(place))
    assert (said["day"], said["parts"]) == ("2026-11-28", len(built.files()) + 1)
    return place


@pytest.fixture
def empty(built: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation in which nothing was ever run."""
    found = Installation(f"{built.database}_new", tmp_path)
    drop(found.database)
    run_sql("postgres", f'CREATE DATABASE "{found.database}"')
    yield found
    drop(found.database)


def test_it_is_loaded_as_it_was_saved(built: Installation, file: Path, empty: Installation) -> None:
    said = empty.demo("--load", str(file))
    assert (said["day"], said["journal"]) == ("2026-11-28", True)
    assert empty.state() == built.state()
    assert [name for name in empty.files() if name.startswith("papers/")]
    checked = empty.python("manage.py", "integrity", "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    # What is sealed opens, with the keys that came along.
    opened = "import django; django.setup()\nfrom registry.models import Person\n"
    opened += "one = Person.objects.exclude(id_number_sealed='').first()\nprint(one.id_number()[-4:] == one.id_number_masked[-4:])"
    assert empty.python("-c", opened).stdout.strip() == "True"
    assert "The database is not empty" in empty.refused(file)


def changed(file: Path, target: Path, name: str, change: Any) -> Path:
    """The same file with one part changed."""
    with tarfile.open(file) as before, tarfile.open(target, "w:gz") as after:
        for entry in before.getmembers():
            found = before.extractfile(entry)
            assert found is not None
            content = found.read()
            if entry.name.startswith(name):
                content = change(content)
                entry.size = len(content)
            after.addfile(entry, io.BytesIO(content))
    return target


def refused(place: Path, folder: Path) -> str:
    """Why a file is not taken, before anything is touched."""
    with pytest.raises(saved.Unfit) as unfit:
        saved.unpacked(place, folder)
    return str(unfit.value)


@pytest.mark.parametrize("part", ["database.sql", "papers/", "keys/blind-index"])
def test_one_byte_is_noticed(file: Path, part: str, tmp_path: Path) -> None:
    place = changed(file, tmp_path / "changed.tar.gz", part, lambda content: content[:-1] + bytes([content[-1] ^ 1]))
    assert "This saved demo is damaged" in refused(place, tmp_path / "here")


def test_another_version_and_what_is_no_demo_are_not_loaded(file: Path, tmp_path: Path) -> None:
    def older(content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"migrations": "0" * 64}).encode()

    place = changed(file, tmp_path / "older.tar.gz", "manifest.json", older)
    assert "saved by another version" in refused(place, tmp_path / "here")
    torn = tmp_path / "torn.tar.gz"
    torn.write_bytes(file.read_bytes()[:2000])
    plain = tmp_path / "plain.tar.gz"
    plain.write_bytes(gzip.compress(b"nothing"))
    for number, other in enumerate((torn, plain, tmp_path / "nowhere.tar.gz")):
        assert "This is no saved demo" in refused(other, tmp_path / str(number))


def test_what_would_be_written_elsewhere_is_not_taken(file: Path, tmp_path: Path) -> None:
    """A name that leads out of the folder, a link, a file of nobody's."""
    for number, (name, kind) in enumerate(
        [("papers/../../outside", tarfile.REGTYPE), ("/tmp/outside", tarfile.REGTYPE), ("papers/link", tarfile.SYMTYPE), ("else", tarfile.REGTYPE)]
    ):  # fmt: skip
        place = tmp_path / f"{number}.tar.gz"
        with tarfile.open(place, "w:gz") as archive:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            entry.size = 1 if kind == tarfile.REGTYPE else 0
            archive.addfile(entry, io.BytesIO(b"x"))
        assert "This is no saved demo" in refused(place, tmp_path / f"here{number}")
    assert not (tmp_path / "outside").exists()


def test_a_database_that_refuses_leaves_everything_as_it_was(file: Path, empty: Installation, tmp_path: Path) -> None:
    """The last statement fails: rows, papers' keys and the own keys are as before."""
    (empty.var / "keys").mkdir()
    (empty.var / "keys" / "blind-index").write_bytes(b"k" * 32)
    broken = changed(file, tmp_path / "step.tar.gz", "database.sql", lambda content: content + b"SELECT 1/0;\n")
    with tarfile.open(broken) as found:
        dump = found.extractfile("database.sql")
        assert dump is not None
        digest = hashlib.sha256(dump.read()).hexdigest()

    def again(content: bytes) -> bytes:
        said = json.loads(content)
        return json.dumps(said | {"parts": said["parts"] | {"database.sql": digest}}).encode()

    done = empty.python(
        "manage.py", "demo", "--load", str(changed(broken, tmp_path / "broken.tar.gz", "manifest.json", again))
    )
    assert (done.returncode, "division by zero" in done.stderr) == (1, True)
    assert empty.rows() == {}
    assert (empty.var / "keys" / "blind-index").read_bytes() == b"k" * 32
    assert [place.name for place in (empty.var / "keys").iterdir()] == ["blind-index"]


# The mark lets the worker make its database where these tests run alone.
@pytest.mark.django_db
def test_where_nothing_is_nothing_is_saved(empty: Installation, tmp_path: Path) -> None:
    done = empty.python("manage.py", "demo", "--save", str(tmp_path / "none.tar.gz"))
    assert (done.returncode, "There is no demo here" in done.stderr) == (1, True)
    assert not (tmp_path / "none.tar.gz").exists()
