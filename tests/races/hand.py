"""One of two people acting at the same instant: a process of its own that does what it is told when it is told.

Reads one JSON line a task, answers "ready" once it is connected, waits for "go", answers with what happened.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # settings first

django.setup()

import datetime as dt

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction

from audit import clock, journal
from documents import numbering
from registry import posts
from registry.models import Appointment, Organisation, User
from registry.refusals import Refused
from workflows.engine import catalogue, deciding, jobs, nodes, opening, undoing


@contextmanager
def _no_lock(_self: Any, _flow: Any, _pk: int) -> Iterator[None]:
    with transaction.atomic():
        yield


def _slowly(seconds: float) -> None:
    """Widen the window between reading and writing, with the lock and without it."""
    still_open = deciding._still_open

    def slow(*arguments: Any) -> Any:
        found = still_open(*arguments)
        time.sleep(seconds)
        return found

    deciding._still_open = slow  # type: ignore[assignment]


def decide(user: int, turn: str, data: dict[str, Any], key: str) -> str:
    """Decide a turn."""
    return deciding.decide(turn, by=User.objects.get(pk=user), data=data, key=key).public_id


def recall(user: int, decision: str, key: str) -> str:
    """Take a decision back."""
    return undoing.recall(decision, by=User.objects.get(pk=user), key=key).reference


def end_post(appointment: int, last_day: str) -> str:
    """End an appointment."""
    found = Appointment.objects.get(pk=appointment)
    posts.end_appointment(found, by=journal.system("race"), last_day=dt.date.fromisoformat(last_day), reason="离任")
    return "ended"


def open_case(user: int, organisation: str, data: dict[str, Any], key: str) -> str:
    """Open a transfer."""
    where = Organisation.objects.get(code=organisation)
    case = opening.open_case(
        catalogue.process("transfer"), by=User.objects.get(pk=user), organisation=where, data=data, key=key
    )
    return case.reference


def run_job(task: int) -> str:
    """Do a task of the system, as one of two workers."""
    return str(jobs.run(task))


def number(organisation: str, times: int, roll_back_every: int) -> str:
    """Take numbers, some of them in transactions that are rolled back."""
    issuer = Organisation.objects.get(code=organisation)
    for n in range(times):
        with transaction.atomic():
            numbering.take(issuer, "race", 2026)
            if n % roll_back_every == 0:
                transaction.set_rollback(True)
    return "done"


DEEDS = {deed.__name__: deed for deed in (decide, recall, end_post, open_case, run_job, number)}


def _do(order: dict[str, Any]) -> dict[str, str]:
    try:
        return {"did": DEEDS[order["deed"]](**order["with"])}
    except (Refused, PermissionDenied) as error:
        return {"refused": type(error).__name__, "sentence": str(error)}
    except Exception as error:  # noqa: BLE001 -- whatever else happens is what the test must see
        return {"failed": type(error).__name__, "sentence": str(error)}


def main() -> None:
    """Take orders until the input ends."""
    real_lock = nodes.CaseLock.__call__
    _slowly(0.15)
    for line in sys.stdin:
        order = json.loads(line)
        connections["default"].close()
        settings.DATABASES["default"]["NAME"] = order["database"]
        connections["default"].settings_dict["NAME"] = order["database"]
        nodes.CaseLock.__call__ = real_lock if order["locked"] else _no_lock  # type: ignore[method-assign]
        clock.come_home()
        clock.advance(dt.datetime.fromisoformat(order["now"]) - clock.now())
        User.objects.exists()
        print("ready", flush=True)
        sys.stdin.readline()
        print(json.dumps(_do(order)), flush=True)
        connections["default"].close()


if __name__ == "__main__":
    main()
