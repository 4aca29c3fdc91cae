"""Who is told of a meeting (会议告知): once its notice is out, and once it is called off."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _n

from documents.models import Paper
from workflows.engine.models import Case, Meeting, Notice
from workflows.engine.telling import tell
from workflows.families import meetings
from workflows.processes.meeting import facts as of

_CALLED_OFF = _n("The meeting is called off: %(topic)s, %(day)s.")


def call(case: Case, paper: Paper, by: Any) -> None:
    """Tell whoever is on the roll, and whoever an item is about, of the meeting."""
    meetings.call(case, of.last_meeting(case))


def call_off(case: Case, paper: Paper, by: Any) -> None:
    """Tell whoever had been called that nobody meets."""
    meeting = of.last_meeting(case)
    told = Notice.objects.filter(case=case, key__in=_keys(meeting)).values_list("person_id", flat=True)
    if meeting is not None:
        sentence = meetings.said(_CALLED_OFF, meeting)
        tell(case, Notice.Kind.CASE, sentence, persons=set(told), key=f"called_off:{meeting.public_id}")


def _keys(meeting: Meeting | None) -> list[str]:
    return [f"{what}:{meeting.public_id}" for what in ("concerned", "called")] if meeting is not None else []
