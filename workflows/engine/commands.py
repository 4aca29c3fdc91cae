"""Idempotency keys (防重复提交): a repeated command is answered with its first result."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils.translation import gettext as _

from audit import clock
from registry.models import User
from registry.rows import Shape, read
from workflows.engine.errors import Conflict
from workflows.engine.handling import handling
from workflows.engine.models import Case, Command

_COMMAND = Shape(Command, "d")
_BY_KEY = f"SELECT {_COMMAND.columns} FROM workflows_command d WHERE d.key = %s"


def new_key() -> str:
    """A fresh key for one form on one page."""
    return secrets.token_urlsafe(24)


def earlier(key: str, *, by: User, name: str, target: str) -> dict[str, Any] | None:
    """The result of the first use of a key, or None; Conflict if it was used by another person or for another thing."""
    found = read(_BY_KEY, [key], _COMMAND)
    return result_of(found[0][0] if found else None, by=by, name=name, target=target)


def result_of(found: Command | None, *, by: User, name: str, target: str) -> dict[str, Any] | None:
    """As ``earlier``, of a command that was read already."""
    if found is None:
        return None
    if (found.by_id, found.name, found.target) != (by.pk, name, target):
        raise Conflict(_("This form was sent before, for something else. Open the page again."))
    return dict(found.result)


def keep(case: Case, key: str, *, by: User, name: str, target: str, result: dict[str, Any]) -> None:
    """Keep the result of a command with what it did; an empty one would not be recognised when it is repeated."""
    if not result:
        raise ValueError(f"{name} must keep a result")
    with handling(case) as at:
        at.rows.add(Command(key=key, by=by, name=name, target=target, result=result, at=clock.now()))
