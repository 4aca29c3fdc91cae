"""What is kept of the proofs (证明存档): for each course its digest, and the returns that were proved to be safe.

Read at start-up and by the pages; nothing is explored there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from workflows.engine import catalogue
from workflows.engine.words import Process

PROOFS = Path(__file__).with_name("proofs.json")

# From a step to the earlier ones a case may be sent back to, each with the obligations that are then to be met again.
Returns = Mapping[str, Mapping[str, tuple[str, ...]]]


def edition_of(process: type[Process]) -> str:
    """What a course is called in files: the path of its class."""
    return catalogue.path_of(process)


def stored() -> dict[str, dict[str, Any]]:
    """What is kept, by edition: ``digest`` and ``returns``."""
    return _read(PROOFS, PROOFS.stat().st_mtime_ns) if PROOFS.exists() else {}


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return found


def digest_kept(process: type[Process]) -> str:
    """The digest by which a course was proved; empty if it never was."""
    return str(stored().get(edition_of(process), {}).get("digest", ""))


def returns_kept(process: type[Process]) -> Returns:
    """The returns of a course that were proved to be safe."""
    return _typed(stored().get(edition_of(process), {}).get("returns", {}))


def _typed(returns: Mapping[str, Mapping[str, list[str]]]) -> Returns:
    return {node: {to: tuple(undone) for to, undone in back.items()} for node, back in returns.items()}


def write(proofs: Mapping[str, dict[str, Any]]) -> None:
    """Keep these and nothing else."""
    PROOFS.write_text(json.dumps(proofs, indent=1, sort_keys=True) + "\n", "utf-8")
