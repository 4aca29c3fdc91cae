"""What the papers of every disposal print (文书事实), from the case, its meetings and the register; papers are written in Chinese."""

from __future__ import annotations

from typing import Any

from documents.blanks import APPEAL, SEXES
from documents.models import Paper
from documents.typesetting import chinese_date
from registry.models import Level
from registry.organisations import first_above
from workflows.engine.meetings import by_hand, printed
from workflows.engine.meetings.record import MeetingRecord
from workflows.engine.models import Case
from workflows.engine.places import general_branch_of
from workflows.engine.said import Said
from workflows.families.disposal import facts as of
from workflows.families.disposal.places import DEPARTMENT, committee_of
from workflows.families.meetings import members_on

Facts = dict[str, Any]
SERVED_HOW = {"direct": "直接送达", "left": "留置送达", "post": "邮寄送达", "entrusted": "委托送达"}
SIGNED_HOW = {"heard": "本人签名", "declined": "本人拒绝陈述或者签名", "unreachable": "无法取得联系"}
NOT_STATED = {"declined": "本人拒绝陈述或者签名：", "unreachable": "经多种方式无法取得联系："}
CALLED_AS = {
    "D-DS-11": "限期改正处置决定书",
    "D-DS-13b": "限期改正期满结论",
    "D-DS-14d": "劝其退党通知书",
    "D-DS-17b": "除名通知书",
    "D-WD-2": "要求退党予以除名的备案报告",
    "D-SU-2": "停止党籍决定",
    "D-SU-4b": "恢复党籍决定",
    "D-PB-2": "党委审批意见",
    "D-MO-2": "催告通知书",
}
UNKNOWN = "—"
OFFERED = "\n已告知本人可以在规定期限内书面陈述意见。"


def number_of(case: Case, *kinds: str) -> str:
    """The number of the newest paper of some kinds in the case; empty where none is issued."""
    found = Paper.objects.filter(case_reference=case.reference, kind__in=kinds, state=Paper.State.ISSUED)
    return found.order_by("-pk").values_list("number", flat=True).first() or ""


def member_rows(case: Case, said: Said) -> Facts:
    """The rows about the member that forms begin with."""
    member, person = case.member, case.member.person
    proposed = of.proposal_of(said)
    return {
        "name": person.name,
        "sex": SEXES[person.sex],
        "ethnic": person.ethnic_group,
        "birth": person.born_on.isoformat(),
        "education": proposed["education"],
        "joined_on": member.joined_on.isoformat(),
        "full_on": member.full_since.isoformat() if member.full_since else "",
        "post": proposed["post"],
    }


def proposal(case: Case, said: Said) -> Facts:
    """D-DS-1 启动组织处置意见（事前备案表）."""
    proposed, filed = of.proposal_of(said), "prior_filing" in said
    return member_rows(case, said) | {
        "branch": case.organisation.name,
        "ground": case.flow_class.ground_of(case, said),
        "measure": case.flow_class.measure_of(case, said),
        "facts": proposed["facts"],
        "meeting_on": proposed["meeting_on"].isoformat(),
        "present": proposed["present"],
        "branch_opinion": proposed["opinion"],
        "branch_signer": said.name("amend") or said.name("start") or case.opener.name,
        "branch_on": said.newest("amend").isoformat() if "amend" in said else case.opened_on.isoformat(),
        "committee_opinion": (said("prior_filing")["opinion"] or "同意备案。") if filed else "",
        "committee_signer": said.name("prior_filing") if filed else "",
        "committee_on": said.newest("prior_filing").isoformat() if filed else "",
    }  # fmt: skip


def report(case: Case, said: Said) -> Facts:
    """D-DS-2 调查核实报告."""
    found = said("investigate")
    team = [found[name].person.name for name in ("team_1", "team_2", "team_3") if found.get(name)]
    return {
        "addressee": case.organisation.name, "name": case.member.person.name, "appointed_on": found["appointed_on"].isoformat(),
        "from_on": found["from_on"].isoformat(), "until_on": found["until_on"].isoformat(), "profile": found["profile"], "facts": found["facts"],
        "stated": found["stated"], "evidence": lines(found["evidence"]), "opinion": found["opinion"], "team": team,
        "date": said.newest("investigate").isoformat(),
    }  # fmt: skip


def lines(text: str) -> list[str]:
    """A list that was written one a line."""
    return [one.strip() for one in text.splitlines() if one.strip()]


def talk(case: Case, said: Said, *, offered: str = OFFERED) -> Facts:
    """D-DS-3 组织谈话记录; ``offered`` is what he was told that he can still do."""
    return talk_at(case, said, "talk", offered=offered)


