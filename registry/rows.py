"""Rows read and written by hand (成批读写), where one statement must do what the ORM needs several for.

Columns come from the models, so that nothing is typed twice; the texts of statements say only what is joined to what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models

M = TypeVar("M", bound=models.Model)


class Shape(Generic[M]):
    """The columns of a model under an alias, and the object that a row with them makes.

    ``parent`` is the alias of the table of a parent model; ``only`` names the fields that are needed, the others are
    read when somebody asks for them.
    """

    def __init__(self, model: type[M], alias: str, *, parent: str = "", only: Sequence[str] = ()) -> None:
        self.model = model
        fields = [f for f in model._meta.concrete_fields if not only or f.name in only]  # noqa: SLF001
        aliases = [alias if field.model is model else parent for field in fields]
        self.names = [field.attname for field in fields]
        self.columns = ", ".join(f'{a}."{field.column}"' for a, field in zip(aliases, fields, strict=True))
        self._key = next(n for n, field in enumerate(fields) if field.primary_key)
        # What the ORM would do to a value on its way in: JSON, references to courses and nodes, tokens.
        self._converted = [(n, f.from_db_value) for n, f in enumerate(fields) if hasattr(f, "from_db_value")]

    def of(self, values: Sequence[Any]) -> M | None:
        """The object of a row; None where an outer join found none."""
        if values[self._key] is None:
            return None
        found = list(values)
        for place, convert in self._converted:
            found[place] = convert(found[place], None, connection)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, found)


def read(sql: str, values: Sequence[Any], *shapes: Shape[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query that selects the columns of some shapes and then more: an object each, then the values."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [tuple(_taken(row, shapes)) for row in cursor.fetchall()]


def _taken(row: Sequence[Any], shapes: Sequence[Shape[Any]]) -> list[Any]:
    taken, start = [], 0
    for shape in shapes:
        end = start + len(shape.names)
        taken.append(shape.of(row[start:end]))
        start = end
    return [*taken, *row[start:]]


class Rows:
    """Rows to be written (待写), in one statement at the end; what is changed until then is written as it is then.

    A new row whose number others refer to brings it along. All rows of the statement see the database as it was before.
    """

    def __init__(self) -> None:
        self._new: list[tuple[models.Model, bool]] = []
        self._changed: dict[models.Model, dict[str, None]] = {}
        self._said: list[tuple[str, list[Any]]] = []

    def add(self, row: M) -> M:
        """Insert a row."""
        self._new.append((row, False))
        return row

    def add_once(self, row: models.Model) -> None:
        """Insert a row unless it is there already."""
        self._new.append((row, True))

    def change(self, row: models.Model, *fields: str) -> None:
        """Update some fields of a row."""
        if not any(new is row for new, _once in self._new):
            self._changed.setdefault(row, {}).update(dict.fromkeys(fields))

    def say(self, sql: str, values: Sequence[Any]) -> None:
        """One more INSERT, UPDATE or DELETE, without a result."""
        self._said.append((sql, list(values)))

    def write(self) -> None:
        """Write everything that was gathered, in one statement."""
        parts = [part for row, once in self._new for part in _inserted(row, once=once)]
        parts += [part for row, names in self._changed.items() for part in _updated(row, names)] + self._said
        if not parts:
            return
        sql = ", ".join(f"w{n} AS ({text})" for n, (text, _values) in enumerate(parts))
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {sql} SELECT 1", [value for _text, values in parts for value in values])
        for row, _once in self._new:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 -- as save() does
        self._new, self._changed, self._said = [], {}, []


def _inserted(row: models.Model, *, once: bool) -> list[tuple[str, list[Any]]]:
    """An INSERT for each table of a model, its parents' first; a number that is not known comes from the database."""
    meta = row._meta  # noqa: SLF001 -- the layout of a model is asked of its _meta
    tables = [*(parent._meta for parent in meta.parents), meta]  # noqa: SLF001
    return [_insert(row, table, once=once) for table in tables]


def _insert(row: models.Model, table: Any, *, once: bool) -> tuple[str, list[Any]]:
    fields = [f for f in table.local_concrete_fields if getattr(row, f.attname) is not None]
    values = [f.get_db_prep_save(f.pre_save(row, True), connection) for f in fields]
    columns = ", ".join(f'"{f.column}"' for f in fields)
    places = ", ".join(["%s"] * len(fields))
    end = " ON CONFLICT DO NOTHING" if once else ""
    return f'INSERT INTO "{table.db_table}" ({columns}) VALUES ({places}){end}', values


def _updated(row: models.Model, names: Iterable[str]) -> list[tuple[str, list[Any]]]:
    """An UPDATE for each table the fields are in."""
    by_table: dict[type[models.Model], list[Any]] = {}
    for name in names:
        field = row._meta.get_field(name)  # noqa: SLF001
        by_table.setdefault(field.model, []).append(field)
    return [_update(row, model._meta, fields) for model, fields in by_table.items()]  # noqa: SLF001


def _update(row: models.Model, table: Any, fields: list[Any]) -> tuple[str, list[Any]]:
    values = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]
    changes = ", ".join(f'"{f.column}" = %s' for f in fields)
    return f'UPDATE "{table.db_table}" SET {changes} WHERE "{table.pk.column}" = %s', [*values, row.pk]


def next_numbers(*tables: str) -> str:
    """Columns of a SELECT that take the next number of each table."""
    return ", ".join(f"nextval('{table}_id_seq')" for table in tables)
