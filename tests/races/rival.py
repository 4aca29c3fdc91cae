"""A rival: a process with a connection of its own that does a deed at the very moment it is told to.

Started by ``arena``; reads one order a line, ``{"deed": ..., "at": ..., ...}``, and answers each with a line.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from typing import Any

import django


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Wait for the moment, do the deed; whatever it raises is part of the answer."""
    from tests.races import deeds, freedom

    deed, at = deeds.DEEDS[order.pop("deed")], order.pop("at", 0.0)
    if "offset" in order:
        freedom.set_clock(order.pop("offset"))
    freedom.moments.clear()
    while time.monotonic() < at:
        pass
    try:
        found: dict[str, Any] = {"did": deed(**order)}
    except Exception as error:  # noqa: BLE001 -- which one it is, is what the test asks
        found = {"raised": _kind(error), "said": str(error), "trace": traceback.format_exc()[-3000:]}
        found["waited"] = _waited(error)
    return found | freedom.moments


def _kind(error: Exception) -> str:
    """What the pages make of it: one of the lawful ways of saying no, or the name of anything else."""
    from django.core.exceptions import PermissionDenied

    from workflows.engine.errors import Conflict, Invalid, Refused

    lawful = (Conflict, Invalid, Refused, PermissionDenied)
    return next((kind.__name__ for kind in lawful if isinstance(error, kind)), type(error).__name__)


def _waited(error: BaseException | None) -> str:
    """The state PostgreSQL gave where it was a deadlock or a lock that was not to be had."""
    while error is not None:
        if (state := getattr(error, "sqlstate", None)) in ("40P01", "55P03"):
            return str(state)
        error = error.__cause__
    return ""


def main() -> None:
    """Answer orders until there are no more."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    django.setup()
    from tests.races import freedom

    freedom.prepare()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line)), ensure_ascii=False), file=answers, flush=True)


if __name__ == "__main__":
    main()
