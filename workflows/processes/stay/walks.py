"""Walks through a stay with a certificate (党员证明信演练), one for each end and for the ways that differ on the road."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from registry.calendar import first_of_month
from registry.models import Appointment, Role
from workflows.engine import turns
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.walks import Answers, AnswersOf, Do, Walk
from workflows.processes.stay import facts as of

DAYS = 100
ONE = dt.timedelta(days=1)


def _always(**answers: Any) -> tuple[AnswersOf, ...]:
    return (lambda case: answers,)


def _opening(to: str, days: int = DAYS, **more: Any) -> Any:
    """A stay from tomorrow for so many days, both counted."""

    def answers(member: Any, organisations: Any) -> Answers:
        return {
            "member": member.public_id,
            "to": organisations[to].name if to else "",
            "place": "" if to else "省城第一人民医院",
            "fixed_place": "yes",
            "from_on": (clock.today() + ONE).isoformat(),
            "until_on": (clock.today() + days * ONE).isoformat(),
            "reason": "study",
            "contact": "",
            "telephone": member.person.telephone or "13900001111",
            "note": "",
        } | more

    return answers


def _amended(case: Case) -> Answers:
    request = {name: value for name, value in case.data["request"].items() if name != "member"}
    return request | {"contact": "学员处，0855-2200000", "note": "已按要求补正。"}


def _consent(case: Case) -> Answers:
    """Said by the member, or typed in by the secretary from paper."""
    today = clock.today().isoformat()
    return {"outcome": "confirm", "opinion": "", "signed_on": today, "witness_1": "见证人甲", "witness_2": "见证人乙"}


def _check(case: Case) -> Answers:
    return {"outcome": "pass", "dues_paid_until": f"{first_of_month(clock.today()):%Y-%m}", "opinion": ""}


def _check_back(case: Case) -> Answers:
    return dict(_check(case)) | {"outcome": "return", "opinion": "请补充当地联系人。"}


def _handed_over(case: Case) -> Answers:
    return {"handed_on": clock.today().isoformat(), "how": "in_person"}


def _back(case: Case) -> Answers:
    """Back since today, or since the day after the last one."""
    day = min(clock.today(), of.last_day_of(Said(case)) + ONE)
    return {"outcome": "back", "returned_on": day.isoformat(), "took_part": "yes", "opinion": ""}


def _longer(case: Case) -> Answers:
    """Three weeks more."""
    until = of.last_day_of(Said(case)) + 21 * ONE
    today = clock.today().isoformat()
    return {"outcome": "extend", "until_on": until.isoformat(), "asked_on": today, "opinion": "培训班延长三周结业。"}


def _said(outcome: str) -> tuple[AnswersOf, ...]:
    return _always(outcome=outcome, returned_on="", took_part="", opinion="")


ORDINARY: dict[str, tuple[AnswersOf, ...]] = {
    "consent": (_consent,),
    "amend": (_amended,),
    "branch_check": (_check,),
    "pass_on": _always(outcome="agree", opinion="同意。"),
    "approve": _always(outcome="agree", reason_code="", opinion="同意开具。"),
    "hand_over": (_handed_over,),
    "away": (_back,),
    "is_back": (_back,),
    "not_back": _always(outcome="stays", opinion="已与当地单位签订长期劳动合同。"),
    "extend": (_longer,),
    "approve_extension": _always(outcome="agree", reason_code="", opinion="同意换开。"),
}

REFUSED = _always(outcome="refuse", reason_code="no_need", opinion="外出时间很短，且无需证明党员身份。")
NOT_LONGER = _always(outcome="refuse", reason_code="transfer", opinion="拟长期在外工作，应当转接组织关系。")
EXTEND = _said("extend")
GONE = _said("gone")
LOST = _always(outcome="lost", opinion="电话停机，当地单位称其已离开。")


def _secretary(case: Case) -> Any:
    """Who writes down what was said on paper: the secretary of the branch."""
    held = Appointment.objects.on(clock.today()).filter(post__organisation=case.organisation, post__role=Role.SECRETARY)
    return held.select_related("person__user").earliest("pk").person.user


def _head(case: Case) -> Any:
    """Who suspends and ends cases: a holder of the post that approves the certificate."""
    act = case.flow_class.suspension
    post = act.by.route(case, clock.today(), turns.grounds(case, act)).post
    return post.appointments.on(clock.today()).select_related("person__user").earliest("pk").person.user


SUSPEND = Do("suspend", lambda case: {"reason": "正在核实外出事由。", "until": ""}, of_turn=False, by=_head, wait=7)
RESUME = Do("resume", lambda case: {}, of_turn=False, by=_head)
END = Do("terminate", lambda case: {"reason": "培训班已经取消，外出的事由不再存在。"}, of_turn=False, by=_head)
OLD = "seed_2005"

WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        Walk("returned", "back when the last day has passed", "QH0101", _opening("HK0103"), ORDINARY, leave="away"),
        Walk("early", "back before the last day: the certificate is given back", "QH0102", _opening("HK0104"), ORDINARY, days={"away": 20}, ends_as="returned"),
        Walk("own_request", "asked for by the member himself, to a place that is not on the register", "HK0101", _opening("", reason="treatment"), ORDINARY, by_subject=True, leave="away", ends_as="returned"),
        Walk("on_paper", "confirmed on paper before two witnesses", "QH0103", _opening("HK0103"), ORDINARY, decides={"consent": _secretary}, leave="away", ends_as="returned"),
        Walk("amended", "sent back by the branch check once", "QH0104", _opening("HK0104"), ORDINARY | {"branch_check": (_check_back, _check)}, leave="away", ends_as="returned"),
        Walk("passed_on", "by way of a general branch", "QH029001", _opening("YL0102"), ORDINARY, leave="away", ends_as="returned"),
        Walk("extended", "extended by a new certificate, then back", "QH0201", _opening("HK0301"), ORDINARY | {"away": (*EXTEND, _back)}, days={"away": 20}, ends_as="returned"),
        Walk("extended_late", "not back on the last day: extended by a new certificate", "HK0102", _opening("QH0201"), ORDINARY | {"is_back": (*EXTEND, _back)}, leave="away", ends_as="returned"),
        Walk("not_extended", "an extension is refused; back on the last day", "HK0103", _opening("QH0104"), ORDINARY | {"is_back": (*EXTEND, _back), "approve_extension": NOT_LONGER}, leave="away", ends_as="returned"),
        Walk("transfer_due", "stays on: a transfer has to be asked for", "QH0202", _opening("HK0201"), ORDINARY | {"is_back": GONE}, leave="away"),
        Walk("no_contact", "nobody can reach the member", "QH0203", _opening("HK0202", reason="work"), ORDINARY | {"is_back": GONE, "not_back": LOST}, leave="away"),
        Walk("refused", "refused by the issuing committee", "HK0104", _opening("QH0102", days=20), ORDINARY | {"approve": REFUSED}),
        Walk("resubmitted", "refused, then asked for again", "HK0202", _opening("QH0102"), ORDINARY | {"approve": (*REFUSED, *ORDINARY["approve"])}, asks_again=True, leave="away", ends_as="returned"),
        Walk("withdrawn", "called off by its initiator", "QH0301", _opening("HK0301"), ORDINARY, call_off_at="approve"),
        Walk("terminated", "ended by the committee before it is approved", "HK0201", _opening("QH0301"), ORDINARY, does={"approve": (END,)}),
        Walk("suspended", "suspended for a week before it is approved", "QH0204", _opening("HK0103"), ORDINARY, does={"approve": (SUSPEND, RESUME)}, leave="away", ends_as="returned"),
        Walk("older_rules", "under the source document's own rules, by which a transfer is due after three months", "QH0302", _opening("HK0302", days=80), ORDINARY, leave="away", ends_as="returned", pack=OLD),
    )
}  # fmt: skip
