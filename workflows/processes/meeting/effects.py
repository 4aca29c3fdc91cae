"""Who is told of a meeting (会议告知): once its notice is out, and once it is called off."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _n

from documents.models import Paper
from workflows.engine.meetings.reading import items_of, roll_of
from workflows.engine.models import Case, Meeting, Notice
from workflows.engine.sentences import Sentence, say
from workflows.engine.telling import tell
from workflows.processes.meeting import facts as of

_CALLED = _n("You are called to a meeting: %(topic)s, %(day)s %(time)s, %(place)s.")
_CONCERNED = _n(
    "A meeting discusses a matter that concerns you: %(topic)s, %(day)s %(time)s, %(place)s. You may be there and speak."
)
_CALLED_OFF = _n("The meeting is called off: %(topic)s, %(day)s.")


def call(case: Case, paper: Paper, by: Any) -> None:
    """Tell whoever is on the roll, and whoever an item is about, of the meeting."""
    meeting = of.last_meeting(case)
    if meeting is None:
        return
    concerned = {item.subject.person_id for item in items_of(meeting) if item.subject}
    roll = {row.person_id for row in roll_of(meeting)}
    tell(case, Notice.Kind.CASE, _said(_CONCERNED, meeting), persons=concerned, key=f"concerned:{meeting.public_id}")
    tell(case, Notice.Kind.CASE, _said(_CALLED, meeting), persons=roll - concerned, key=f"called:{meeting.public_id}")


def call_off(case: Case, paper: Paper, by: Any) -> None:
    """Tell whoever had been called that nobody meets."""
    meeting = of.last_meeting(case)
    told = Notice.objects.filter(case=case, key__in=_keys(meeting)).values_list("person_id", flat=True)
    if meeting is not None:
        sentence = _said(_CALLED_OFF, meeting)
        tell(case, Notice.Kind.CASE, sentence, persons=set(told), key=f"called_off:{meeting.public_id}")


def _keys(meeting: Meeting | None) -> list[str]:
    return [f"{what}:{meeting.public_id}" for what in ("concerned", "called")] if meeting is not None else []


def _said(words: str, meeting: Meeting) -> Sentence:
    time = f"{meeting.starts_at:%H:%M}"
    return say(words, topic=meeting.topic, day=meeting.held_on, time=time, place=meeting.place)
