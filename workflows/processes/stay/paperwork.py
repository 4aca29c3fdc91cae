"""What each paper of a stay prints (文书事实), from the case and the register; papers are written in Chinese."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from documents.blanks import APPEAL, SEXES
from forms.stay import Reason, RefusalGround
from registry.calendar import age_on
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.requests import confirmed_how, request_of, withdrawal_facts
from workflows.processes.stay import facts as of

REASONS = {
    Reason.STUDY: "外出学习",
    Reason.WORK: "外出工作",
    Reason.FAMILY: "家庭事务",
    Reason.TREATMENT: "外出就医",
    Reason.OTHER: "其他事由",
}
REFUSAL_GROUNDS = {
    RefusalGround.NO_NEED: "无需开具党员证明信",
    RefusalGround.TRANSFER: "应当转接组织关系",
    RefusalGround.FALSE_DATA: "填报情况不实",
    RefusalGround.OTHER: "其他理由",
}


def _kind(case: Case) -> str:
    return "预备" if case.member.standing == "probationary" else "正式"


def _stay(said: Said) -> dict[str, Any]:
    """Where, from when until when."""
    return {
        "host": of.host_name(said),
        "from_on": request_of(said)["from_on"].isoformat(),
        "until_on": of.last_day_of(said).isoformat(),
    }


def request(case: Case, said: Said) -> dict[str, Any]:
    """D-ST-1 党员短期外出开具证明信申请."""
    asked, person = request_of(said), case.member.person
    return _stay(said) | {
        "addressee": case.organisation.name,
        "name": person.name,
        "sex": SEXES[person.sex],
        "birth": person.born_on.isoformat(),
        "ethnic": person.ethnic_group,
        "kind": _kind(case),
        "joined_on": case.member.joined_on.isoformat(),
        "reason": REASONS[Reason(asked["reason"])],
        "fixed_place": asked["fixed_place"],
        "contact": asked.get("contact") or "",
        "phone": asked["telephone"],
        "note": asked.get("note") or "",
        "confirmed_how": confirmed_how(case, said),
        "date": said.newest("consent", "amend").isoformat() if case.pk else clock.today().isoformat(),
    }


def certificate(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-4 中国共产党党员证明信, stub and letter (handbook 16: name, status, purpose, period, dues)."""
    issuer, person, asked = of.issuer_of(case), case.member.person, request_of(said)
    day, last = said.newest("approve", "approve_extension"), of.last_day_of(said)
    paid: dt.date = said("branch_check")["dues_paid_until"]
    return _stay(said) | {
        "addressee": of.host_name(said),
        "name": person.name,
        "sex": SEXES[person.sex],
        "age": age_on(person.born_on, day),
        "ethnic": person.ethnic_group,
        "kind": _kind(case),
        "branch": case.organisation.name,
        "reason": REASONS[Reason(asked["reason"])],
        "paid_year": paid.year,
        "paid_month": paid.month,
        "days": (last - asked["from_on"]).days + 1,
        "phone": asked["telephone"],
        "replaces": _replaced(case, said),
        "address": issuer.address,
        "office_phone": issuer.telephone,
        "postcode": issuer.postcode,
        "issuer": issuer.name,
        "date": day.isoformat(),
    }


def _replaced(case: Case, said: Said) -> str:
    """The number of the certificate that a new one takes the place of, after an extension."""
    old = of.certificate_of(case) if of.is_extended(said) else None
    return old.number if old is not None else ""


def refusal(case: Case, said: Said) -> dict[str, Any]:
    """D-ST-2 不予开具党员证明信通知: of the request."""
    return _refused(case, said, "approve") | {"until_on": request_of(said)["until_on"].isoformat(), "longer": False}


def extension_refusal(case: Case, said: Said) -> dict[str, Any]:
    """D-ST-2 as well, of an extension: the certificate counts up to its own last day."""
    return _refused(case, said, "approve_extension") | {"until_on": of.asked_until(said).isoformat(), "longer": True}


def _refused(case: Case, said: Said, step: str) -> dict[str, Any]:
    refused, name = said(step), case.member.person.name
    return {
        "addressee": f"{case.organisation.name}、{name}同志",
        "name": name,
        "host": of.host_name(said),
        "reason": f"{REFUSAL_GROUNDS[RefusalGround(refused['reason_code'])]}：{refused['opinion']}",
        "appeal": APPEAL,
        "issuer": of.issuer_of(case).name,
        "date": said.newest(step).isoformat(),
    }


def termination(case: Case, said: Said) -> dict[str, Any]:
    """D-ST-4 终止办理党员证明信通知: to the branch and the member."""
    ended, name = case.data["terminated"], case.member.person.name
    return {
        "addressee": f"{case.organisation.name}、{name}同志",
        "name": name,
        "host": of.host_name(said),
        "asked_on": case.opened_on.isoformat(),
        "reason": ended["reason"],
        "appeal": APPEAL,
        "issuer": of.issuer_of(case).name,
        "date": ended["on"],
    }


def withdrawal(case: Case, said: Said) -> dict[str, Any]:
    """D-ST-3 撤回开具党员证明信申请登记."""
    return withdrawal_facts(case)


def return_record(case: Case, said: Said) -> dict[str, Any]:
    """D-ST-5 党员短期外出返回登记."""
    back, step = of.return_of(said), "is_back" if said.outcome("is_back") == "back" else "away"
    given, recorder = of.certificate_of(case), said.who(step)
    return _stay(said) | {
        "branch": case.organisation.name,
        "name": case.member.person.name,
        "kind": _kind(case),
        "certificate": given.number if given is not None else "",
        "returned_on": back["returned_on"].isoformat(),
        "took_part": back["took_part"],
        "note": back.get("opinion") or "",
        "recorded_by": recorder.name if recorder is not None else "",
        "date": said.newest(step).isoformat(),
    }
