"""The database server of the tests, spoken to past Django: addresses, statements, and who is shown out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connections
from psycopg import sql


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


def show_out(database: str) -> None:
    """End every session of a database."""
    run_sql(
        "postgres",
        sql.SQL("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = {}").format(database),
    )
