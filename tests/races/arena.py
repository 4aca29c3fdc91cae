"""The arena: two clones of a database, one with its constraints and one without, and two rival processes.

A situation is built once in each database and kept beside it in a schema of its own; before every trial its rows are
put back, so that a thousand trials need no thousand cases.
"""

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

import psycopg
from django.conf import settings
from psycopg import sql

from tests import kept
from tests.races.freedom import GUARDED
from tests.server import address, run_sql, show_out

ROOT = Path(__file__).resolve().parents[2]
# Tables that no deed writes; putting them back would only take time.
STILL = "^(auth_|django_(content|migrations)|registry_(person|organisation|post|calendarday)$)"


def clone(source: str, name: str) -> None:
    """A copy of a database; whoever is connected to it is shown out first."""
    drop(name)
    # A template must have no other session, and a server process may not have noticed yet that its client left.
    show_out(source)
    run_sql("postgres", sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source)))


def drop(name: str) -> None:
    """Drop a database, whoever is connected."""
    run_sql("postgres", sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_constraints(database: str, tables: tuple[str, ...]) -> None:
    """Take away what the database refuses by itself: unique and exclusion constraints, unique indexes, triggers."""
    for table in tables:
        found = run_sql(
            database,
            sql.SQL(
                "SELECT i.relname, c.conname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
                " LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype IN ('u', 'x')"
                " WHERE x.indrelid = {}::regclass AND (x.indisunique OR x.indisexclusion) AND NOT x.indisprimary"
            ).format(table),
        )
        here = sql.Identifier(table)
        run_sql(database, sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(here))
        for index, constraint in found:
            gone = sql.SQL("DROP INDEX {}").format(sql.Identifier(index))
            if constraint:
                gone = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(here, sql.Identifier(constraint))
            run_sql(database, gone)


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
        if "did" not in answer:
            raise RuntimeError(f"{deed}: {answer['raised']}: {answer['said']}\n{answer.get('trace', '')}")
        return answer["did"]

    def end(self) -> None:
        """Let it go."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()


class Arena:
    """Two rivals in one of the two databases: with locks and constraints, or free of them."""

    def __init__(self, safe: str, free: str) -> None:
        self.databases = {False: safe, True: free}
        self.free = False
        self.rivals = [Rival(safe), Rival(safe)]
        self._kept: dict[tuple[bool, str], dict[str, Any]] = {}

    @classmethod
    def of(cls, source: str) -> Arena:
        """An arena with two clones of a database, beside it on its server."""
        safe, free = f"{source}_locked", f"{source}_free"
        clone(source, safe)
        clone(source, free)
        drop_constraints(free, GUARDED)
        return cls(safe, free)

    def enter(self, *, free: bool) -> None:
        """Go to the database with locks and constraints, or to the one without either."""
        self.free = free
        self.use(free=free)

    def use(self, *, free: bool) -> None:
        """Take the locks out of the code, or put them back; the database and its constraints stay as they are."""
        for rival in self.rivals:
            rival.do("use", database=self.databases[self.free], free=free)

    def revive(self, number: int) -> None:
        """A new process in the place of one that was killed."""
        self.rivals[number].end()
        self.rivals[number] = Rival(self.databases[self.free])
        self.enter(free=self.free)

    # -- situations ---------------------------------------------------------------------------------------------------

    def set_up(self, situation: str) -> dict[str, Any]:
        """Put a situation back as it was, building it the first time; what is known about it."""
        from tests.races.everywhere import SITUATIONS

        if (self.free, situation) not in self._kept:
            built = SITUATIONS[situation]
            known = self.set_up(built.after) if built.after else {}
            if not built.after:
                self._begin()
            known = known | self.rivals[0].do("arrange", situation=situation, known=known)
            self._keep(situation, known)
            return known
        self._put_back(situation)
        return self._kept[self.free, situation]

    def _begin(self) -> None:
        """The register, with no case in it."""
        if (self.free, "world") in self._kept:
            self._put_back("world")
        else:
            self.rivals[0].do("found")
            self._keep("world")

    def _keep(self, name: str, known: dict[str, Any] | None = None) -> None:
        """Copy every table with rows into a schema of its own."""
        kept.keep(self.databases[self.free], name, still=STILL)
        self._kept[self.free, name] = known or {}

    def _put_back(self, name: str) -> None:
        """Let every table hold what it held, and nothing else."""
        kept.put_back(self.databases[self.free], name, still=STILL)

    # -- races --------------------------------------------------------------------------------------------------------

    def do(self, deed: str, **arguments: Any) -> dict[str, Any]:
        """Something before or after a race."""
        return self.rivals[0].do(deed, **arguments)

    def race(self, one: dict[str, Any], other: dict[str, Any], *, ahead: float = 0.0) -> list[dict[str, Any]]:
        """Both at the same moment, or the first so many seconds ahead; what each did or met with."""
        at = time.monotonic() + 0.01
        self.rivals[0].order(at=at - min(ahead, 0.0), **one)
        self.rivals[1].order(at=at + max(ahead, 0.0), **other)
        return [rival.answer() for rival in self.rivals]

    def close(self) -> None:
        """Everybody goes, and so do the clones."""
        for rival in self.rivals:
            rival.end()
        for database in self.databases.values():
            drop(database)
