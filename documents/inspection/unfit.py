"""The one exception of the inspection (不予接收)."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a file is not accepted; ``intake`` has the sentences."""

    DAMAGED = "damaged"
    PROTECTED = "protected"
    ACTIVE = "active"
    EMBEDDED = "embedded"
    OUTSIDE = "outside"
    FORM = "form"
    MEDIA = "media"
    MACROS = "macros"
    FOREIGN = "foreign"
    AROUND = "around"
    KIND = "kind"
    BOMB = "bomb"
    PIXELS = "pixels"
    MOVING = "moving"


class Unfit(Exception):
    """A file that is not accepted; ``detail`` names the part that is to blame, where there is one."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        """Keep both."""
        super().__init__(fault, detail)
        self.fault, self.detail = fault, detail[:80]
