"""Filling tables by COPY: whole batches at a time, without triggers, the indexes built afterwards as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_ALPHABET = str.maketrans("0123456789ABCDEF", "GHJKMNPQRSTUVWXY")
_ROUND = 1 << 40
# Odd, so that numbers below 2^40 are mapped one to one: ids that look random and can be computed again.
_SCRAMBLE = 0x9E3779B97F | 1
Row = tuple[Any, ...]


def public_id(number: int, kind: int = 0) -> str:
    """The public id of a numbered row of a kind: ten characters, each once."""
    return f"{((number << 3) + kind) * _SCRAMBLE % _ROUND:010X}".translate(_ALPHABET)


_AS_TEXT: dict[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    dt.date: str,
    dt.datetime: str,
    type(None): lambda _value: r"\N",
    bool: lambda value: "t" if value else "f",
    list: lambda value: "{" + ",".join(map(str, value)) + "}",
}


def copy(table: str, columns: str, rows: Iterable[Row]) -> None:
    """Append rows to a table; columns in one string, separated by spaces."""
    names = ", ".join(f'"{name}"' for name in columns.split())
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:
        for block in _blocks(rows):
            stream.write(block)


def _blocks(rows: Iterable[Row]) -> Iterator[str]:
    lines = []
    for row in rows:
        lines.append("\t".join([_AS_TEXT[type(value)](value) for value in row]))
        if len(lines) == 2000:
            yield "\n".join(lines) + "\n"
            lines = []
    if lines:
        yield "\n".join(lines) + "\n"


@contextmanager
def bulk(tables: Iterable[str], *, rebuild: bool) -> Iterator[None]:
    """Load without triggers and foreign keys; with ``rebuild`` without secondary indexes too, which come back after.

    What comes back is what the migrations had made: the definitions are read from the database itself.
    """
    names = list(tables)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        made = _take_away(cursor, names) if rebuild else []
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for statement in made:
            cursor.execute(statement)
        for name in names:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{name}', a.attname), (SELECT max({_key(cursor, name)}) FROM {name})) FROM pg_attribute a WHERE attrelid = '{name}'::regclass AND attidentity <> ''"
            )
            cursor.execute(f"VACUUM (ANALYZE) {name}")
        cursor.execute("RESET maintenance_work_mem")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("CHECKPOINT")


def _key(cursor: Any, table: str) -> str:
    cursor.execute(
        "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]"
        " WHERE indrelid = %s::regclass AND indisprimary",
        [table],
    )
    return cursor.fetchone()[0]


def _take_away(cursor: Any, tables: list[str]) -> list[str]:
    """Drop unique and exclusion constraints and all indexes but the primary keys; the statements that make them again."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('u', 'x') AND conrelid = ANY(%s::regclass[])",
        [tables],
    )
    made = []
    for table, name, definition in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        made.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE NOT indisprimary AND indrelid = ANY(%s::regclass[])",
        [tables],
    )
    for name, definition in cursor.fetchall():
        cursor.execute(f"DROP INDEX {name}")
        made.append(definition)
    return made
