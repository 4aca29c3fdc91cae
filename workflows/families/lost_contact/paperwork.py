"""What the papers of the general meeting print (会议文书事实), in a suspension and in a restoration."""

from __future__ import annotations

from typing import Any

from documents.models import Paper
from workflows.engine.meetings import by_hand, printed, standing
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families import meetings
from workflows.families.disposal import facts as of

Facts = dict[str, Any]


def notice(case: Case, said: Said) -> Facts:
    """D-MT-1a 会议通知."""
    return printed.notice(of.record(case, "vote"), date=said.newest("convene"))


def attendance(case: Case, said: Said) -> Facts:
    """D-MT-2 会议签到表."""
    return printed.attendance(of.record(case, "vote"))


def minutes(case: Case, said: Said) -> Facts:
    """D-MT-3 会议记录."""
    found, closed = of.record(case, "vote"), said("vote")
    members = meetings.members_on(case.organisation_id, found.held_on)
    return printed.minutes(found, members=members, speeches=closed["speeches"], heard=closed["heard"])


def tally(case: Case, said: Said) -> Facts:
    """D-MT-4 会议计票单."""
    return by_hand.tally(of.records(case, "vote"))


def resolution(case: Case, said: Said) -> Facts:
    """D-MT-6 会议决议: of the meeting that carried it; whatever one before did not carry is in its minutes."""
    found = of.record(case, "vote")
    return printed.resolutions([found], secretary=found.chair, date=said.newest("vote"))


def call(case: Case, paper: Paper, by: Any) -> None:
    """Whoever is on the roll is told of the meeting, and the member in words of his own right to speak."""
    meetings.call(case, standing.last(case, "vote"))
