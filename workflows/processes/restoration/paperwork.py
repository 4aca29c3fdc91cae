"""What the papers of a restoration print (文书事实): D-SU-4a, D-DS-3, D-SU-4b."""

from __future__ import annotations

from typing import Any

from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import facts as shared
from workflows.families.disposal import paperwork as common
from workflows.families.disposal.places import committee_of
from workflows.families.lost_contact.places import county_of
from workflows.processes.restoration import facts as of

Facts = dict[str, Any]
MAY_SPEAK = "\n已告知本人可以到会陈述意见。"


def _suspended_on(case: Case) -> str:
    since = case.member.suspended_since
    return since.isoformat() if since else ""


def request(case: Case, said: Said) -> Facts:
    """D-SU-4a 恢复党籍申请书."""
    asked = said("start")
    return {
        "addressee": case.organisation.name, "name": case.member.person.name, "joined_on": case.member.joined_on.isoformat(),
        "suspended_on": _suspended_on(case), "cause": asked["cause"], "conduct": asked["conduct"], "phone": asked["phone"],
        "date": of.asked_on(case, said).isoformat(),
    }  # fmt: skip


def talk(case: Case, said: Said) -> Facts:
    """D-DS-3 组织谈话记录."""
    return common.talk(case, said, offered=MAY_SPEAK)


def decision(case: Case, said: Said) -> Facts:
    """D-SU-4b 恢复党籍决定."""
    approved = said.newest("approve").isoformat()
    return {
        "issuer": county_of(case).name, "addressee": committee_of(case).name, "name": case.member.person.name, "branch": case.organisation.name,
        "suspended_on": _suspended_on(case), "meeting_on": shared.record(case, "vote").held_on.isoformat(),
        "reviewed_on": said.newest("review").isoformat(), "conclusion": said("conclude")["conclusion"], "restored_on": approved, "date": approved,
    }  # fmt: skip
