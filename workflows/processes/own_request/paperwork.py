"""What the papers of a request to leave print (文书事实): D-WD-1, D-DS-3, the meeting's, D-DS-19, D-WD-2, D-DS-18."""

from __future__ import annotations

from typing import Any

from workflows.engine.meetings import by_hand, printed
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import facts as shared
from workflows.families.disposal import paperwork
from workflows.families.disposal.places import committee_of
from workflows.families.meetings import members_on
from workflows.processes.own_request import facts as of

Facts = dict[str, Any]
TAKE_BACK = "\n已告知本人：宣布除名前可以随时收回申请。"
ANNOUNCED = "要求退党，予以除名"
ENCLOSED = ["退党申请书", "组织谈话记录", "支部党员大会会议记录", "宣布处置决定记录"]


def request(case: Case, said: Said) -> Facts:
    """D-WD-1 退党申请书."""
    return {
        "addressee": case.organisation.name, "name": case.member.person.name, "joined_on": case.member.joined_on.isoformat(),
        "reason": said("start")["reason"], "date": of.asked_on(case, said).isoformat(),
    }  # fmt: skip


def talk(case: Case, said: Said) -> Facts:
    """D-DS-3 组织谈话记录."""
    return paperwork.talk(case, said, offered=TAKE_BACK)


def notice(case: Case, said: Said) -> Facts:
    """D-MT-1a 会议通知."""
    return printed.notice(shared.record(case, "discuss"), date=said.newest("convene"))


def attendance(case: Case, said: Said) -> Facts:
    """D-MT-2 会议签到表."""
    return printed.attendance(shared.record(case, "discuss"))


def minutes(case: Case, said: Said) -> Facts:
    """D-MT-3 会议记录."""
    found, closed = shared.record(case, "discuss"), said("discuss")
    members = members_on(case.organisation_id, found.held_on)
    return printed.minutes(found, members=members, speeches=closed["speeches"], heard=closed["heard"])


def tally(case: Case, said: Said) -> Facts:
    """D-MT-4 会议计票单."""
    return by_hand.tally(shared.records(case, "discuss"))


def announcement(case: Case, said: Said) -> Facts:
    """D-DS-19 宣布处置决定记录: what is announced is the removal itself, which the Constitution puts before the record above."""
    return paperwork.announcement(case, said) | {"document_title": ANNOUNCED, "decision_number": paperwork.UNKNOWN}


def report(case: Case, said: Said) -> Facts:
    """D-WD-2 要求退党予以除名的备案报告."""
    given = said("report_facts")
    return {
        "issuer": case.organisation.name, "signer": said.name("report_facts"), "addressee": committee_of(case).name,
        "name": case.member.person.name, "profile": given["profile"], "asked_on": of.asked_on(case, said).isoformat(),
        "reason": given["gist"], "educated": given["educated"], "meeting_on": shared.record(case, "discuss").held_on.isoformat(),
        "discussed": given["discussed"], "announced_on": said("announce")["announced_on"].isoformat(), "enclosures": ENCLOSED,
        "contact": given["contact"], "phone": given["phone"], "date": said.newest("report_facts").isoformat(),
    }  # fmt: skip
