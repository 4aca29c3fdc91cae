"""What is changed in a rival: all patches of these tests, so that a rewritten engine is followed here alone.

The control of a race is the same code with its locks taken out of the SQL and the constraints out of the database, so
nothing here knows a function of the engine. With and without locks the moment between reading and the first write of a
transaction is stretched a little, or the two processes would seldom meet on a busy machine.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max

from audit import clock
from documents import intake, numbering, rendering
from documents.models import Serial
from registry.models import Organisation
from tests import desk
from tests.races import courses

STRETCH = 0.03

# Tables whose unique and exclusion constraints and whose triggers the database of the control does without.
# documents_counter keeps its own: without it the statement that counts would not be SQL any more.
GUARDED = (
    "audit_entry", "documents_letter", "documents_paper", "documents_serial", "registry_appointment",
    "registry_delegation", "registry_user", "workflows_attachment", "workflows_case", "workflows_command",
    "workflows_copy", "workflows_decision", "workflows_delivery", "workflows_digest", "workflows_draft",
    "workflows_notice", "workflows_noticechoice", "workflows_pause", "workflows_recusal", "workflows_reminder",
    "workflows_signer", "workflows_signing", "workflows_signingevent", "workflows_taskassignment", "workflows_urge",
    "workflows_wait",
)  # fmt: skip

_ROW_LOCK = re.compile(
    r'\sFOR (NO KEY UPDATE|UPDATE|KEY SHARE|SHARE)\b( OF "?\w+"?(, "?\w+"?)*)?( NOWAIT| SKIP LOCKED)?'
)
# The engine writes the rows of a decision in one statement that begins WITH.
_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH w0 AS)\b", re.IGNORECASE)
_take = numbering.take

# When the last transaction of a deed began to commit and when it had: what came after what is asked of these.
moments: dict[str, float] = {}
_free = False
_written = False


def set_clock(offset: float) -> None:
    """The clock of the test, in this process."""
    clock.come_home()
    clock.advance(dt.timedelta(seconds=offset))


def set_free(free: bool) -> None:
    """Take the locks out, or put them back."""
    global _free  # noqa: PLW0603 -- one process is one rival
    _free = free
    numbering.take = _newest_plus_one if free else _take


def _newest_plus_one(issuer: Organisation, series: str, year: int) -> Serial:
    """MAX + 1, as it is so often done."""
    taken = Serial.objects.filter(issuer=issuer, series=series, year=year)
    running = (taken.aggregate(newest=Max("running"))["newest"] or 0) + 1
    return Serial.objects.create(
        issuer=issuer, series=series, year=year, running=running, text=str(running), taken_at=clock.now()
    )


def _without_locks(statement: Any) -> Any:
    if not isinstance(statement, str):
        return statement
    return _ROW_LOCK.sub("", statement).replace("pg_advisory_xact_lock(", "abs(")


def _on_statement(execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: Any) -> Any:
    """Every statement of this process goes through here."""
    global _written  # noqa: PLW0603 -- see set_free
    if not _written and isinstance(statement, str) and _WRITE.match(statement):
        _written = connection.in_atomic_block
        time.sleep(STRETCH)
    return execute(_without_locks(statement) if _free else statement, params, many, context)


def _noting(end: Callable[[], None]) -> Callable[[], None]:
    def noted() -> None:
        global _written  # noqa: PLW0603 -- see set_free
        _written = False
        moments["committing"] = time.monotonic()
        end()
        moments["committed"] = time.monotonic()

    return noted


def _as_it_is(name: str, content: bytes, *, most_bytes: int) -> intake.Intake:
    """A file, without the child process that looks into it."""
    return intake.Intake(name, "application/pdf", content[:most_bytes], tidied=False)


def prepare() -> None:
    """Courses of the races, blank papers, unread files, plain static files, stretched moments, noted commits: once for each process."""
    courses.register()
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # a refusal is what is being looked for
    rendering.typeset = desk.tiny_paper
    intake.accepted = _as_it_is
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    connection.execute_wrappers.append(_on_statement)
    connection._commit = _noting(connection._commit)
    connection._rollback = _noting(connection._rollback)
