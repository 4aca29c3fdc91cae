"""Sentences (说明) that are stored and shown in the reader's language: an English message id and its parameters.

A parameter may be a sentence itself, such as the title of a step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override


@dataclass(frozen=True)
class Sentence:
    """A translatable sentence with parameters (names of organisations, dates, other sentences); JSON both ways."""

    msgid: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.params:
            return gettext(self.msgid)
        said = {name: str(Sentence.from_json(p)) if isinstance(p, list) else p for name, p in self.params.items()}
        return gettext(self.msgid) % said

    def as_json(self) -> list[Any]:
        """What is stored."""
        return [self.msgid, self.params]

    @classmethod
    def from_json(cls, stored: list[Any]) -> Sentence:
        """What was stored."""
        return cls(stored[0], stored[1])


def say(msgid: str, **params: object) -> Sentence:
    """A sentence; mark the message id with gettext_noop where it is written.

    A parameter that is a lazy translation, such as a title of the course, is translated when it is shown.
    """
    return Sentence(msgid, {name: _kept(value) for name, value in params.items()})


def _kept(value: object) -> str | list[Any]:
    if isinstance(value, Promise):
        with override(None):  # without a language a title is its own message id
            return Sentence(str(value)).as_json()
    return value.as_json() if isinstance(value, Sentence) else str(value)
