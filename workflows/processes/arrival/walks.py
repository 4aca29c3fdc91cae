"""Walks through an arrival (组织关系接收演练), one for each end and for the ways that differ on the road."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from audit import clock
from registry.calendar import add_months, first_of_month
from registry.identity import check_character
from workflows.engine import turns
from workflows.engine.models import Case
from workflows.engine.walks import Answers, AnswersOf, Do, Walk
from workflows.processes.arrival import facts as of

ONE = dt.timedelta(days=1)
NAMES = ("方启明", "苏雪梅", "岩温罕", "贺兰", "谭文清", "扎西旺堆", "邹志强", "和丽娟")
BORN = dt.date(1988, 6, 15)


def _always(**answers: Any) -> tuple[AnswersOf, ...]:
    return (lambda case: answers,)


def id_number(order: int) -> str:
    """The number of a man born on the fifteenth of June 1988 in the outside city: another one for each order."""
    first = f"510104{BORN:%Y%m%d}{order * 2 + 1:03d}"
    return first + check_character(first)


def _opening(branch: str, *, ago: int = 6, **more: Any) -> Any:
    """A full member with a letter some days old; another person each time."""

    def answers(member: Any, organisations: Any) -> Answers:
        today, order = clock.today(), Case.objects.filter(process_name="arrival").count()
        return {
            "letter_number": f"{today.year}-BJ09-{order + 37:04d}",
            "issued_on": (today - ago * ONE).isoformat(),
            "valid_days": "30",
            "presented_on": today.isoformat(),
            "sender": organisations["OUT1"].name,
            "sender_name": "",
            "sender_address": "",
            "name": NAMES[order % len(NAMES)],
            "id_number": id_number(order),
            "sex": "M",
            "born_on": BORN.isoformat(),
            "ethnic_group": "汉",
            "telephone": "13800002222",
            "standing": "full",
            "joined_on": "2010-07-01",
            "full_since": "2011-07-01",
            "probation_ends": "",
            "dues_paid_until": f"{first_of_month(today):%Y-%m}",
            "branch": organisations[branch].public_id,
        } | more

    return answers


def _probationary(branch: str) -> Any:
    """A probationary member, whose year has still some months to run."""

    def answers(member: Any, organisations: Any) -> Answers:
        joined = add_months(clock.today(), -8)
        more = {
            "standing": "probationary",
            "joined_on": joined.isoformat(),
            "full_since": "",
            "probation_ends": add_months(joined, 12).isoformat(),
        }
        return dict(_opening(branch)(member, organisations)) | more

    return answers


def _unknown_sender(branch: str) -> Any:
    """From an organisation that is not on the register."""
    return _opening(
        branch, sender="", sender_name="中共北江省农业科学院水稻研究所委员会", sender_address="北江市科研路5号"
    )  # fmt: skip


def _examined(case: Case) -> Answers:
    """Everything in order."""
    return {
        "outcome": "pass", "identity_checked": "yes", "letter_genuine": "yes", "dues_in_order": "yes",
        "probation_checked": "yes", "sender_confirms": "", "branch": of.new_branch_of(case).public_id, "ground": "",
        "opinion": "",
    }  # fmt: skip


def examined(**more: Any) -> tuple[AnswersOf, ...]:
    """The ordinary examination, with changes."""
    return (lambda case: dict(_examined(case)) | more,)


def _today(**answers: Any) -> tuple[AnswersOf, ...]:
    return (lambda case: answers | {"seen_on": clock.today().isoformat()},)


def _joined(case: Case) -> Answers:
    return {"party_group": "第一党小组", "dues_from": f"{clock.today():%Y-%m}", "told_on": clock.today().isoformat()}


def _sent(case: Case) -> Answers:
    number = case.flow_class.opening_answers(case)["letter_number"]
    return {"sent_on": clock.today().isoformat(), "how": "post", "letter_number": number, "note": "机要信函1126"}


def _stated(case: Case) -> Answers:
    today = clock.today().isoformat()
    return {
        "speaks": "yes",
        "opinion": "本人对当时的程序不知情，请组织查清。",
        "signed_on": today,
        "witness_1": "见证人甲",
        "witness_2": "见证人乙",
    }


def _scan(case: Case) -> Answers:
    """The letter, as a scanner would bring it."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return {"file": SimpleUploadedFile("组织关系介绍信.pdf", out.getvalue(), "application/pdf")}


def _head(case: Case) -> Any:
    """Who suspends a case: a holder of the post that decides it."""
    act = case.flow_class.suspension
    post = act.by.route(case, clock.today(), turns.grounds(case, act)).post
    return post.appointments.on(clock.today()).select_related("person__user").earliest("pk").person.user


