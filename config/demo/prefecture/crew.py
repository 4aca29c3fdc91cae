"""Several hands for the demo's history (并行推动): processes, so that what is independent is done on every core at once.

They are spawned, not forked: nothing of the caller's connection, locks and threads comes along, whatever the system.
What that takes, a second or two each, they take while the caller writes the register.
"""

from __future__ import annotations

import datetime as dt
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import TypeVar

import django
from django.db import connection

from audit import clock
from config.demo.prefecture.figures import PAUSE
from documents import trials

OBJECTS_BETWEEN_SEARCHES = 50_000  # Python's own is 700
_Thing = TypeVar("_Thing")
_Done = TypeVar("_Done")


def relaxed() -> None:
    """Do not wait for the disk: a demo that is lost with the power is made again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def hands() -> int:
    """How many hands this machine has: one for each core, but two at least, since each waits for its press at times.

    Four at most: what the caller does himself, and the few acts of a day, leave no more to do at the same time.
    """
    return min(4, max(2, os.cpu_count() or 1))


class Crew:
    """So many hands, each a process with a database connection of its own; one hand is the caller, in his transaction."""

    def __init__(self, hands: int) -> None:
        self.pool: ProcessPoolExecutor | None = None
        if hands > 1:
            self.pool = ProcessPoolExecutor(hands, multiprocessing.get_context("spawn"), initializer=_arrive)
            for _n in range(hands):  # each is started when there is more to do than hands
                self.pool.submit(relaxed)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)

    def each(
        self,
        what: Callable[[_Thing], _Done],
        things: Iterable[_Thing],
        meanwhile: Callable[[], None] | None = None,
    ) -> list[_Done]:
        """Do something with each thing, as many at a time as there are hands; the clock goes on from one to the next.

        With several hands the things travel: what is returned has come of them. ``meanwhile`` is done by the caller.
        Raises what ``what`` raises, and BrokenProcessPool where a hand has died.
        """
        doing = [_then_on(self._begun(what, thing)) for thing in things]
        if meanwhile is not None:
            meanwhile()
        return [result() for result in doing]

    def _begun(self, what: Callable[[_Thing], _Done], thing: _Thing) -> Callable[[], _Done]:
        """Have a hand begin with a thing, or do it at once; gives what comes of it."""
        if self.pool is not None:
            return self.pool.submit(_at, clock.now(), what, thing).result
        done = what(thing)
        return lambda: done


def _then_on(done: _Done) -> _Done:
    clock.advance(PAUSE)
    return done


# -- in a hand --------------------------------------------------------------------------------------------------------


def _arrive() -> None:
    """Begin to work for the caller, with the settings he has from the environment."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt from the keyboard is for the caller, who ends his hands
    threading.Thread(target=_leave_with_the_caller, daemon=True).start()
    django.setup()
    relaxed()
    gc.freeze()  # what is there by now stays to the end
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)


def _leave_with_the_caller() -> None:
    """Whoever waits for work holds both ends of the pipe, and would wait on for a caller who was killed."""
    if caller := multiprocessing.parent_process():
        caller.join()
        os._exit(1)


@trials.unseen()
def _at(moment: dt.datetime, what: Callable[[_Thing], _Done], thing: _Thing) -> _Done:
    """Do something by the clock of the caller."""
    clock.come_home()
    clock.advance(moment - clock.now())
    return what(thing)
