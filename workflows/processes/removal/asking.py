"""What each step of a removal may choose from besides what those of every disposal may (填写限定)."""

from __future__ import annotations

from forms.disposal.removing import Ground
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case
from workflows.engine.votes.kinds import Kind


def first_answers(finding: str, detail: str) -> dict[str, str]:
    """Where a ledger shows six months: on which ground."""
    return {"ground": Ground.SELF_WITHDRAWAL}


def measure(case: Case) -> ItemAsked:
    """What the general meeting votes on."""
    return ItemAsked(Kind.GM_DISPOSAL, f"关于对{case.member.person.name}同志作党内除名处理的决议", case.member)


def approval(case: Case) -> ItemAsked:
    """What the committee votes on."""
    return ItemAsked(Kind.CM_APPROVAL, f"审批对{case.member.person.name}同志作党内除名处理", case.member)