ORDINARY: dict[str, tuple[AnswersOf, ...]] = {
    "examine": examined(),
    "file_check": _today(agrees="yes", opinion=""),
    "approve": _always(outcome="agree", reason_code="", opinion=""),
    "approve_return": _always(outcome="agree", opinion=""),
    "approve_refusal": _always(outcome="agree", opinion="同意，报县委组织部。"),
    "statement": (_stated,),
    "recognition": _always(outcome="agree", opinion="同意不予承认。"),
    "join": (_joined,),
    "receipt": _always(clerk="经办员", telephone="0855-2200000"),
    "send": (_sent,),
}

WRONG = examined(outcome="return", ground="wrong_organisation", opinion="该同志工作单位在邻县，请转往邻县有关党组织。")
LATE = examined(outcome="return", ground="expired", opinion="介绍信已超过有效期，请重新开具。")
CONFIRMED = examined(sender_confirms="经电话核实，转出党组织确认该信仍然有效。")
FIRST_THE_FILE = examined(outcome="wait", opinion="入党时间与介绍信不一致，须查阅档案。")
DOUBTS = _today(agrees="no", opinion="档案中缺少入党志愿书。")
UNSURE = examined(outcome="return", ground="file_doubt", opinion="请补充入党志愿书。")
NOT_PASSED = examined(outcome="not_recognise", probation_checked="no", opinion="入党材料不齐全，未经支部党员大会讨论。")
REFUSED = _always(outcome="refuse", reason_code="letter_doubt", opinion="印章与介绍信落款不一致，请核实。")
AGAIN = _always(outcome="return", opinion="请再核对党费交纳情况。")
NOT_YET = _always(outcome="return", opinion="请先与转出党组织核实入党材料。")
SUSPEND = Do("suspend", lambda case: {"reason": "正在与转出党组织联系。", "until": ""}, of_turn=False, by=_head, wait=7)
RESUME = Do("resume", lambda case: {}, of_turn=False, by=_head)

WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        Walk("accepted", "accepted, from an organisation on the register", "QH01", _opening("QH0101"), ORDINARY, does={"examine": (Do("attach", _scan),)}),
        Walk("unknown_sender", "accepted, from an organisation that is not on the register", "QH02", _unknown_sender("QH0201"), ORDINARY, ends_as="accepted"),
        Walk("probationary", "a probationary member, accepted after a strict examination", "QH01", _probationary("QH0102"), ORDINARY, ends_as="accepted"),
        Walk("file_seen", "the file is asked for first and agrees with the letter", "HK01", _opening("HK0101"), ORDINARY | {"examine": (*FIRST_THE_FILE, *examined())}, days={"file_check": 9}, ends_as="accepted"),
        Walk("confirmed", "the letter has expired, and the sender confirms it", "HK02", _opening("HK0201", ago=40), ORDINARY | {"examine": CONFIRMED}, ends_as="accepted"),
        Walk("examined_again", "sent back by the head to be examined again", "YL01", _opening("YL0101"), ORDINARY | {"approve": (*AGAIN, *ORDINARY["approve"])}, ends_as="accepted"),
        Walk("returned", "given back: wrong organisation", "QH03", _opening("QH0301"), ORDINARY | {"examine": WRONG}),
        Walk("expired", "given back: the letter has expired", "QH01", _opening("QH0104", ago=40), ORDINARY | {"examine": LATE}, ends_as="returned"),
        Walk("refused", "given back by the head on a ground of his own", "HK01", _opening("HK0102"), ORDINARY | {"approve": REFUSED}, ends_as="returned"),
        Walk("file_doubt", "given back: the file leaves doubts", "HK02", _opening("HK0202"), ORDINARY | {"examine": (*FIRST_THE_FILE, *UNSURE), "file_check": DOUBTS}, ends_as="returned"),
        Walk("not_recognised", "a probationary membership is not recognised", "QH02", _probationary("QH0202"), ORDINARY | {"examine": NOT_PASSED}),
        Walk("county_disagrees", "the county does not agree that it is not recognised; then accepted", "HK01", _probationary("HK0104"), ORDINARY | {"examine": (*NOT_PASSED, *examined()), "recognition": NOT_YET}, ends_as="accepted"),
        Walk("suspended", "suspended for a week before it is decided", "QH02", _opening("QH0203"), ORDINARY, does={"approve": (SUSPEND, RESUME)}, ends_as="accepted"),
        Walk("withdrawn", "called off by whoever entered the letter", "QH01", _opening("QH0101"), ORDINARY, call_off_at="approve"),
    )
}  # fmt: skip
