"""What the papers of a removal print (除名文书事实): D-DS-8b, 16, 17a, 17b, 17c; for whichever process removes somebody."""

from __future__ import annotations

import datetime as dt
from typing import Any

from documents.typesetting import ordinal
from registry.calendar import add_months
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.disposal import facts as of
from workflows.families.disposal import paperwork
from workflows.families.disposal.places import committee_of

Facts = dict[str, Any]
MEASURE = "党内除名"


def resolution_words(case: Case, said: Said) -> str:
    """What the general meeting resolved, in a sentence."""
    return f"{paperwork.voted_words(case)}决定对{case.member.person.name}同志作党内除名处理。"


def granted_words(case: Case, said: Said) -> str:
    """What the committee agreed to, in a clause."""
    return f"对{case.member.person.name}同志作党内除名处理"


def resolution(case: Case, said: Said) -> Facts:
    """D-DS-8b 支部党员大会决议（党内除名）."""
    return paperwork.resolved(case, said)


def request(case: Case, said: Said) -> Facts:
    """D-DS-16 关于作党内除名处理的请示."""
    return paperwork.asked(case, said)


def refusal(case: Case, said: Said) -> Facts:
    """D-DS-17c 关于作党内除名处理的批复, where the committee did not approve it."""
    words = f"经党委会议集体讨论表决，未通过{granted_words(case, said)}。请你支部继续做好教育管理工作。"
    return paperwork.answered(case, said, agreed=False, reply=words)


def decision(case: Case, said: Said) -> Facts:
    """D-DS-17a 除名决定; the person is no comrade any more (handbook, Appendix B)."""
    return _decided(case, said) | {
        "addressee": case.organisation.name, "name": case.member.person.name, "copied_to": "",
    }  # fmt: skip


def notice(case: Case, said: Said) -> Facts:
    """D-DS-17b 除名通知书."""
    return _decided(case, said) | {
        "addressee": case.member.person.name, "decision_number": paperwork.number_of(case, "D-DS-17a"), "facts": said("investigate")["facts"],
    }  # fmt: skip


def _decided(case: Case, said: Said) -> Facts:
    return {
        "issuer": committee_of(case).name, "branch": case.organisation.name, "meeting_on": of.record(case, "vote").held_on.isoformat(),
        "decided_on": of.approved_on(case).isoformat(), "effective_on": of.approved_on(case).isoformat(),
        "ground": case.flow_class.ground_of(case, said), "articles": case.flow_class.articles_of(case, said), "barred": barred_words(case),
        "appeal": paperwork.way_of_appeal(case), "date": said.newest("approve").isoformat(),
    }  # fmt: skip


def barred_words(case: Case) -> str:
    """For how long nobody may admit him again; empty where the policy bars nobody."""
    years = pack_of(case).removal.rejoin_bar_years.value
    return f"{ordinal(years)}年内不得重新申请入党。" if years else ""


def barred_until(case: Case, ended_on: dt.date) -> dt.date | None:
    """The last day on which he cannot be admitted again (重新入党限制), by the policy; None where it bars nobody."""
    years = pack_of(case).removal.rejoin_bar_years.value
    return add_months(ended_on, 12 * years) if years else None
