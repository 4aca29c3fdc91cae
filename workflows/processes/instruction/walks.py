"""Walks through a request for instructions (请示与批复演练), one for each end and for the ways that differ on the road."""

from __future__ import annotations

from typing import Any

from audit import clock
from registry.models import Appointment, Organisation, Post, Role
from workflows.engine import rounds
from workflows.engine.models import Case
from workflows.engine.walks import Answers, AnswersOf, Do, Walk
from workflows.processes.instruction import facts as of


def _always(**answers: Any) -> tuple[AnswersOf, ...]:
    return (lambda case: answers,)


def _opening(matter: str, **more: Any) -> Any:
    def answers(member: Any, organisations: Any) -> Answers:
        return {
            "matter": matter,
            "asks": "approval",
            "decided_by": "committee",
            "decided_on": clock.today().isoformat(),
            "reasons": "本届支部委员会任期将满。因正在进行征收安置，半数以上党员分散在外，难以在届满前达到法定人数。",
            "proposal": "建议将换届选举推迟三个月，期间支部工作由现任委员会负责。",
            "contact": "支部值班室",
            "telephone": "0855-2200000",
        } | more

    return answers


def _amended(case: Case) -> Answers:
    request = {name: value for name, value in case.data["request"].items() if name != "matter"}
    return request | {"reasons": f"{request['reasons']}已向全体党员征求意见。"}


def _received(case: Case) -> Answers:
    return {"received_on": clock.today().isoformat(), "carried_out": "由支部书记负责。"}


def _holder(organisation: Organisation, role: str) -> Any:
    """The user who holds a post today."""
    held = Appointment.objects.on(clock.today()).filter(post__organisation=organisation, post__role=role)
    return held.select_related("person__user").earliest("pk").person.user


def _organiser(case: Case) -> Any:
    """Who sent the draft to those concerned."""
    return _holder(of.committee_of(case), Role.ORGANISER)


def _leader(case: Case) -> Any:
    """The secretary of the committee."""
    return _holder(of.committee_of(case), Role.SECRETARY)


def _add_above(case: Case) -> Answers:
    """The organiser of the department above is asked, too."""
    added = Post.objects.get(organisation=of.superior_of(case), role=Role.ORGANISER)
    return {"post": str(added.pk), "reason": "涉及换届程序，请一并核对。"}


def _take_off_head(case: Case) -> Answers:
    """The head of the department need not sign besides."""
    running = rounds.running(case)
    seats = running.signers.values() if running is not None else ()
    head = next(signer for signer in seats if signer.post.role == Role.DEPARTMENT_HEAD)
    return {"signer": head.public_id, "reason": "由组织部经办同志核对即可。"}


CHECKED = {"ours": "yes", "one_matter": "yes", "in_form": "yes"}
REPLY = "一、同意你支部将换届选举推迟三个月进行。\n二、请做好流动党员的联系和通知工作，并提前报送选举工作方案。"
DRAFTED = {"handling": "延期时间不超过规定，情况属实，建议同意。", "reply": REPLY}

ORDINARY: dict[str, tuple[AnswersOf, ...]] = {
    "sign": _always(outcome="sign", opinion=""),
    "amend": (_amended,),
    "pass_on": _always(outcome="agree", opinion="情况属实，同意上报。"),
    "examine": _always(outcome="accept", opinion="", **CHECKED),
    "draft": _always(concerns_others="yes", **DRAFTED),
    "consult": _always(outcome="agree", opinion=""),
    "coordinate": _always(outcome="report", opinion="已当面沟通，仍认为延期两个月为宜。"),
    "approve": _always(outcome="agree", opinion=""),
    "acknowledge": (_received,),
    "acknowledge_refusal": (_received,),
}

NOBODY_ELSE = _always(concerns_others="no", **DRAFTED)
RETURNED = _always(outcome="return", opinion="请说明延期的具体期限和党员外出情况。", **CHECKED)
GIVEN_BACK = _always(
    outcome="not_ours", opinion="办公用房由街道办事处负责，请向街道办事处提出。", **CHECKED | {"ours": "no"}
)
CHANGE = _always(outcome="return", opinion="批复稿没有写明延期到何时，请补充。")
DIFFER = _always(outcome="disagree", opinion="延期理由还不充分，建议延期两个月。")
AGREE = ORDINARY["consult"]
REFUSED = _always(outcome="refuse", opinion="按照规定，延期换届须有特殊情况；可以采取分会场和流动票箱的办法按期进行。")
END = Do(
    "terminate",
    lambda case: {"reason": "上级已经统一部署换届工作，单独请示的事由不再存在。"},
    of_turn=False,
    by=_leader,
)
SUSPEND = Do("suspend", lambda case: {"reason": "正在等待上级文件。", "until": ""}, of_turn=False, by=_leader, wait=7)
RESUME = Do("resume", lambda case: {}, of_turn=False, by=_leader)
SIGNERS = (
    Do("add_signer", _add_above, of_turn=False, by=_organiser),
    Do("remove_signer", _take_off_head, of_turn=False, by=_organiser),
)
LATER = "推迟召开支部党员大会进行换届选举"

WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        Walk("answered", "approved, nobody else concerned", "QH0101", _opening(LATER), ORDINARY | {"draft": NOBODY_ELSE}),
        Walk("consulted", "countersigned, with one signer added and one taken off", "QH0102", _opening(LATER), ORDINARY, does={"consult": SIGNERS}, ends_as="answered"),
        Walk("sent_back", "sent back by a signer to be drafted anew, then countersigned", "QH0201", _opening(LATER), ORDINARY | {"consult": (*CHANGE, *AGREE)}, ends_as="answered"),
        Walk("differing", "a signer does not agree; submitted with the differing opinion, and answered", "HK0101", _opening(LATER), ORDINARY | {"consult": (*AGREE, *DIFFER)}, ends_as="answered"),
        Walk("reconciled", "a signer does not agree; the draft is changed and all agree", "HK0102", _opening(LATER), ORDINARY | {"consult": (*DIFFER, *AGREE), "coordinate": _always(outcome="revise", opinion="按组织部意见改为延期两个月。")}, ends_as="answered"),
        Walk("amended", "returned by the first check once", "QH0104", _opening(LATER), ORDINARY | {"examine": (*RETURNED, *ORDINARY["examine"]), "draft": NOBODY_ELSE}, ends_as="answered"),
        Walk("passed_on", "asks for an instruction, by way of a general branch", "QH029001", _opening("流动党员编入党小组", asks="instruction", decided_by="meeting"), ORDINARY, ends_as="answered"),
        Walk("declined", "refused by the committee", "QH0202", _opening(LATER), ORDINARY | {"approve": REFUSED}),
        Walk("resubmitted", "refused, then asked for again", "HK0201", _opening(LATER), ORDINARY | {"draft": NOBODY_ELSE, "approve": (*REFUSED, *ORDINARY["approve"])}, asks_again=True, ends_as="answered"),
        Walk("not_accepted", "not for this committee: given back", "QH0203", _opening("调剂支部活动用房"), ORDINARY | {"examine": GIVEN_BACK}),
        Walk("suspended", "suspended for a week before it is drafted", "HK0202", _opening(LATER), ORDINARY | {"draft": NOBODY_ELSE}, does={"draft": (SUSPEND, RESUME)}, ends_as="answered"),
        Walk("withdrawn", "called off while it is countersigned", "HK0104", _opening(LATER), ORDINARY, call_off_at="consult"),
        Walk("terminated", "ended by the committee while it is countersigned", "HK0301", _opening(LATER), ORDINARY, does={"consult": (END,)}),
    )
}  # fmt: skip
