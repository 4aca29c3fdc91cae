"""A channel for tests of what leaves the house: it keeps what it is given, or raises first what it was told to."""

from __future__ import annotations

from typing import Any

import pytest

from workflows.engine import channels


class Broken:
    """A channel that raises some errors, one at each attempt, and then keeps what it is given."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors, self.sent = list(errors), []

    def send(self, message: channels.Message) -> None:
        """Raise or keep."""
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(message)


def by(monkeypatch: pytest.MonkeyPatch, channel: Any) -> Any:
    """Let mails go by this channel."""
    monkeypatch.setattr(channels, "set_up", lambda: {"mail": channel})
    return channel
