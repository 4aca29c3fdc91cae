"""Ways out of the house (渠道): one interface, and what is set up here. Each is a module of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings

from workflows.engine.channels.errors import Permanent, Temporary
from workflows.engine.channels.mail import Mail
from workflows.engine.channels.webhook import Webhook
from workflows.engine.models import Delivery


@dataclass(frozen=True)
class Message:
    """What goes out (消息). ``id`` is the same at every attempt; ``facts`` are ids only, for machines."""

    id: str
    to: str
    subject: str
    body: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Channel(Protocol):
    """A way out. ``send`` returns once the other side has taken the message; raises Temporary or Permanent."""

    def send(self, message: Message) -> None:
        """Send one message."""


def set_up() -> dict[str, Channel]:
    """The channels that are set up in this installation, by ``Delivery.Channel``."""
    found: dict[str, Channel] = {}
    if settings.MAIL_SET_UP:
        found[Delivery.Channel.MAIL] = Mail()
    if settings.WEBHOOK_URL:
        found[Delivery.Channel.WEBHOOK] = Webhook(
            settings.WEBHOOK_URL, settings.WEBHOOK_SECRET, private=settings.WEBHOOK_PRIVATE
        )
    return found


__all__ = ["Channel", "Message", "Permanent", "Temporary", "set_up"]
