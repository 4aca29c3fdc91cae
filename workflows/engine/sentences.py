"""Sentences (说明) that are stored and shown in the reader's language: an English message id and its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Sentence:
    """A translatable sentence with parameters (names of organisations, dates); JSON both ways."""

    msgid: str
    params: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.msgid) % self.params if self.params else gettext(self.msgid)

    def as_json(self) -> list[Any]:
        """What is stored."""
        return [self.msgid, self.params]

    @classmethod
    def from_json(cls, stored: list[Any]) -> Sentence:
        """What was stored."""
        return cls(stored[0], stored[1])


def say(msgid: str, **params: object) -> Sentence:
    """A sentence; mark the message id with gettext_noop where it is written."""
    return Sentence(msgid, {name: str(value) for name, value in params.items()})
