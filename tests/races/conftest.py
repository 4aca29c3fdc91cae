"""Two processes, and a database cloned for each trial from one with committed data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from audit import clock
from config.demo import building
from config.demo.building import Demo
from registry.models import Organisation
from tests.conftest import DAY, SEED

ROOT = Path(__file__).resolve().parents[2]
Order = tuple[str, dict[str, Any]]


class Hands:
    """Two processes that act at the same instant."""

    def __init__(self) -> None:
        environment = {**os.environ, "VAR_DIR": str(settings.VAR_DIR), "DATABASE_URL": _address()}
        command = [sys.executable, "-W", "ignore", "-m", "tests.races.hand"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.processes = [subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) for _ in range(2)]

    def together(self, database: str, *orders: Order, locked: bool = True) -> list[dict[str, str]]:
        """Let each do its deed at the same instant; what happened to each."""
        self.begin(database, *orders, locked=locked)
        return [json.loads(process.stdout.readline()) for process in self.processes]

    def begin(self, database: str, *orders: Order, locked: bool = True) -> None:
        """Let each begin its deed at the same instant."""
        when = {"now": clock.now().isoformat()}
        for process, (deed, arguments) in zip(self.processes, orders, strict=True):
            self._say(process, {"deed": deed, "with": arguments, "database": database, "locked": locked, **when})
        assert [process.stdout.readline() for process in self.processes] == ["ready\n", "ready\n"]
        for process in self.processes:
            process.stdin.write("go\n")
        for process in self.processes:
            process.stdin.flush()

    def kill_all(self) -> None:
        """End both at once, in the middle of whatever they do; their connections are gone afterwards."""
        for process in self.processes:
            process.kill()
            process.communicate(timeout=30)
        time.sleep(0.5)

    @staticmethod
    def _say(process: Any, order: dict[str, Any]) -> None:
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()

    def close(self) -> None:
        for process in self.processes:
            process.communicate(timeout=30)


def _address() -> str:
    database = settings.DATABASES["default"]
    login = database["USER"] + (f":{database['PASSWORD']}" if database["PASSWORD"] else "")
    port = f"&port={database['PORT']}" if database["PORT"] else ""
    return f"postgres://{login}@/{database['NAME']}?host={database['HOST']}{port}"


@pytest.fixture(scope="session")
def hands() -> Iterator[Hands]:
    pair = Hands()
    yield pair
    pair.close()


@pytest.fixture
def town(transactional_db: None) -> Demo:
    """The demo register, committed."""
    if not Organisation.objects.exists():
        return building.build(DAY, SEED)
    return Demo(DAY, SEED, {organisation.code: organisation for organisation in Organisation.objects.all()})


def _server() -> psycopg.Connection[Any]:
    database = settings.DATABASES["default"]
    return psycopg.connect(
        host=database["HOST"], port=database["PORT"] or None, user=database["USER"],
        password=database["PASSWORD"] or None, dbname="postgres", autocommit=True,
    )  # fmt: skip


@pytest.fixture
def cloned() -> Iterator[Callable[..., Any]]:
    """Clone the committed database; statements given are run in the clone first; gone after the test."""
    names: list[str] = []

    @contextmanager
    def clone(*statements: str) -> Iterator[tuple[str, psycopg.Connection[Any]]]:
        source = connections["default"].settings_dict["NAME"]
        connections["default"].close()
        name = f"{source}_race_{len(names)}"
        names.append(name)
        with _server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            # A template must have no other session, and a server thread of an earlier test may not have noticed its end.
            server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [source])
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        database = settings.DATABASES["default"]
        with psycopg.connect(
            host=database["HOST"], port=database["PORT"] or None, user=database["USER"],
            password=database["PASSWORD"] or None, dbname=name, autocommit=True,
        ) as connection:  # fmt: skip
            for statement in statements:
                connection.execute(statement)
            yield name, connection

    yield clone
    with _server() as server:
        for name in names:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
