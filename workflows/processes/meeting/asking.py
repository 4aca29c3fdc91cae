"""What each step of a meeting may choose from, proposes, and shows first (填写限定)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.kit import Limits
from registry.models import Level, Organisation, Role
from workflows.engine.models import Case, Verdict
from workflows.engine.said import Said
from workflows.processes.meeting import facts as of

# The secretary calls a meeting; where there is none, or by his mandate, his deputy (Article 14).
OPENED_BY = (Role.SECRETARY, Role.DEPUTY_SECRETARY)
NOBODY_CONCERNED = "本次会议没有讨论涉及党员本人处理的事项。"


def opening_limits(organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
    """The meetings that an organisation of its level holds."""
    return Limits(today, values={"bodies": of.HELD_BY.get(Level(organisation.level), ())})


def limits(case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
    """Whether anything was voted on in the meeting, so that its minutes have to say what was discussed."""
    meeting = of.last_meeting(case) if step == of.STEP else None
    discussed = meeting is not None and Verdict.objects.filter(ballot__item__meeting=meeting).exists()
    return Limits(today, values={"bodies": of.HELD_BY[Level(case.organisation.level)], "discussed": discussed})


def initial(case: Case, step: str) -> dict[str, Any]:
    """That nobody was concerned, where no item is about anybody."""
    meeting = of.last_meeting(case) if step == of.STEP else None
    if meeting is None or meeting.items.filter(subject__isnull=False).exists():
        return {}
    return {"heard": NOBODY_CONCERNED}


def summary_of(case: Case, said: Said) -> list[tuple[Any, str]]:
    """The facts a reader needs first: which meeting, when and where, what about."""
    rows: list[tuple[Any, str]] = [
        (_("Meeting"), str(of.body_of(case).label)),
        (_("Of"), case.organisation.name),
        (_("Topic"), case.matter),
    ]
    if (meeting := of.last_meeting(case)) is not None:
        rows += [(_("When"), f"{meeting.held_on} {meeting.starts_at:%H:%M}"), (_("Where"), meeting.place)]
        rows += [(_("Chair"), meeting.chair.name), (_("Recorder"), meeting.recorder.name)]
        rows += [(_("Attempt"), str(meeting.attempt))] if meeting.attempt > 1 else []
    return rows
