"""What the papers of a correction print (文书事实): D-DS-8a, 10a, 10b, 11, 12a, 12b, 13a, 13b."""

from __future__ import annotations

from typing import Any

from documents.typesetting import chinese_date
from forms.disposal.correcting import Ground
from registry.calendar import add_months
from workflows.engine.meetings import by_hand, printed
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import facts as shared
from workflows.families.disposal import paperwork
from workflows.families.disposal.places import committee_of
from workflows.families.meetings import members_on
from workflows.processes.correction import facts as of

Facts = dict[str, Any]
GROUNDS = {
    Ground.WEAK_WILL: "理想信念动摇，但本人愿意改正",
    Ground.PASSIVE: "工作消极，不起先锋模范作用",
    Ground.DISCIPLINE: "组织观念淡薄，不按规定参加组织生活、不按时足额交纳党费",
    Ground.FOUND_AGAIN: "失去联系六个月以上不足二年，重新取得联系",
}


def term(case: Case, said: Said) -> Facts:
    """How long, from the day of the approval until when."""
    first, months = shared.approved_on(case), of.months_of(said)
    return {"months": months, "from_on": first.isoformat(), "until_on": add_months(first, months).isoformat()}


def helpers(said: Said) -> str:
    """Who helps him."""
    chosen = said("deliberate")
    return f"{chosen['helper_1'].person.name}、{chosen['helper_2'].person.name}"


def resolution_words(case: Case, said: Said) -> str:
    """What the general meeting resolved, in a sentence."""
    return f"{paperwork.voted_words(case)}决定给予{case.member.person.name}同志限期改正处置，期限{of.months_of(said)}个月。"


def granted_words(case: Case, said: Said) -> str:
    """What the committee agreed to, in a clause."""
    return f"给予{case.member.person.name}同志限期改正处置，期限{of.months_of(said)}个月"


def resolution(case: Case, said: Said) -> Facts:
    """D-DS-8a 支部党员大会决议（限期改正）."""
    return paperwork.resolved(case, said) | {"months": of.months_of(said)}


def request(case: Case, said: Said) -> Facts:
    """D-DS-10a 关于给予限期改正处置的请示."""
    return paperwork.asked(case, said) | {"months": of.months_of(said)}


def reply(case: Case, said: Said) -> Facts:
    """D-DS-10b 关于给予限期改正处置的批复."""
    span = term(case, said)
    until = chinese_date(span["until_on"])
    words = f"同意{granted_words(case, said)}，自{chinese_date(span['from_on'])}起至{until}止。请你支部做好送达、宣布和帮教工作，期满及时讨论。"
    return paperwork.answered(case, said, agreed=True, reply=words)


def refusal(case: Case, said: Said) -> Facts:
    """D-DS-10b, where the committee did not approve it."""
    words = f"经党委会议集体讨论表决，未通过{granted_words(case, said)}。请你支部继续做好教育管理工作。"
    return paperwork.answered(case, said, agreed=False, reply=words)


def decision(case: Case, said: Said) -> Facts:
    """D-DS-11 限期改正处置决定书."""
    return term(case, said) | {
        "issuer": committee_of(case).name, "addressee": f"{case.member.person.name}同志", "branch": case.organisation.name,
        "meeting_on": shared.record(case, "vote").held_on.isoformat(), "decided_on": shared.approved_on(case).isoformat(),
        "decision_number": paperwork.number_of(case, "D-DS-10b"), "facts": said("investigate")["facts"], "articles": case.flow_class.articles_of(case, said),
        "demands": said("deliberate")["demands"], "helpers": helpers(said), "appeal": paperwork.way_of_appeal(case),
        "date": said.newest("approve").isoformat(),
    }  # fmt: skip


def plan(case: Case, said: Said) -> Facts:
    """D-DS-12a 帮教计划: a row for each month."""
    given, span, chosen = said("plan"), term(case, said), said("deliberate")
    names = [chosen[name].person.name for name in ("helper_1", "helper_2")]
    rows = [
        {"when": f"第{number + 1}个月", "content": given["monthly"], "who": names[number % 2]}
        for number in range(of.months_of(said))
    ]
    return {
        "branch": case.organisation.name, "name": case.member.person.name, "helpers": helpers(said), "from_on": span["from_on"],
        "until_on": span["until_on"], "demands": f"{chosen['demands']}\n汇报安排：{given['reports']}", "steps": rows,
        "secretary": said.name("plan"), "date": said.newest("plan").isoformat(),
    }  # fmt: skip


