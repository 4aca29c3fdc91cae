"""The one clock (时钟). Every "now" and "today" of the product is asked here.

Legal periods are dates in Asia/Shanghai; instants are only for order and for the undo hold. The demo and
``walk`` travel: they set an offset, in a process and a database of their own.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

_offset = dt.timedelta(0)


def now() -> dt.datetime:
    """The present instant, aware, with the offset of a travelling clock."""
    return timezone.now() + _offset


def today() -> dt.date:
    """The present calendar day in Asia/Shanghai."""
    return timezone.localtime(now()).date()


def day_of(moment: dt.datetime) -> dt.date:
    """The calendar day of a moment in Asia/Shanghai."""
    return timezone.localtime(moment).date()


def travel_to(day: dt.date, hour: int = 9) -> None:
    """Set the clock of this process to an hour of a day; it runs on from there."""
    global _offset  # noqa: PLW0603 -- there is exactly one clock in a process
    wanted = dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_default_timezone())
    _offset = wanted - timezone.now()


def advance(by: dt.timedelta) -> None:
    """Move the clock of this process forward."""
    global _offset  # noqa: PLW0603 -- see travel_to
    _offset += by


def come_home() -> None:
    """Return to the real time."""
    global _offset  # noqa: PLW0603 -- see travel_to
    _offset = dt.timedelta(0)


@contextmanager
def travelling(day: dt.date, hour: int = 9) -> Iterator[None]:
    """Be at a day for the length of a block."""
    before = _offset
    travel_to(day, hour)
    try:
        yield
    finally:
        globals()["_offset"] = before
