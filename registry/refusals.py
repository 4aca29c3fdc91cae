"""The two ways of saying no: PermissionDenied (who) and Refused (what)."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """A rule says no (不予办理). The sentence is for the person who asked; ``field`` names where it belongs."""

    def __init__(self, sentence: str, *, field: str = "", errors: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.errors = dict(errors or {})


class Conflict(Refused):
    """Somebody else was first (已被办理): the page shows who decided and when; answered with 409."""
