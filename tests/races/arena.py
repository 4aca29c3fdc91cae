"""The arena: two clones of the test database, one with its constraints and one without, and two rival processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from tests.races.freedom import CONSTRAINTS

ROOT = Path(__file__).resolve().parents[2]


def address(database: str) -> str:
    """The address of a database on the server of the tests."""
    given = connections["default"].settings_dict
    user = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}" if given["PASSWORD"] else quote(given["USER"])
    place = f"host={quote(given['HOST'], safe='')}" + (f"&port={given['PORT']}" if given["PORT"] else "")
    return f"postgres://{user}@/{quote(database)}?{place}"


def run_sql(database: str, *statements: sql.Composed | sql.SQL) -> list[Any]:
    """Run statements outside of Django; the rows of the last one, if it has any."""
    with psycopg.connect(address(database), autocommit=True) as connection:
        for statement in statements:
            done = connection.execute(statement)
        return done.fetchall() if done.description else []


def clone(source: str, name: str) -> None:
    """A copy of a database nobody is connected to."""
    drop(name)
    run_sql("postgres", sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source)))


def drop(name: str) -> None:
    """Drop a database, whoever is connected."""
    run_sql("postgres", sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_constraints(database: str) -> None:
    """Take away what the database refuses by itself."""
    for table, marks in CONSTRAINTS.items():
        found = run_sql(
            database,
            sql.SQL(
                "SELECT i.relname, c.conname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
                " LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype = 'u'"
                " WHERE x.indrelid = {}::regclass AND x.indisunique AND NOT x.indisprimary"
            ).format(sql.Literal(table)),
        )
        for index, constraint in found:
            if any(mark in (constraint or index) for mark in marks):
                gone = (
                    ("ALTER TABLE {} DROP CONSTRAINT {}", table, constraint) if constraint else ("DROP INDEX {}", index)
                )
                run_sql(database, sql.SQL(gone[0]).format(*[sql.Identifier(name) for name in gone[1:]]))


@contextmanager
def holding(database: str, statement: str, *values: Any) -> Iterator[None]:
    """Somebody holds a row and does not let go."""
    with psycopg.connect(address(database)) as connection:
        assert connection.execute(sql.SQL(statement), values).rowcount == 1  # type: ignore[arg-type]
        yield
        connection.rollback()


class Rival:
    """One of the two processes."""

    def __init__(self, database: str) -> None:
        environment = {
            **os.environ, "DATABASE_URL": address(database), "VAR_DIR": str(settings.VAR_DIR),
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"], "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.races.rival"], cwd=ROOT, env=environment, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def order(self, deed: str, at: float = 0.0, **arguments: Any) -> None:
        """Tell it what to do and when."""
        self.process.stdin.write(json.dumps({"deed": deed, "at": at, **arguments}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """What it did, or what it met with."""
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"raised": "Killed", "said": ""}

    def do(self, deed: str, **arguments: Any) -> dict[str, Any]:
        """Do something now; it must succeed."""
        self.order(deed, **arguments)
        answer = self.answer()
        assert "did" in answer, answer
        return answer["did"]

    def end(self) -> None:
        """Let it go."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()


class Arena:
    """Two rivals in one of the two databases."""

    def __init__(self, safe: str, free: str, offset: float) -> None:
        self.databases = {False: safe, True: free}
        self.offset = offset
        self.free = False
        self.rivals = [Rival(safe), Rival(safe)]

    def enter(self, *, free: bool) -> None:
        """Go to the database with locks and constraints, or to the one without."""
        self.free = free
        for rival in self.rivals:
            rival.do("use", database=self.databases[free], offset=self.offset, free=free)

    def revive(self, number: int) -> None:
        """A new process in the place of one that was killed."""
        self.rivals[number].end()
        self.rivals[number] = Rival(self.databases[self.free])
        self.enter(free=self.free)

    def do(self, deed: str, **arguments: Any) -> dict[str, Any]:
        """Something before or after a race."""
        return self.rivals[0].do(deed, **arguments)

    def race(self, one: dict[str, Any], other: dict[str, Any], *, ahead: float = 0.0) -> list[dict[str, Any]]:
        """Both at the same moment, or the first a little ahead; what each did or met with."""
        self.rivals[1].do("be_at", **self.rivals[0].do("what_time"))
        at = time.monotonic() + 0.02
        self.rivals[0].order(at=at, **one)
        self.rivals[1].order(at=at + ahead, **other)
        return [rival.answer() for rival in self.rivals]

    def close(self) -> None:
        """Everybody goes."""
        for rival in self.rivals:
            rival.end()
