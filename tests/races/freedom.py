"""The control of each race: the same code with its locks taken out, so that the race is shown to be there.

In both variants the dangerous moments (between reading and writing) are stretched a little, or the two processes would
seldom meet on a busy machine.
"""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Max

from audit import clock
from documents import issuing, numbering, rendering
from documents.models import Serial
from registry.models import Appointment, Organisation
from tests import desk
from workflows.engine import authority, checking, deciding, jobs, nodes, undoing

ONE_DAY = dt.timedelta(days=1)
STRETCH = 0.03
before_commit = 0.0

# What the database itself refuses; dropped in the control's database.
CONSTRAINTS = {
    "workflows_decision": ("assignment_id",),
    "workflows_case": ("one_open_case_of_a_kind",),
    "documents_paper": ("task_id",),
    "documents_letter": ("one_live_letter", "paper_id"),
    "documents_serial": ("serial_once",),
    # Whoever has the lock of a case knows its newest entry; without the lock two would follow the same one.
    "audit_entry": ("journal_sequence_once",),
}

_LOCKED = {
    "CaseLock": nodes.CaseLock.__call__,
    "appointment": authority.lock_appointment,
    "take": numbering.take,
}


def set_clock(offset: float) -> None:
    """The clock of the test, in this process."""
    clock.come_home()
    clock.advance(dt.timedelta(seconds=offset))


@contextmanager
def _no_lock(lock: Any, flow_class: Any, process_pk: int) -> Iterator[None]:
    yield


def _unlocked(person: Any, post_id: int, on: dt.date) -> Appointment | None:
    return Appointment.objects.on(on).filter(person=person, post_id=post_id).first()


def _newest_plus_one(issuer: Organisation, series: str, year: int) -> Serial:
    """MAX + 1, as it is so often done."""
    taken = Serial.objects.filter(issuer=issuer, series=series, year=year)
    running = (taken.aggregate(newest=Max("running"))["newest"] or 0) + 1
    return Serial.objects.create(
        issuer=issuer, series=series, year=year, running=running, text=str(running), taken_at=clock.now()
    )


def set_free(free: bool) -> None:
    """Take the locks out, or put them back."""
    nodes.CaseLock.__call__ = _no_lock if free else _LOCKED["CaseLock"]  # type: ignore[method-assign]
    authority.lock_appointment = _unlocked if free else _LOCKED["appointment"]
    numbering.take = _newest_plus_one if free else _LOCKED["take"]


def _stretched(do: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(do)
    def slowly(*args: Any, **kwargs: Any) -> Any:
        found = do(*args, **kwargs)
        time.sleep(STRETCH)
        return found

    return slowly


def _noting(do: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(do)
    def noted(*args: Any, **kwargs: Any) -> Any:
        global before_commit  # noqa: PLW0603 -- read by the deed that called it
        found = do(*args, **kwargs)
        before_commit = time.monotonic()
        return found

    return noted


def prepare() -> None:
    """Blank papers, stretched moments: once for each process."""
    rendering.typeset = desk.tiny_paper
    deciding._allowed = _stretched(deciding._allowed)
    undoing._refuse_late = _stretched(undoing._refuse_late)
    jobs._locked = _stretched(jobs._locked)
    issuing.reserve = _stretched(issuing.reserve)
    checking.refuse_blocked = _stretched(checking.refuse_blocked)
    nodes.finish = _noting(nodes.finish)
