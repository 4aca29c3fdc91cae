"""What every process with a meeting does around it (会议通用事项): who is told of it, how many members there are that day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop as _n

from registry.models import Affiliation, Member, Standing
from workflows.engine.meetings.reading import items_of, roll_of
from workflows.engine.models import Case, Meeting, Notice
from workflows.engine.sentences import Sentence, say
from workflows.engine.telling import tell
from workflows.engine.votes.entitled import FULL

_CALLED = _n("You are called to a meeting: %(topic)s, %(day)s %(time)s, %(place)s.")
_CONCERNED = _n(
    "A meeting discusses a matter that concerns you: %(topic)s, %(day)s %(time)s, %(place)s. You may be there and speak."
)


def call(case: Case, meeting: Meeting | None) -> None:
    """Tell whoever is on the roll of a meeting, and whoever an item is about; each once."""
    if meeting is None:
        return
    concerned = {item.subject.person_id for item in items_of(meeting) if item.subject}
    roll = {row.person_id for row in roll_of(meeting)}
    tell(case, Notice.Kind.CASE, said(_CONCERNED, meeting), persons=concerned, key=f"concerned:{meeting.public_id}")
    tell(case, Notice.Kind.CASE, said(_CALLED, meeting), persons=roll - concerned, key=f"called:{meeting.public_id}")


def said(words: str, meeting: Meeting) -> Sentence:
    """A sentence about a meeting: its topic, day, time and place."""
    time = f"{meeting.starts_at:%H:%M}"
    return say(words, topic=meeting.topic, day=meeting.held_on, time=time, place=meeting.place)


def members_on(organisation: int, day: dt.date) -> tuple[int, int]:
    """How many full and probationary members an organisation (id) has on a day, those below it included; whoever is suspended
    is neither."""
    here = Affiliation.objects.on(day).filter(member=OuterRef("pk"), organisation__lineage__contains=[organisation])
    roll = Member.objects.filter(Exists(here))
    return roll.filter(standing=FULL).count(), roll.filter(standing=Standing.PROBATIONARY).count()
