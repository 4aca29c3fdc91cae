"""What each paper of a transfer prints (文书事实), from the case and the register; papers are written in Chinese."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from documents.blanks import APPEAL, NOTHING_SAID, SEXES
from documents.models import Paper
from forms.transfer import Cause, Reason, RefusalGround, ReturnGround
from registry.organisations import first_above
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.requests import confirmed_how, request_of, withdrawal_facts
from workflows.processes.transfer import facts as of

REASONS = {
    Reason.JOB: "工作单位变动",
    Reason.RESIDENCE: "经常居住地变动",
    Reason.STUDY: "外出学习",
    Reason.WORK_AWAY: "外出务工经商",
    Reason.RETIREMENT: "离退休",
    Reason.OTHER: "其他原因",
}
RETURN_GROUNDS = {
    ReturnGround.WRONG_ORGANISATION: "接收单位有误",
    ReturnGround.INCOMPLETE: "填写内容不完整",
    ReturnGround.FILE_DOUBT: "党员档案存疑",
    ReturnGround.NOT_RECOGNISABLE: "预备党员材料不符合要求",
}
REFUSAL_GROUNDS = {
    RefusalGround.NO_DUTY: "不符合转接条件",
    RefusalGround.OPEN_CASE: "有未办结事项，须先行办结",
    RefusalGround.FALSE_DATA: "填报情况不实",
    RefusalGround.OTHER: "其他理由",
}
CAUSES = {
    Cause.LOST: "介绍信遗失",
    Cause.GOOD_REASON: "因正当理由超过有效期",
    Cause.NO_REASON: "无正当理由超过有效期",
}


def _month(month: dt.date) -> str:
    return f"{month.year}年{month.month}月"


def _kind(case: Case) -> str:
    return "预备" if case.member.standing == "probationary" else "正式"


def request(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-1 党员组织关系转接申请."""
    asked, person = request_of(said), case.member.person
    target = of.target_of(case, said)
    return {
        "addressee": case.organisation.name,
        "name": person.name,
        "sex": SEXES[person.sex],
        "birth": person.born_on.isoformat(),
        "ethnic": person.ethnic_group,
        "kind": _kind(case),
        "joined_on": case.member.joined_on.isoformat(),
        "from_branch": case.organisation.name,
        "from_committee": of.issuer_of(case).name,
        "to_committee": of.receiver_of(case).name,
        "to_branch": target.name if target.level == "branch" else "由接收党组织确定",
        "reason": REASONS[Reason(asked["reason"])],
        "start_on": asked["start_on"].isoformat(),
        "fixed_place": asked["fixed_place"],
        "phone": asked["telephone"],
        "note": asked.get("note") or "",
        "confirmed_how": confirmed_how(case, said),
        "date": said.newest("consent", "amend").isoformat() if case.pk else clock.today().isoformat(),
    }


