"""Several hands for the demo's history (并行推动): what is independent is done at the same time.

Setting papers takes most of the time and happens in processes of its own, so that two hands are nearly twice as fast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import TracebackType
from typing import TypeVar

from django.db import connection

from audit import clock
from config.demo.prefecture.figures import PAUSE

_Thing = TypeVar("_Thing")
_Done = TypeVar("_Done")


def relaxed() -> None:
    """Do not wait for the disk: a demo that is lost with the power is made again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def _leave(together: Barrier) -> None:
    """Close the connection of this hand, when every hand has come: so each does it once."""
    together.wait()
    connection.close()


class Crew:
    """So many hands, each with a database connection of its own; one hand is the caller itself, in his transaction."""

    def __init__(self, hands: int) -> None:
        self.hands = hands
        self.pool = ThreadPoolExecutor(hands, initializer=relaxed) if hands > 1 else None

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.pool is not None:
            list(self.pool.map(_leave, [Barrier(self.hands)] * self.hands))
            self.pool.shutdown()

    def each(self, what: Callable[[_Thing], _Done], things: Sequence[_Thing]) -> list[_Done]:
        """Do something with each thing, as many at a time as there are hands; the clock goes on after each handful."""
        done: list[_Done] = []
        for start in range(0, len(things), self.hands):
            handful = things[start : start + self.hands]
            done += map(what, handful) if self.pool is None else self.pool.map(what, handful)
            clock.advance(PAUSE)
        return done
