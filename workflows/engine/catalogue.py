"""The catalogue of processes (流程目录) and their editions (版本): every module in workflows.processes is one edition.

Nobody keeps a list. A changed regulation is a new class in a new module with the same ``name`` and the day from which it
is in force; the old one stays as long as cases stand on it. New cases take the edition in force on the day they are
opened, running ones keep theirs: the row of a case names its class.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from typing import TYPE_CHECKING

from audit import clock

if TYPE_CHECKING:
    from workflows.engine.words import Process

FIRST = "first"
_EDITIONS: dict[str, list[type[Process]]] = {}


def load() -> None:
    """Import every process file; each defines exactly one Process."""
    from workflows.engine.words import Process  # noqa: PLC0415 -- models must be ready

    package = importlib.import_module("workflows.processes")
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        own = [v for v in vars(module).values() if isinstance(v, type) and issubclass(v, Process)]
        found = [v for v in own if v.__module__ == module.__name__]
        if len(found) != 1:
            raise RuntimeError(f"{module.__name__} must define exactly one Process, found {len(found)}")
        register(found[0])


def register(edition: type[Process]) -> None:
    """Add an edition; one that is there already stays as it is."""
    editions = _EDITIONS.setdefault(edition.name, [])
    if edition not in editions:
        editions.append(edition)
        editions.sort(key=_since)


def forget(edition: type[Process]) -> None:
    """Take an edition out again, for tests."""
    _EDITIONS[edition.name].remove(edition)


def _since(edition: type[Process]) -> dt.date:
    return edition.in_force_from or dt.date.min


def editions(name: str) -> tuple[type[Process], ...]:
    """The editions of a process, oldest first; none if there is no process of that name."""
    return tuple(_EDITIONS.get(name, ()))


def every_edition() -> list[type[Process]]:
    """All editions of all processes, by name, oldest first."""
    return [edition for name in sorted(_EDITIONS) for edition in _EDITIONS[name]]


def process(name: str, on: dt.date | None = None) -> type[Process]:
    """The edition of a process that is in force on a day (today without one); KeyError if none is."""
    day = on or clock.today()
    in_force = [edition for edition in _EDITIONS.get(name, ()) if _since(edition) <= day]
    if not in_force:
        raise KeyError(name)
    return in_force[-1]


def processes(on: dt.date | None = None) -> dict[str, type[Process]]:
    """The editions in force on a day (today without one), by the name of the process."""
    day = on or clock.today()
    return {name: process(name, day) for name, found in _EDITIONS.items() if any(_since(e) <= day for e in found)}


def label(edition: type[Process]) -> str:
    """What an edition is called in file names and commands: the name, and the day from which it is in force if it has one."""
    return f"{edition.name}-{edition.in_force_from}" if edition.in_force_from else edition.name


def labelled(wanted: str) -> list[type[Process]]:
    """The editions that a label or the name of a process means; none if there are none."""
    return [edition for edition in every_edition() if wanted in (edition.name, label(edition))]


def edition_named(name: str, since: str) -> type[Process]:
    """The edition of a process in force from a day, ``first`` for the one without; KeyError if there is none."""
    named = {str(edition.in_force_from or FIRST): edition for edition in editions(name)}
    return named[since]


def path_of(edition: type[Process]) -> str:
    """Where an edition is written: the path of its class."""
    return f"{edition.__module__}.{edition.__name__}"
