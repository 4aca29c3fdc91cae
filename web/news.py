"""What came into an open list meanwhile (新到待办): asked for by the page while somebody looks at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from audit import clock
from registry.access import Viewer
from web import desk
from web.desk import Shown
from workflows.engine import inbox


@dataclass(frozen=True)
class News:
    """How many turns a list has more than the page shows, and when the next one comes that can still be undone before.

    ``seconds`` is how long until then, rounded up; 0 where none is on its way.
    """

    came: int
    next_at: dt.datetime | None

    @property
    def seconds(self) -> int:
        """Seconds until the next one is there."""
        return 0 if self.next_at is None else max(1, -int((clock.now() - self.next_at).total_seconds() // 1))


def since(viewer: Viewer, shown: Shown, moment: dt.datetime) -> News:
    """What can be seen in a list that could not be at a moment, and what comes next."""
    if not shown.is_own:
        return News(0, None)
    came = inbox.count(desk.turns_for(viewer, shown).filter(visible_from__gt=moment))
    return News(came, inbox.next_visible(viewer))


def moment_of(said: str) -> dt.datetime | None:
    """The moment in an address, in seconds since 1970; None for what is none."""
    try:
        return dt.datetime.fromtimestamp(float(said), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
