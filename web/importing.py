"""Importing the register in two steps (导入登记): examine a kept file, then load it; large files in the worker."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from registry import exchange
from registry.exchange.columns import KINDS
from registry.models import User
from registry.refusals import Refused
from web import uploads
from web.uploads import Upload

Act = Literal["examine", "load"]
AT_ONCE_BYTES = 512 * 1024
SECONDS_BETWEEN_NOTES = 1.0
DOING = {"examine": "examining", "load": "loading"}
DONE = {"examine": "examined", "load": "loaded"}


@dataclass(frozen=True)
class Count:
    """The rows of one kind of sheet, in numbers."""

    title: str
    numbers: dict[str, int]


def begin(upload: Upload, act: Act, by: User) -> None:
    """Examine or load a kept file: a small one now, a large one by the worker."""
    if upload.path.stat().st_size <= AT_ONCE_BYTES:
        work(upload, act, by)
        return
    from web.tasks import work_on_upload  # noqa: PLC0415 -- tasks calls work() below

    uploads.note(upload, {"phase": DOING[act], "done": 0, "total": 0})
    work_on_upload.defer(token=upload.token, user_id=by.pk, act=act, language=translation.get_language() or "")


def work(upload: Upload, act: Act, by: User) -> None:
    """Examine or load a kept file, and note the result beside it; a loaded file is deleted."""
    noted = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal noted
        if time.monotonic() - noted > SECONDS_BETWEEN_NOTES:
            noted = time.monotonic()
            uploads.note(upload, {"phase": DOING[act], "done": done, "total": total})

    try:
        state = _result(upload, act, by, progress)
    except Refused as refusal:
        state = {"phase": "stopped", "sentence": refusal.sentence}
    except Exception:
        uploads.note(upload, {"phase": "stopped", "sentence": _("Something went wrong; nothing was loaded.")})
        raise
    uploads.note(upload, state)
    if state["phase"] == "loaded":
        upload.path.unlink(missing_ok=True)


def _result(upload: Upload, act: Act, by: User, progress: Any) -> dict[str, Any]:
    with upload.path.open("rb") as file:
        if act == "examine":
            report = exchange.examine(file, upload.name, progress=progress)
        else:
            report = exchange.load(file, upload.name, by=by.actor, progress=progress)
    phase = DONE[act] if report.ok else "examined"
    return {"phase": phase, "report": report.as_json()}


def new_rows(report: dict[str, Any]) -> int:
    """How many rows an import would add."""
    return sum(tally["new"] for tally in report["rows"].values())


def counts(report: dict[str, Any]) -> list[Count]:
    """The numbers of a report, for each kind of sheet that has rows."""
    rows = report["rows"]
    return [Count(kind.title, rows[kind.key]) for kind in KINDS if rows[kind.key]["rows"] or rows[kind.key]["examples"]]
