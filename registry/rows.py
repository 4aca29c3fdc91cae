"""Rows read and written by hand (成批读写), where one statement must do what the ORM needs several for.

Columns come from the models, so that nothing is typed twice; the texts of statements say only what is joined to what.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState
from psycopg import RawCursor
from psycopg.types.numeric import Int8

M = TypeVar("M", bound=models.Model)
# After how many uses the driver would prepare a statement nobody asked it to prepare.
NEVER_BY_ITSELF = 1_000_000_000


class Shape(Generic[M]):
    """The columns of a model under an alias, and the object that a row with them makes.

    ``parent`` is the alias of the table of a parent model; ``only`` names the fields that are needed, the others are
    read when somebody asks for them.
    """

    def __init__(self, model: type[M], alias: str, *, parent: str = "", only: Sequence[str] = ()) -> None:
        self.model = model
        fields = self.fields = [f for f in model._meta.concrete_fields if not only or f.name in only]
        aliases = [alias if field.model is model else parent for field in fields]
        self.names = [field.attname for field in fields]
        self.columns = ", ".join(f'{a}."{field.column}"' for a, field in zip(aliases, fields, strict=True))
        self._key = next(n for n, field in enumerate(fields) if field.primary_key)
        self._dates = [n for n, f in enumerate(fields) if isinstance(f, models.DateField)]
        # What the ORM would do to a value on its way in: JSON, references to courses and nodes, tokens.
        self._converted = [(n, f.from_db_value) for n, f in enumerate(fields) if hasattr(f, "from_db_value")]

    def of_json(self, found: Mapping[str, Any]) -> M:
        """The object of a row that came as JSON, e.g. one of several in a column of another row."""
        values = [found[str(field.column)] for field in self.fields]
        for place in self._dates:
            values[place] = self.fields[place].to_python(values[place])
        return self._made(values)

    def _made(self, values: Iterable[Any]) -> M:
        """As ``from_db`` of the model, which walks through its fields one by one."""
        row = self.model.__new__(self.model)
        row.__dict__.update(zip(self.names, values, strict=True), _state=ModelState())
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return row

    def of(self, values: Sequence[Any]) -> M | None:
        """The object of a row; None where an outer join found none."""
        if values[self._key] is None:
            return None
        found = list(values)
        for place, convert in self._converted:
            found[place] = convert(found[place], None, connection)
        return self._made(found)


def read(sql: str, values: Sequence[Any], *shapes: Shape[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query that selects the columns of some shapes and then more: an object each, then the values.

    ``sql`` is one of a few constant texts: the database plans it once for each connection. Each ``%s`` is a value.
    """
    with _cursor() as cursor:
        cursor.execute(sql, [_typed(value) for value in values])
        return [tuple(_taken(row, shapes)) for row in cursor.fetchall()]


class _Logged(NamedTuple):
    """What the log of statements shows: the text with its values in it, as of any other statement."""

    sql: Any
    values: Any

    @property
    def query(self) -> bytes:
        """The statement as it could be sent by hand; made only where somebody reads the log."""
        return connection.ops.compose_sql(self.sql, self.values).encode()  # type: ignore[attr-defined]  # PostgreSQL's


class _Prepared(RawCursor[Any]):
    """A cursor that lets the database keep the plan of what it is given; Django's own binds values in the text."""

    def execute(self, query: Any, params: Any = None, **_more: Any) -> Any:
        """Execute a text with ``%s`` for each value."""
        text = _numbered(query)
        super().execute(text, params, prepare=True)
        self._query = _Logged(query, params)  # type: ignore[assignment]  # Django's log of statements asks for it
        return self


@lru_cache(maxsize=200)
def _numbered(sql: str) -> bytes:
    """``$1``, ``$2`` for each ``%s``, as PostgreSQL wants it."""
    first, *others = sql.split("%s")
    return "".join([first, *(f"${n}{text}" for n, text in enumerate(others, start=1))]).encode()


def _cursor() -> Any:
    """A prepared cursor in Django's wrapper: its errors, its log of statements."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = NEVER_BY_ITSELF
    with connection.wrap_database_errors:
        return connection._prepare_cursor(_Prepared(raw))  # type: ignore[attr-defined]  # as connection.cursor() does


def _typed(value: Any) -> Any:
    """Whole numbers as bigint, whatever their size: a plan is kept for the types it was made for."""
    if type(value) is int:
        return Int8(value)
    return [_typed(item) for item in value] if isinstance(value, list | tuple) else value


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
        self._said: list[tuple[str, Sequence[Any]]] = []

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
        """One more INSERT, UPDATE or DELETE, without a result; each ``%s`` stands for a value."""
        self._said.append((sql, values))

    def write(self) -> None:
        """Write everything that was gathered, in one statement."""
        parts = [part for row, once in self._new for part in _inserted(row, once=once)]
        parts += [part for row, names in self._changed.items() for part in _updated(row, names)] + self._said
        if not parts:
            return
        sql = ", ".join([f"w{n} AS ({text})" for n, (text, _values) in enumerate(parts)])
        with _cursor() as cursor:
            cursor.execute(f"WITH {sql} SELECT 1", [_typed(value) for _text, values in parts for value in values])
        for row, _once in self._new:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        self._new, self._changed, self._said = [], {}, []


Part = tuple[str, Sequence[Any]]
Column = tuple[str, str, Any, bool]
# What the driver takes as it is; everything else is prepared by its field first.
_PLAIN = {int, str, bool, dt.datetime, dt.date, type(None)}


def _ready(value: Any, field: models.Field[Any, Any], *, odd: bool) -> Any:
    return field.get_db_prep_save(value, connection) if odd or type(value) not in _PLAIN else value


@cache
def _layout(model: type[models.Model]) -> list[tuple[str, list[Column]]]:
    """The tables of a model, its parents' first: how an INSERT begins, and each attribute with its column."""
    tables = [*(parent._meta for parent in model._meta.parents), model._meta]
    return [
        (
            f'INSERT INTO "{table.db_table}" (',
            [(f.attname, f'"{f.column}"', f, hasattr(f, "from_db_value")) for f in table.local_concrete_fields],
        )
        for table in tables
    ]


def _inserted(row: models.Model, *, once: bool) -> list[Part]:
    """An INSERT for each table of a model; a number that is not known comes from the database."""
    given, end = row.__dict__, ") ON CONFLICT DO NOTHING" if once else ")"
    parts: list[Part] = []
    for begin, columns in _layout(type(row)):
        known = [column for column in columns if given[column[0]] is not None]
        names, places = ", ".join([name for _, name, _, _ in known]), ", ".join(["%s"] * len(known))
        values = [_ready(given[attribute], field, odd=odd) for attribute, _, field, odd in known]
        parts.append((f"{begin}{names}) VALUES ({places}{end}", values))
    return parts


def _updated(row: models.Model, names: Iterable[str]) -> list[Part]:
    """An UPDATE for each table the fields are in."""
    by_table: dict[type[models.Model], list[Any]] = {}
    for name in names:
        field = row._meta.get_field(name)
        by_table.setdefault(field.model, []).append(field)
    return [_update(row, model._meta, fields) for model, fields in by_table.items()]


def _update(row: models.Model, table: Any, fields: list[Any]) -> Part:
    values = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]
    changes = ", ".join(f'"{f.column}" = %s' for f in fields)
    return f'UPDATE "{table.db_table}" SET {changes} WHERE "{table.pk.column}" = %s', [*values, row.pk]


def next_numbers(*tables: str) -> str:
    """Columns of a SELECT that take the next number of each table."""
    return ", ".join(f"nextval('{table}_id_seq')" for table in tables)