def log(case: Case, said: Said) -> Facts:
    """D-DS-12b 帮教记录: every talk that was written down, in its order."""
    span = term(case, said)
    return {
        "branch": case.organisation.name, "name": case.member.person.name, "helpers": helpers(said), "from_on": span["from_on"],
        "until_on": span["until_on"], "talks": [_talk(said, answers) for answers in of.talks(case)] or [NO_TALK | {"when": span["from_on"]}],
    }  # fmt: skip


NO_TALK = {"who": "—", "content": "期间没有谈话记录", "effect": "—"}


def _talk(said: Said, answers: dict[str, Any]) -> Facts:
    by = said("deliberate")[answers["by"]].person.name
    return {"when": answers["on"], "who": by, "content": answers["content"], "effect": answers["effect"]}


# -- when it is over ---------------------------------------------------------------------------------------------------------


def review_notice(case: Case, said: Said) -> Facts:
    """D-MT-1a 会议通知, of the meeting that reviews it."""
    return printed.notice(shared.record(case, "review"), date=said.newest("convene_review"))


def review_attendance(case: Case, said: Said) -> Facts:
    """D-MT-2 会议签到表, of the review."""
    return printed.attendance(shared.record(case, "review"))


def review_minutes(case: Case, said: Said) -> Facts:
    """D-MT-3 会议记录, of the review."""
    found, closed = shared.record(case, "review"), said("review")
    members = members_on(case.organisation_id, found.held_on)
    return printed.minutes(found, members=members, speeches=closed["speeches"], heard=closed["heard"])


def review_tally(case: Case, said: Said) -> Facts:
    """D-MT-4 会议计票单, of the review."""
    return by_hand.tally(shared.records(case, "review"))


def expiry_report(case: Case, said: Said) -> Facts:
    """D-DS-13a 限期改正期满考察报告."""
    found, judged, span = shared.record(case, "review"), said("judge"), term(case, said)
    _item, numbers = shared.voted(found)
    mended = said.outcome("review") == "carried"
    return numbers | {
        "issuer": case.organisation.name, "signer": said.name("review"), "addressee": committee_of(case).name, "name": case.member.person.name,
        "decision_number": paperwork.number_of(case, "D-DS-10b"), "from_on": span["from_on"], "until_on": span["until_on"],
        "conduct": judged["conduct"], "reported": said("self_report")["words"], "heard": judged["heard"], "meeting_on": found.held_on.isoformat(), "written": 0,
        "conclusion": f"支部党员大会认定{'已经改正' if mended else '没有改正'}。{judged['conclusion']}", "enclosures": ["帮教记录", "本人汇报", "支部党员大会会议记录"],
        "contact": said("submit")["contact"], "phone": said("submit")["phone"], "date": said.newest("review").isoformat(),
    }  # fmt: skip


def conclusion(case: Case, said: Said) -> Facts:
    """D-DS-13b 限期改正期满结论."""
    span, mended = term(case, said), said.outcome("review") == "carried"
    said_so = "经考察，已经改正，结束限期改正处置。" if mended else "经考察，没有改正，应当按照规定作进一步的组织处置。"
    return {
        "issuer": committee_of(case).name, "addressee": f"{case.member.person.name}同志", "branch": case.organisation.name,
        "name": case.member.person.name, "from_on": span["from_on"], "until_on": span["until_on"],
        "meeting_on": shared.record(case, "review").held_on.isoformat(), "decided_on": said.newest("conclude").isoformat(), "mended": mended,
        "conclusion": said_so, "appeal": paperwork.way_of_appeal(case), "date": said.newest("conclude").isoformat(),
    }  # fmt: skip


def conclusion_receipt(case: Case, said: Said) -> Facts:
    """D-DS-18 送达回证, of the conclusion."""
    return paperwork.receipt_of(case, said, "serve_conclusion")