def talk_at(case: Case, said: Said, step: str, *, offered: str = OFFERED) -> Facts:
    """The same of whatever talk was had at a step."""
    found = said(step)
    return {
        "branch": case.organisation.name, "name": case.member.person.name, "talked_on": found["talked_on"].isoformat(), "place": found["place"],
        "talker_1": found["talker_1"].person.name, "talker_2": found["talker_2"].person.name, "recorder": found["recorder"].person.name,
        "told": f"{found['told']}{offered if found['offered'] else ''}", "stated": stated(said, step), "signed_how": SIGNED_HOW[found["how"]], "note": found["note"],
    }  # fmt: skip


def stated(said: Said, step: str = "talk") -> str:
    """What he said in the talk, or what the two talkers noted of it."""
    found = said(step)
    return str(found["stated"] or NOT_STATED.get(found["how"], "") + found["note"])


def pre_review(case: Case, said: Said) -> Facts:
    """D-DS-4 预审意见, of the committee."""
    return _reviewed(case, said, "pre_review", committee_of(case).name)


def department_review(case: Case, said: Said) -> Facts:
    """D-DS-4 预审意见, of the organisation department above."""
    return _reviewed(case, said, "department_review", DEPARTMENT.find(case).name)


def _reviewed(case: Case, said: Said, step: str, issuer: str) -> Facts:
    found = said(step)
    return {
        "issuer": issuer, "addressee": case.organisation.name, "name": case.member.person.name, "measure": case.flow_class.measure_of(case, said),
        "submitted": f"关于对{case.member.person.name}同志组织处置的意见", "agreed": said.outcome(step) == "agree", "reason": found["reason"],
        "next_steps": found["next_steps"], "date": said.newest(step).isoformat(),
    }  # fmt: skip


# -- the meeting of the branch, and that of the committee ------------------------------------------------------------------


def notice(case: Case, said: Said) -> Facts:
    """D-MT-1a 会议通知."""
    return printed.notice(of.record(case, "vote"), date=said.newest("convene"))


def ballot_paper(case: Case, said: Said) -> Facts:
    """D-MT-5a 表决票."""
    found = of.record(case, "vote")
    return by_hand.motion_slip(found, found.items[0])


def attendance(case: Case, said: Said) -> Facts:
    """D-MT-2 会议签到表."""
    return printed.attendance(of.record(case, "vote"))


def minutes(case: Case, said: Said) -> Facts:
    """D-MT-3 会议记录."""
    return _minutes(case, of.record(case, "vote"), said("vote"))


def tally(case: Case, said: Said) -> Facts:
    """D-MT-4 会议计票单."""
    return by_hand.tally(of.records(case, "vote"))


def committee_minutes(case: Case, said: Said) -> Facts:
    """D-MT-3 会议记录, of the committee; the member was heard by what he said before, word for word."""
    found = of.record(case, "approve")
    return _minutes(case, found, said("approve") | {"heard": "会前已审阅本人陈述和对决议的意见，全文附卷。"})


def committee_attendance(case: Case, said: Said) -> Facts:
    """D-MT-2 会议签到表, of the committee."""
    return printed.attendance(of.record(case, "approve"))


def _minutes(case: Case, found: MeetingRecord, closed: Facts) -> Facts:
    holder = case.organisation if found.organisation == case.organisation.name else committee_of(case)
    speeches, heard = closed["speeches"], closed["heard"]
    return printed.minutes(found, members=members_on(holder.pk, found.held_on), speeches=speeches, heard=heard)


# -- above, and back -----------------------------------------------------------------------------------------------------------


def vote_numbers(case: Case) -> Facts:
    """The numbers of the general meeting as papers call them; written opinions do not count here."""
    _item, numbers = of.voted(of.record(case, "vote"))
    return numbers | {"written": 0}


def voted_words(case: Case) -> str:
    """When the general meeting met, and by which numbers it decided."""
    numbers = vote_numbers(case)
    day = chinese_date(of.record(case, "vote").held_on.isoformat())
    return (
        f"经{day}支部党员大会讨论，应到会有表决权党员{numbers['entitled']}名，实到{numbers['present']}名，"
        f"赞成{numbers['votes_for']}名，反对{numbers['votes_against']}名，弃权{numbers['abstained']}名，"
    )


def resolved(case: Case, said: Said) -> Facts:
    """What every resolution of a general meeting about one member says."""
    found = of.record(case, "vote")
    return vote_numbers(case) | {
        "issuer": case.organisation.name, "name": case.member.person.name, "meeting_on": found.held_on.isoformat(), "place": found.place,
        "chair": found.chair, "facts": said("investigate")["facts"], "articles": case.flow_class.articles_of(case, said),
        "ground": case.flow_class.ground_of(case, said), "stated": stated(said), "secretary": found.chair,
        "date": found.held_on.isoformat(),
    }  # fmt: skip


def asked(case: Case, said: Said) -> Facts:
    """What every request to the committee says (请示)."""
    given, committee = said("submit"), committee_of(case)
    numbers = {
        name: value
        for name, value in resolved(case, said).items()
        if name not in ("issuer", "stated", "secretary", "place", "chair")
    }
    return numbers | {
        "issuer": case.organisation.name, "signer": said.name("submit"), "addressee": committee.name, "profile": said("investigate")["profile"],
        "educated": given["educated"], "attitude": given["attitude"], "enclosures": ENCLOSED, "contact": given["contact"], "phone": given["phone"],
        "date": said.newest("submit").isoformat(),
    }  # fmt: skip


