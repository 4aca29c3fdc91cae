"""The facts of a meeting (事实): gathered from the case, its meetings and the register, once, for rules and papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.models import Level
from workflows.engine.handling import day_of
from workflows.engine.meetings import standing
from workflows.engine.meetings.reading import record_of
from workflows.engine.meetings.record import MeetingRecord
from workflows.engine.models import Body, Case, Meeting, Verdict
from workflows.engine.routing import Place
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.processes.meeting.rules import Facts

STEP = "hold"
HELD_BY = {
    Level.BRANCH: (Body.GENERAL, Body.BRANCH_COMMITTEE),
    Level.COMMITTEE: (Body.COMMITTEE,),
}


def body_of(case: Case) -> Body:
    """Which meeting it is."""
    return Body(Said(case)("start")["body"])


def last_meeting(case: Case) -> Meeting | None:
    """The newest meeting of a case, over or not."""
    return standing.last(case, STEP) if case.pk else None


def last_record(case: Case) -> MeetingRecord:
    """Its record; LookupError where none has been convened."""
    found = last_meeting(case)
    if found is None:
        raise LookupError(f"{case.number}: no meeting was convened")
    return record_of(found)


def records(case: Case) -> list[MeetingRecord]:
    """The records of all meetings of a case at which anything was voted on, and of the last one, oldest first."""
    found = [record_of(meeting) for meeting in Meeting.objects.filter(case=case, step=STEP).order_by("attempt")]
    return [record for record in found if record is found[-1] or any(item.ballots for item in record.items)]


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    last = last_meeting(case)
    settled = Verdict.objects.filter(ballot__item__meeting__case=case.pk) if case.pk else Verdict.objects.none()
    return Facts(
        today=day_of(case),
        pack=pack_of(case),
        voted=settled.exists(),
        voted_today=last is not None and settled.filter(ballot__item__meeting=last).exists(),
    )


HOLDER = Place(
    _("Organisation that meets"),
    lambda case: case.organisation,
    _n("The meeting is one of this organisation: %(organisation)s."),
    levels=tuple(HELD_BY),
)
