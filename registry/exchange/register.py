"""The register as an import sees it (现有登记): what is recorded already, and what the file has brought so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from registry import secrecy
from registry.exchange.columns import Kind
from registry.exchange.reports import Report, Row
from registry.models import Level, Organisation, Person

BATCH = 2000
DEFAULT_ETHNIC_GROUP = "汉"
HOME_LEVELS = (Level.BRANCH, Level.GENERAL_BRANCH)

_Item = TypeVar("_Item")


class Brought(NamedTuple):
    """A person the file names: where first, the name, and the row's id once it is known (0 before)."""

    row: int
    name: str
    pk: int


@dataclass
class Register:
    """What rows are checked against. ``write`` is off for an examination."""

    report: Report
    on: dt.date
    write: bool
    step: Callable[[int], None]
    organisations: dict[str, Organisation] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    brought: dict[str, Brought] = field(default_factory=dict)
    namesakes: dict[str, tuple[int, bool]] = field(default_factory=dict)
    without_number: dict[str, int] = field(default_factory=dict)

    @classmethod
    def as_recorded(cls, report: Report, on: dt.date, *, write: bool, step: Callable[[int], None]) -> Register:
        """The organisations, and the few persons without an ID number."""
        register = cls(report, on, write, step)
        for organisation in Organisation.objects.defer("name_grams").iterator():
            register.organisations[organisation.code] = organisation
            register.codes[organisation.pk] = organisation.code
        nameless = Person.objects.filter(id_number_index="").values_list("pk", "name", "sex", "born_on")
        register.without_number = {triple(name, sex, born): pk for pk, name, sex, born in nameless.iterator()}
        return register

    @property
    def writing(self) -> bool:
        """True while everything is in order and is to be written."""
        return self.write and self.report.ok


def triple(name: str, sex: str, born_on: dt.date) -> str:
    """What tells persons without an ID number apart."""
    return f"{name}|{sex}|{born_on:%Y%m%d}"


def key_of(row: Row) -> str:
    """What a person is known by: the blind index of the ID number, else name, sex and birth date."""
    if row["id_number"]:
        return secrecy.blind_index(row["id_number"])
    return triple(row["name"], row["sex"], row["born_on"])


def by_index(indexes: Iterable[str]) -> dict[str, Person]:
    """Recorded persons by blind index; the condition lets the database use its partial index."""
    wanted = Person.objects.filter(~Q(id_number_index=""), id_number_index__in=list(indexes))
    return {person.id_number_index: person for person in wanted.select_related("member").defer("name_grams")}


def in_batches(items: Iterable[_Item], size: int = BATCH) -> Iterator[list[_Item]]:
    """Lists of up to ``size`` items."""
    walk = iter(items)
    while batch := list(islice(walk, size)):
        yield batch


def reserve_ids(model: type[Model], count: int) -> Sequence[int]:
    """Row ids taken from a table's own counter, so that rows may refer to each other before they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],  # noqa: SLF001 -- Django's documented way to a table's name
        )
        return [row[0] for row in cursor.fetchall()]


def compare(register: Register, row: Row, recorded: dict[str, Any], *, quote: bool) -> bool:
    """Note every given cell that differs from what is recorded; True if none does."""
    same = True
    for key in row.given & recorded.keys():
        if row.sound(key) and not row.kind.by_key[key].type.same(row[key], recorded[key]):
            register.report.fault(row, key, _changed(row.kind, key, recorded[key], quote=quote))
            same = False
    return same


def _changed(kind: Kind, key: str, value: Any, *, quote: bool) -> str:
    if not quote:
        return _("The register has something else here; an import adds and never changes.")
    shown = kind.by_key[key].type.show(value) or "—"
    return _("The register has “%(value)s” here; an import adds and never changes.") % {"value": shown}