ENCLOSED = ["调查核实报告", "组织谈话记录", "支部党员大会会议记录", "支部党员大会决议", "本人意见"]


def approval_form(case: Case, said: Said) -> Facts:
    """D-DS-9 处置不合格党员审批表: every opinion on one form."""
    asked_for = {
        name: value for name, value in resolved(case, said).items() if name in ("ground", "articles", "facts", *NUMBERS)
    }
    above = general_branch_of(case)
    passed = above != case.organisation and "pass_on" in said
    body = of.record(case, "approve")
    return member_rows(case, said) | asked_for | {
        "branch": case.organisation.name, "measure": case.flow_class.measure_of(case, said), "branch_opinion": case.flow_class.resolution_words(case, said),
        "branch_signer": of.record(case, "vote").chair, "branch_on": of.record(case, "vote").held_on.isoformat(),
        "member_opinion": of.shown_words(said), "member_signer": case.member.person.name if said.outcome("shown") in ("agree", "disagree") else "",
        "member_on": said.newest("shown").isoformat(),
        "general_branch_opinion": (said("pass_on")["opinion"] or "同意上报。") if passed else "", "general_branch_signer": said.name("pass_on") if passed else "",
        "general_branch_on": said.newest("pass_on").isoformat() if passed else "",
        **_of_the_department(said),
        "committee_opinion": f"经{chinese_date(body.held_on.isoformat())}党委会议集体讨论表决，同意{case.flow_class.granted_words(case, said)}。",
        "committee_signer": body.chair, "committee_on": body.held_on.isoformat(),
    }  # fmt: skip


def _of_the_department(said: Said) -> Facts:
    """What the organisation department said beforehand; empty where nobody asked it."""
    if "department_review" not in said:
        return {"department_opinion": "", "department_signer": "", "department_on": ""}
    day = said.newest("department_review").isoformat()
    return {
        "department_opinion": "预审同意。",
        "department_signer": said.name("department_review"),
        "department_on": day,
    }


NUMBERS = ("entitled", "present", "written", "votes_for", "votes_against", "abstained")


def answered(case: Case, said: Said, *, agreed: bool, reply: str) -> Facts:
    """What every reply of the committee says (批复)."""
    body = of.record(case, "approve")
    return {
        "issuer": committee_of(case).name, "addressee": case.organisation.name, "name": case.member.person.name,
        "request_number": number_of(case, *REQUESTS), "decided_on": body.held_on.isoformat(), "agreed": agreed, "reply": reply,
        "date": said.newest("approve").isoformat(),
    }  # fmt: skip


REQUESTS = ("D-DS-10a", "D-DS-14b", "D-DS-16")


def receipt(case: Case, said: Said) -> Facts:
    """D-DS-18 送达回证, of the decision."""
    return receipt_of(case, said, "serve")


def receipt_of(case: Case, said: Said, step: str) -> Facts:
    """The same of whatever was served at a step: the newest paper that is."""
    found = said(step)
    decision = Paper.objects.filter(case_reference=case.reference, kind__in=CALLED_AS).order_by("-pk").first()
    return {
        "issuer": case.organisation.name, "document_title": CALLED_AS[decision.kind] if decision else UNKNOWN,
        "decision_number": decision.number if decision else UNKNOWN, "name": case.member.person.name, "place": found["place"],
        "served_how": SERVED_HOW[found["how"]], "served_on": found["served_on"].isoformat(), "received_by": found["received_by"],
        "witness_1": found["witness_1"], "witness_2": found["witness_2"], "refusal": found["refusal"], "server": said.name(step),
        "date": said.newest(step).isoformat(),
    }  # fmt: skip


def announcement(case: Case, said: Said) -> Facts:
    """D-DS-19 宣布处置决定记录."""
    found = said("announce")
    decision = Paper.objects.filter(case_reference=case.reference, kind__in=CALLED_AS).order_by("-pk").first()
    return {
        "branch": case.organisation.name, "name": case.member.person.name, "document_title": CALLED_AS[decision.kind] if decision else UNKNOWN,
        "decision_number": decision.number if decision else UNKNOWN, "announced_on": found["announced_on"].isoformat(), "place": found["place"],
        "announced_by": said.name("announce"), "scope": found["scope"], "heard_by": found["heard_by"], "said_there": found["said_there"],
        "recorder": said.name("announce"),
    }  # fmt: skip


def way_of_appeal(case: Case) -> str:
    """To whom the member can appeal against what the committee decides, always said with a decision (党章第4条（八）)."""
    county = first_above(case.organisation, Level.COUNTY)
    return f"{APPEAL}可以向{committee_of(case).name}提出，也可以向{county.name if county else '上级党组织'}及其上级党组织提出。"
