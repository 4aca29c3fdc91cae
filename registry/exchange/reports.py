"""What an examination or an import found (导入报告)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from registry.exchange.columns import KINDS, Kind

MOST_KEPT = 1000

Progress = Callable[[int, int], None]


class Fault(NamedTuple):
    """A mistake (差错): where it is and what is wrong. Row 0 is the sheet or the file as a whole."""

    sheet: str
    row: int
    column: str
    reason: str


@dataclass
class Tally:
    """The rows of one kind: read, new, unchanged, with mistakes, and examples of the template left out."""

    rows: int = 0
    new: int = 0
    unchanged: int = 0
    faulty: int = 0
    examples: int = 0


@dataclass
class Row:
    """A row of a sheet, its cells read.

    ``given`` are the columns of the sheet, ``said`` the cells with something in them, ``bad`` those with a mistake.
    """

    kind: Kind
    sheet: str
    number: int
    values: dict[str, Any]
    given: frozenset[str]
    said: set[str] = field(default_factory=set)
    bad: set[str] = field(default_factory=set)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def sound(self, *keys: str) -> bool:
        """True if all of the cells could be read."""
        return self.bad.isdisjoint(keys)


@dataclass
class Report:
    """The result (报告). ``faults`` keeps the first thousand, ``faults_total`` counts all."""

    name: str
    sha256: str = ""
    rows_digest: str = ""
    tallies: dict[str, Tally] = field(default_factory=lambda: {kind.key: Tally() for kind in KINDS})
    faults: list[Fault] = field(default_factory=list)
    faults_total: int = 0
    persons: int = 0
    posts: int = 0
    appointments: int = 0
    import_id: str = ""

    @property
    def ok(self) -> bool:
        """True if nothing is wrong."""
        return self.faults_total == 0

    @property
    def rows(self) -> int:
        """Rows of all kinds, examples left out."""
        return sum(tally.rows for tally in self.tallies.values())

    def fault(self, row: Row, key: str, reason: str) -> None:
        """Note a mistake in a row; the row counts as faulty once."""
        if not row.bad:
            self.tallies[row.kind.key].faulty += 1
        row.bad.add(key)
        self.note(row.sheet, row.number, row.kind.by_key[key].title, reason)

    def note(self, sheet: str, row: int, column: str, reason: str) -> None:
        """Note a mistake anywhere."""
        self.faults_total += 1
        if len(self.faults) < MOST_KEPT:
            self.faults.append(Fault(sheet, row, column, reason))

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "ok": self.ok,
            "import": self.import_id or None,
            "file": {"name": self.name, "sha256": self.sha256},
            "rows_digest": self.rows_digest,
            "rows": {key: asdict(tally) for key, tally in self.tallies.items()},
            "created": self.created(),
            "faults_total": self.faults_total,
            "faults": [fault._asdict() for fault in self.faults],
        }

    def created(self) -> dict[str, int]:
        """How many rows of each table the import makes."""
        return {
            "organisations": self.tallies["organisations"].new,
            "persons": self.persons,
            "members": self.tallies["members"].new,
            "posts": self.posts,
            "appointments": self.appointments,
        }
