"""What each paper of a meeting prints (文书事实), from its record; papers are written in Chinese."""

from __future__ import annotations

from typing import Any

from workflows.engine.meetings import by_hand, printed
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.meetings import members_on
from workflows.processes.meeting import facts as of
from workflows.processes.meeting.asking import NOBODY_CONCERNED


def notice(case: Case, said: Said) -> dict[str, Any]:
    """D-MT-1a 会议通知."""
    return printed.notice(of.last_record(case), date=said.newest("convene"))


def attendance(case: Case, said: Said) -> dict[str, Any]:
    """D-MT-2 会议签到表."""
    return printed.attendance(of.last_record(case))


def minutes(case: Case, said: Said) -> dict[str, Any]:
    """D-MT-3 会议记录."""
    record, closed = of.last_record(case), said("hold")
    speeches, heard = closed["speeches"], closed["heard"] or NOBODY_CONCERNED
    return printed.minutes(
        record, members=members_on(case.organisation_id, record.held_on), speeches=speeches, heard=heard
    )


def tally(case: Case, said: Said) -> dict[str, Any]:
    """D-MT-4 会议计票单."""
    return by_hand.tally(of.records(case))


def resolutions(case: Case, said: Said) -> dict[str, Any]:
    """D-MT-6 会议决议; the secretary signs who closed the meeting."""
    return printed.resolutions(of.records(case), secretary=said.name("hold"), date=said.newest("hold"))


def called_off(case: Case, said: Said) -> dict[str, Any]:
    """D-MT-8 取消会议通知."""
    withdrawn = case.data["withdrawn"]
    record = of.last_record(case) if of.last_meeting(case) is not None else None
    return printed.called_off(
        record, issuer=case.organisation.name, body=of.body_of(case), topic=case.matter, reason=withdrawn["reason"],
        date=withdrawn["on"],
    )  # fmt: skip
