"""The embedded PostgreSQL: shared, stopped by the last to leave, joined after a killed holder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.cluster import Cluster, database_url

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
