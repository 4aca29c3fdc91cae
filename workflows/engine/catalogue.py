"""The catalogue of processes (流程目录): every module in workflows.processes is one; nobody keeps a list."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.engine.words import Process

_PROCESSES: dict[str, type[Process]] = {}


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
        _PROCESSES[found[0].name] = found[0]


def processes() -> dict[str, type[Process]]:
    """All processes by name."""
    return dict(_PROCESSES)


def process(name: str) -> type[Process]:
    """One process; KeyError if there is none of that name."""
    return _PROCESSES[name]
