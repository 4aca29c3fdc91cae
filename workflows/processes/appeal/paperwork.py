"""What the papers of an appeal print (文书事实): D-APL-1a to 1d, the minutes of the committee, D-DS-18, D-DS-19."""

from __future__ import annotations

from typing import Any

from documents.models import Paper
from forms.appeal import Result
from workflows.engine.meetings import by_hand, printed, standing
from workflows.engine.meetings.reading import record_of
from workflows.engine.meetings.record import MeetingRecord
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal.paperwork import SERVED_HOW, lines
from workflows.families.meetings import members_on
from workflows.processes.appeal import facts as of
from workflows.processes.appeal import rules
from workflows.processes.appeal.asking import RESULTS
from workflows.processes.appeal.places import attacked_of, body_of, next_above

Facts = dict[str, Any]
ANSWER = "申诉复查决定"
NO_NUMBER = "无文号"


def branch_of(case: Case) -> str:
    """The branch he belongs or belonged to last."""
    home = case.member.affiliations.select_related("organisation").order_by("since").last()
    return home.organisation.name if home is not None else case.organisation.name


def against(case: Case) -> Facts:
    """What is attacked: the newest paper that holds the decision, else the case."""
    attacked = attacked_of(case)
    kinds = attacked.flow_class.appealable.papers if attacked.flow_class.appealable is not None else ()
    paper = (
        Paper.objects.filter(case_reference=attacked.reference, kind__in=kinds, state=Paper.State.ISSUED)
        .order_by("-pk")
        .first()
    )
    return {
        "decision_title": paper.title if paper is not None else "有关决定",
        "decision_number": (paper.number if paper is not None else attacked.number) or NO_NUMBER,
    }


def appeal(case: Case, said: Said) -> Facts:
    """D-APL-1a 申诉书."""
    asked = said("start")
    return against(case) | {
        "addressee": body_of(case).name, "name": case.member.person.name, "branch": branch_of(case),
        "received_on": asked["received_on"].isoformat(), "reasons": asked["reasons"], "wish": asked["wish"],
        "evidence": lines(asked["evidence"]), "phone": asked["phone"],
        "date": (asked.get("signed_on") or case.opened_on).isoformat(),
    }  # fmt: skip


def accepted(case: Case, said: Said) -> Facts:
    """D-APL-1b 申诉受理通知书, with the last day of the time to decide."""
    given = said("registration")
    return against(case) | {
        "issuer": body_of(case).name, "addressee": f"{case.member.person.name}同志", "asked_on": case.opened_on.isoformat(),
        "due_on": rules.last_day(of.facts_of(case, said)).isoformat(), "contact": given["contact"], "phone": given["phone"],
        "date": said.newest("registration", "examine").isoformat(),
    }  # fmt: skip


def forwarded(case: Case, said: Said) -> Facts:
    """D-APL-1c 申诉转办函."""
    given = said("registration")
    return against(case) | {
        "issuer": body_of(case).name, "addressee": given["to"], "name": case.member.person.name, "branch": branch_of(case),
        "asked_on": case.opened_on.isoformat(), "reason": given["reason"], "enclosures": ["申诉书"], "contact": given["contact"],
        "phone": given["phone"], "copied_to": "", "date": said.newest("registration").isoformat(),
    }  # fmt: skip


def record(case: Case) -> MeetingRecord:
    """The record of the newest meeting of the committee; LookupError where none was convened."""
    meeting = standing.last(case, "decide")
    if meeting is None:
        raise LookupError(f"{case.number}: no meeting was convened at decide")
    return record_of(meeting)


def attendance(case: Case, said: Said) -> Facts:
    """D-MT-2 会议签到表, of the committee."""
    return printed.attendance(record(case))


def minutes(case: Case, said: Said) -> Facts:
    """D-MT-3 会议记录, of the committee; he was heard by the examiners, word for word."""
    found, closed = record(case), said("decide")
    members = members_on(body_of(case).pk, found.held_on)
    heard = "会前已审阅申诉书、复查情况和本人陈述，全文附卷。"
    return printed.minutes(found, members=members, speeches=closed["speeches"], heard=heard)


def tally(case: Case, said: Said) -> Facts:
    """D-MT-4 会议计票单, of the committee."""
    meetings = case.meetings.filter(step="decide").order_by("attempt")
    return by_hand.tally([record_of(meeting) for meeting in meetings])


def decision(case: Case, said: Said) -> Facts:
    """D-APL-1d 申诉复查决定."""
    found = said("examine")
    return against(case) | {
        "issuer": body_of(case).name, "addressee": f"{case.member.person.name}同志", "reasons": found["gist"], "facts": found["facts"],
        "articles": found["articles"], "decided_on": of.decided_on(case).isoformat(), "result": RESULTS[Result(found["result"])],
        "content": found["content"], "next_instance": next_above(case), "date": said.newest("decide").isoformat(),
    }  # fmt: skip


def answer_number(case: Case) -> str:
    """The number of the answer."""
    issued = Paper.objects.filter(case_reference=case.reference, kind="D-APL-1d", state=Paper.State.ISSUED)
    return issued.order_by("-pk").values_list("number", flat=True).first() or NO_NUMBER


def receipt(case: Case, said: Said) -> Facts:
    """D-DS-18 送达回证, of the answer."""
    found = said("serve")
    return {
        "issuer": body_of(case).name, "document_title": ANSWER, "decision_number": answer_number(case), "name": case.member.person.name,
        "place": found["place"], "served_how": SERVED_HOW[found["how"]], "served_on": found["served_on"].isoformat(),
        "received_by": found["received_by"], "witness_1": found["witness_1"], "witness_2": found["witness_2"], "refusal": found["refusal"],
        "server": said.name("serve"), "date": said.newest("serve").isoformat(),
    }  # fmt: skip


def announcement(case: Case, said: Said) -> Facts:
    """D-DS-19 宣布处置决定记录, of what was corrected."""
    found = said("announce")
    return {
        "branch": branch_of(case), "name": case.member.person.name, "document_title": ANSWER, "decision_number": answer_number(case),
        "announced_on": found["announced_on"].isoformat(), "place": found["place"], "announced_by": said.name("announce"),
        "scope": found["scope"], "heard_by": found["heard_by"], "said_there": found["said_there"], "recorder": said.name("announce"),
    }  # fmt: skip
