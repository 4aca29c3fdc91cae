"""What each paper of an arrival prints (文书事实), from the case and the register; papers are written in Chinese."""

from __future__ import annotations

import datetime as dt
from typing import Any

from documents.blanks import APPEAL, NOTHING_SAID, SEXES
from forms.arrival import ReturnGround, Standing
from registry import secrecy
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.processes.arrival import facts as of

KINDS = {Standing.FULL: "正式", Standing.PROBATIONARY: "预备"}
RETURN_GROUNDS = {
    ReturnGround.WRONG_ORGANISATION: "接收单位有误",
    ReturnGround.INCOMPLETE: "填写内容不完整",
    ReturnGround.EXPIRED: "介绍信超过有效期",
    ReturnGround.LETTER_DOUBT: "介绍信真实性存疑",
    ReturnGround.FILE_DOUBT: "党员档案存疑",
}
FILES = {True: "已查阅，与介绍信相符", False: "已查阅，存在疑问"}


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _member(said: Said) -> dict[str, Any]:
    """What every paper about the member says of him and his letter."""
    letter = of.letter_of(said)
    return {
        "name": letter["name"],
        "sex": SEXES[letter["sex"]],
        "kind": KINDS[Standing(letter["standing"])],
        "joined_on": letter["joined_on"].isoformat(),
        "probation_ends": _iso(letter["probation_ends"]),
        "dues_paid_until": f"{letter['dues_paid_until'].year}年{letter['dues_paid_until'].month}月",
        "sender": of.sender_of(letter),
    }


def acceptance(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-21 党员组织关系接收审查表: the letter, what was examined, who decided."""
    letter, examined = of.letter_of(said), said("examine")
    return _member(said) | {
        "issuer": case.organisation.name,
        "birth": letter["born_on"].isoformat(),
        "ethnic": letter["ethnic_group"],
        "id_number": secrecy.masked(letter["id_number"]),
        "full_on": _iso(letter["full_since"]),
        "letter_number": letter["letter_number"],
        "letter_date": letter["issued_on"].isoformat(),
        "valid_until": of.valid_until(letter).isoformat(),
        "presented_on": letter["presented_on"].isoformat(),
        "confirmed": examined.get("sender_confirms") or "",
        "file": _file(said),
        "opinion": examined.get("opinion") or "身份、介绍信、党费核对无误，建议接收。",
        "examiner": said.name("examine"),
        "examined_on": said.newest("examine").isoformat(),
        "decision": said("approve").get("opinion") or "同意接收。",
        "decider": said.name("approve"),
        "branch": of.new_branch_of(case, said).name,
        "date": said.newest("approve").isoformat(),
    }


def _file(said: Said) -> str:
    if "file_check" not in said:
        return "未要求查阅"
    seen, found = said("file_check"), said("file_check")["opinion"]
    return FILES[seen["agrees"]] + (f"：{found}" if found else "。")


def branch_notice(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-22 党员编入党支部通知."""
    day = said.newest("approve").isoformat()
    return _member(said) | {
        "addressee": of.new_branch_of(case, said).name,
        "effective_on": day,
        "phone": of.letter_of(said)["telephone"],
        "issuer": case.organisation.name,
        "date": day,
    }


def receipt(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-23 回执: to the sender, under the number of his letter."""
    letter = of.letter_of(said)
    return {
        "addressee": of.sender_of(letter),
        "letter_number": letter["letter_number"],
        "name": letter["name"],
        "accepted_branch": of.new_branch_of(case, said).name,
        "accepted_on": said.newest("approve").isoformat(),
        "date": said.newest("receipt").isoformat(),
        "clerk": said("receipt")["clerk"],
        "phone": said("receipt")["telephone"],
        "issuer": case.organisation.name,
    }


def return_note(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-6 退回（不予接收）通知: on the ground of whoever decided, else as the organiser proposed."""
    letter = of.letter_of(said)
    # Whoever gives back what was proposed to be accepted does so on a ground of his own.
    step = "approve" if said.outcome("examine") == "pass" else "approve_return"
    given = said("approve") if step == "approve" else said("examine")
    return {
        "addressee": of.sender_of(letter),
        "name": letter["name"],
        "letter_number": letter["letter_number"],
        "reason": RETURN_GROUNDS[ReturnGround(given["reason_code" if step == "approve" else "ground"])],
        "correction": given["opinion"],
        "issuer": case.organisation.name,
        "date": said.newest(step).isoformat(),
    }


def not_recognised(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-24 不予承认预备党员资格通知: to the sender and the member."""
    letter, day = of.letter_of(said), said.newest("recognition").isoformat()
    return {
        "addressee": f"{of.sender_of(letter)}、{letter['name']}同志",
        "name": letter["name"],
        "sender": of.sender_of(letter),
        "letter_number": letter["letter_number"],
        "reason": said("examine")["opinion"],
        "stated": said("statement").get("opinion") or NOTHING_SAID,
        "approved_by": of.county_of(case).name,
        "approved_on": day,
        "appeal": APPEAL,
        "issuer": case.organisation.name,
        "date": day,
    }


def withdrawal(case: Case, said: Said) -> dict[str, Any]:
    """D-TR-25 撤销接收登记表."""
    withdrawn, letter = case.data["withdrawn"], of.letter_of(said)
    return {
        "name": letter["name"],
        "sender": of.sender_of(letter),
        "letter_number": letter["letter_number"],
        "issuer": case.organisation.name,
        "reason": withdrawn["reason"],
        "date": withdrawn["on"],
        "recorded_by": withdrawn["by"],
    }
