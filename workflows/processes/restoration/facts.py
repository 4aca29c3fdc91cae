"""The facts of a restoration (事实): gathered from the case, its meeting and the register, once, for rules and papers."""

from __future__ import annotations

import datetime as dt

from workflows.engine.handling import day_of, once
from workflows.engine.models import Case
from workflows.engine.places import general_branch_of
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.disposal import facts as shared
from workflows.processes.restoration.rules import Facts


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said, member, today = said or Said(case), case.member, day_of(case)
    return Facts(
        today=today,
        pack=pack_of(case),
        member=member.person.name,
        standing=str(member.standing),
        at_home_here=shared.at_home_here(case),
        other_disposal=once(case, "other disposal", lambda: shared.other_disposal(member, but=case)),
        suspended_since=member.suspended_since,
        opened_by_subject=case.opener_id == member.person_id,
        has_general_branch=general_branch_of(case) != case.organisation,
        approved_on=said.newest("approve"),
    )


def asked_on(case: Case, said: Said) -> dt.date:
    """The day he asked: in the system, or the one on his paper."""
    if "consent" not in said:
        return case.opened_on
    signed: dt.date = said("consent").get("signed_on") or said.newest("consent")
    return signed


def his_words(case: Case, said: Said) -> str:
    """What he said in the case, word for word and in its order, for whoever decides."""
    asked = said("start")
    parts = [f"申请（{asked_on(case, said).isoformat()}）：{asked['cause']}", f"失去联系期间的表现：{asked['conduct']}"]
    if "talk" in said:
        told = said("talk").get("stated") or said("talk").get("note") or ""
        parts.append(f"谈话时（{said.newest('talk').isoformat()}）：{told}")
    return "\n".join(parts)


def why_not(said: Said) -> str:
    """Why he is not restored: what the committee or the county said, else that the general meeting did not carry it."""
    for step in ("approve", "review"):
        if said.outcome(step) == "refuse":
            reason: str = said(step)["opinion"]
            return reason
    return "支部党员大会未通过。"
