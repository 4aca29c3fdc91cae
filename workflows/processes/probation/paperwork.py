"""What the papers print (文书事实): D-PB-1a, 1b and 2; the others as of every disposal."""

from __future__ import annotations

from typing import Any

from documents.blanks import SEXES
from documents.typesetting import chinese_date
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import facts as shared
from workflows.families.disposal.paperwork import way_of_appeal
from workflows.families.disposal.places import committee_of
from workflows.processes.probation import facts as of
from workflows.processes.probation import rules

Facts = dict[str, Any]


def resolution(case: Case, said: Said) -> Facts:
    """D-PB-1b 取消预备党员资格的决议, and what both resolutions say; written opinions count as votes."""
    found = shared.record(case, "vote")
    _item, numbers = shared.voted(found)
    ballot = found.items[0].ballots[-1]
    return numbers | {
        "written": ballot.written_for + ballot.written_against + ballot.written_abstained,
        "issuer": case.organisation.name, "name": case.member.person.name, "joined_on": case.member.joined_on.isoformat(),
        "probation_ends": of.ends_on(case).isoformat(), "meeting_on": found.held_on.isoformat(), "place": found.place, "chair": found.chair,
        "conduct": shared.proposal_of(said)["facts"], "reason": said("deliberate")["opinion"], "secretary": found.chair,
        "date": found.held_on.isoformat(),
    }  # fmt: skip


def extension(case: Case, said: Said) -> Facts:
    """D-PB-1a 延长预备期的决议."""
    facts = of.facts_of(case, said)
    until = rules.extended_until(facts).isoformat()
    return resolution(case, said) | {"months": facts.months, "from_on": facts.ends_on.isoformat(), "until_on": until}


def approval(case: Case, said: Said) -> Facts:
    """D-PB-2 党委审批意见, with the way of appeal."""
    agreed = f"经党委会议集体讨论表决，同意{branch_words(case, said)}。{way_of_appeal(case)}"
    return _opinion(case, said) | {"committee_opinion": agreed}


def refusal(case: Case, said: Said) -> Facts:
    """D-PB-2, where the committee did not approve it."""
    return _opinion(case, said) | {
        "committee_opinion": f"经党委会议集体讨论表决，未通过{branch_words(case, said)}。请你支部继续做好教育考察工作。"
    }


def branch_words(case: Case, said: Said) -> str:
    """The resolution of the branch in a clause."""
    held_on = shared.record(case, "vote").held_on.isoformat()
    measure, _months = of.proposed(said)
    name = case.member.person.name
    words = f"延长{name}同志预备期的决议" if measure == rules.EXTEND else f"取消{name}同志预备党员资格的决议"
    return f"{case.organisation.name}{chinese_date(held_on)}{words}"


def _opinion(case: Case, said: Said) -> Facts:
    body, facts = shared.record(case, "approve"), of.facts_of(case, said)
    _item, numbers = shared.voted(body)
    extended = facts.measure == rules.EXTEND
    until = chinese_date(rules.extended_until(facts).isoformat())
    return {
        "committee": committee_of(case).name, "branch": case.organisation.name, "name": case.member.person.name, "sex": SEXES[case.member.person.sex],
        "joined_on": case.member.joined_on.isoformat(), "probation_ends": facts.ends_on.isoformat(),
        "meeting_on": shared.record(case, "vote").held_on.isoformat(), "resolution": "延长预备期" if extended else "取消预备党员资格",
        "extended": f"{facts.months}个月，至{until}" if extended else "", "committee_total": numbers["entitled"],
        "committee_present": numbers["present"], "committee_for": numbers["votes_for"], "committee_signer": body.chair,
        "committee_on": body.held_on.isoformat(),
    }  # fmt: skip
