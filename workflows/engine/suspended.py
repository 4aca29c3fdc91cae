"""Whether a case is suspended (是否挂起): asked by every function that acts on a case or its turns."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from audit import clock
from registry.models import User
from workflows.engine.errors import Conflict
from workflows.engine.handling import handling
from workflows.engine.models import Case, Pause


def running(case: Case) -> Pause | None:
    """The suspension that runs: as it was read under the lock, else as it is now."""
    at = case.handling
    if at is not None and at.head is not None:  # read under the lock, with the newest entry
        return at.pause
    return case.pauses.filter(ended_at__isnull=True).select_related("person").first()


def refuse_suspended(case: Case) -> None:
    """Conflict, with who suspended the case, since when and why; nothing if it goes on."""
    pause = running(case)
    if pause is not None:
        raise Conflict(sentence(pause))


def sentence(pause: Pause) -> str:
    """Who suspended the case, since when, until when and why."""
    said = {"who": pause.person, "post": pause.as_whom, "on": pause.on, "until": pause.until, "reason": pause.reason}
    if pause.until is None:
        return _("%(who)s (%(post)s) has suspended this case since %(on)s: %(reason)s") % said
    return _("%(who)s (%(post)s) has suspended this case from %(on)s until %(until)s: %(reason)s") % said


def end(case: Case, on: dt.date, by: User | None = None) -> None:
    """End the suspension that runs, if one does, of a case whose lock is held; its turns are those of somebody again."""
    with handling(case) as at:
        if at.pause is not None:
            at.pause.ended_at, at.pause.ended_on, at.pause.ended_by = clock.now(), on, by
            at.rows.change(at.pause, "ended_at", "ended_on", "ended_by")
            at.pause = None