def check_sheet(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-1B 党员组织关系转接支部核对表."""
    checked, member = said("branch_check"), case.member
    facts = of.facts_of(case, said)
    sheet: dict[str, Any] = {
        "name": member.person.name,
        "sex": SEXES[member.person.sex],
        "kind": _kind(case),
        "joined_on": member.joined_on.isoformat(),
        "full_on": member.full_since.isoformat() if member.full_since else "",
        "dues_paid_until": _month(checked["dues_paid_until"]),
        "open_cases": "、".join(facts.open_cases) or "无",
        "outstanding": checked.get("outstanding") or "无",
        "opinion": checked.get("opinion") or "经核对，情况属实，同意转出。",
        "checker": checker.name if (checker := said.who("branch_check")) else "",
        "checked_on": said.newest("branch_check").isoformat(),
        "branch": case.organisation.name,
    }
    if facts.probationary:
        sheet["probation_record"] = "已附培养教育考察材料"
    return sheet


def letter(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-2 中国共产党员组织关系介绍信, three parts (handbook 5.3)."""
    issuer, receiver, person = of.issuer_of(case), of.receiver_of(case), case.member.person
    committee = first_above(case.organisation, with_authority=True) or issuer
    day = said.newest("approve")
    paid = of.dues_of(said)
    return {
        "name": person.name,
        "sex": SEXES[person.sex],
        "age": of.age_of(person, day),
        "ethnic": person.ethnic_group,
        "kind": _kind(case),
        "id_number": person.id_number(),
        "from_organisation": issuer.name,
        "to_organisation": receiver.name,
        "addressee": receiver.name,
        "issuer": issuer.name,
        "paid_year": paid.year,
        "paid_month": paid.month,
        "days": said("examine")["valid_days"],
        "date": day.isoformat(),
        "phone": request_of(said)["telephone"],
        "address": committee.address,
        "office_phone": committee.telephone,
        "fax": committee.fax,
        "postcode": committee.postcode,
    }


def receipt(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-3 回执联: to the former committee, with the serial of the letter."""
    return {
        "addressee": of.issuer_of(case).name,
        "name": case.member.person.name,
        "accepted_branch": of.new_branch_of(case, said).name,
        "date": said.newest("receipt").isoformat(),
        "clerk": said("receipt")["clerk"],
        "phone": said("receipt")["telephone"],
        "issuer": of.receiver_of(case).name,
    }


def return_note(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-6 退回（不予接收）通知."""
    returned, sent = said("accept"), of.letter_of(case)
    return {
        "addressee": of.issuer_of(case).name,
        "name": case.member.person.name,
        "letter_number": sent.paper.number if sent else "",
        "reason": RETURN_GROUNDS[ReturnGround(returned["ground"])],
        "correction": returned["opinion"],
        "issuer": of.receiver_of(case).name,
        "date": said.newest("accept").isoformat(),
    }


def reissue(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-5 介绍信补开申请及支部证明."""
    asked, sent = said("explain"), of.letter_of(case)
    return {
        "addressee": of.issuer_of(case).name,
        "name": case.member.person.name,
        "kind": _kind(case),
        "letter_number": sent.paper.number if sent else "",
        "issued_on": sent.issued_on.isoformat() if sent else "",
        "valid_until": sent.valid_until.isoformat() if sent else "",
        "cause": CAUSES[Cause(asked["cause"])],
        "said": asked["said"],
        "certified": asked["certified"],
        "criticised": "已进行批评教育" if asked["criticised"] else "无须批评教育",
        "asked_on": asked["asked_on"].isoformat(),
        "branch": case.organisation.name,
        "date": said.newest("explain").isoformat(),
    }


def hand_over_list(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-7 预备党员培养教育考察材料移交清单."""
    examined, sent = said("examine"), of.letter_of(case)
    lines = (examined.get("probation_papers") or "").splitlines()
    return {
        "addressee": of.receiver_of(case).name,
        "name": case.member.person.name,
        "joined_on": case.member.joined_on.isoformat(),
        "probation_ends": examined["probation_ends"].isoformat(),
        "letter_number": sent.paper.number if sent else "",
        "papers": [line.strip() for line in lines if line.strip()],
        "issuer": of.issuer_of(case).name,
        "date": said.newest("approve").isoformat(),
    }


def loss_notice(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-12 组织关系介绍信遗失通知: to the receiver, at once."""
    sent, (day, words) = of.letter_of(case), of.loss_of(case, said)
    return {
        "addressee": of.receiver_of(case).name,
        "name": case.member.person.name,
        "letter_number": sent.paper.number if sent else "",
        "issued_on": sent.issued_on.isoformat() if sent else "",
        "reason": words,
        "issuer": of.issuer_of(case).name,
        "date": day.isoformat(),
    }


def unrecognised(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-13 不予承认预备党员资格通知: to both committees, the branch and the member."""
    sent, receiver = of.letter_of(case), of.receiver_of(case).name
    name, stated = case.member.person.name, said("statement").get("opinion")
    return {
        "addressee": f"{receiver}、{of.issuer_of(case).name}、{case.organisation.name}，{name}",
        "name": name,
        "joined_on": case.member.joined_on.isoformat(),
        "letter_number": sent.paper.number if sent else "",
        "proposed_by": receiver,
        "reason": said("accept")["opinion"],
        "stated": stated or NOTHING_SAID,
        "appeal": APPEAL,
        "issuer": of.county_of(case).name,
        "date": said.newest("recognition").isoformat(),
    }


def refusal(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-9 不予转出通知."""
    refused = said("approve")
    return {
        "addressee": case.organisation.name,
        "name": case.member.person.name,
        "to_organisation": of.receiver_of(case).name,
        "reason": f"{REFUSAL_GROUNDS[RefusalGround(refused['reason_code'])]}：{refused['opinion']}",
        "appeal": APPEAL,
        "issuer": of.issuer_of(case).name,
        "date": said.newest("approve").isoformat(),
    }


def termination(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-11 终止办理通知: to the branch and the member."""
    ended, name = case.data["terminated"], case.member.person.name
    return {
        "addressee": f"{case.organisation.name}、{name}同志",
        "name": name,
        "to_organisation": of.receiver_of(case).name,
        "asked_on": case.opened_on.isoformat(),
        "reason": ended["reason"],
        "appeal": APPEAL,
        "issuer": of.issuer_of(case).name,
        "date": ended["on"],
    }


def withdrawal(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-10 撤回转接申请登记."""
    return withdrawal_facts(case)


def internal_notice(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-8 支部间组织关系调整通知, to both branches."""
    target, day = of.target_of(case, said), said.newest("reassign")
    return {
        "addressee": [case.organisation.name, target.name],
        "name": case.member.person.name,
        "from_branch": case.organisation.name,
        "to_branch": target.name,
        "effective_on": day.isoformat(),
        "dues_paid_until": _month(said("branch_check")["dues_paid_until"]),
        "issuer": of.issuer_of(case).name,
        "date": day.isoformat(),
    }


def letter_behind(case: Case) -> Paper | None:
    """The letter whose number the receipt repeats."""
    sent = of.letter_of(case)
    return sent.paper if sent else None
