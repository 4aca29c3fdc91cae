"""Walks through a transfer (组织关系转接演练), one for each end and for the ways that differ on the road."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from audit import clock
from documents import letters
from registry.calendar import add_months, first_of_month
from registry.models import Appointment, Post, Role
from workflows.engine import moving, turns
from workflows.engine.models import Case
from workflows.engine.walks import Answers, AnswersOf, Do, Walk
from workflows.processes.transfer import facts as of

ONE = dt.timedelta(days=1)
LOSS = "本月2日在火车站遗失随身背包，介绍信在内，已报警。"


def _always(**answers: Any) -> tuple[AnswersOf, ...]:
    return (lambda case: answers,)


def _opening(to: str, **more: Any) -> Any:
    def answers(member: Any, organisations: Any) -> Answers:
        return {
            "member": member.public_id,
            "to": organisations[to].name,
            "start_on": clock.today().isoformat(),
            "fixed_place": "yes",
            "reason": "job",
            "away_months": "",
            "telephone": member.person.telephone or "13900001111",
            "note": "",
        } | more

    return answers


def _amended(case: Case) -> Answers:
    request = dict(case.data["request"])
    target = of.target_of(case)
    return {name: value for name, value in request.items() if name != "member"} | {
        "to": target.name,
        "note": "已按要求补正。",
    }


def _consent(case: Case) -> Answers:
    """Said by the member, or typed in by the secretary from paper."""
    today = clock.today().isoformat()
    return {"outcome": "confirm", "opinion": "", "signed_on": today, "witness_1": "见证人甲", "witness_2": "见证人乙"}


def _check(case: Case) -> Answers:
    month = f"{first_of_month(clock.today()):%Y-%m}"
    return {"outcome": "pass", "dues_paid_until": month, "outstanding": "", "probation_record": "yes", "opinion": ""}


def _check_back(case: Case) -> Answers:
    return dict(_check(case)) | {"outcome": "return", "opinion": "接收单位名称请再核对。"}


def _accept(case: Case) -> Answers:
    receiver, target = of.receiver_of(case), of.target_of(case)
    branch = target if target.level == "branch" else of.branches_under(receiver).order_by("code").first()
    return {
        "outcome": "accept", "identity_checked": "yes", "letter_genuine": "yes", "probation_checked": "yes",
        "branch": branch.public_id if branch else "", "ground": "", "opinion": "",
    }  # fmt: skip


def _give_back(case: Case) -> Answers:
    return dict(_accept(case)) | {
        "outcome": "return",
        "ground": "incomplete",
        "opinion": "请补充接收单位全称后重新开具。",
    }


def _report(case: Case) -> Answers:
    return {"outcome": "done", "opinion": "", "reported_on": clock.today().isoformat(), "letter_number": _number(case)}


def _lost(case: Case) -> Answers:
    return {"outcome": "lost", "reported_on": clock.today().isoformat(), "letter_number": "", "opinion": LOSS}


def _explained(case: Case) -> Answers:
    letter = letters.letter_of(case.reference)
    lost = letter is not None and letter.lost_on is not None
    return {
        "outcome": "ask", "asked_on": clock.today().isoformat(), "cause": "lost" if lost else "good_reason",
        "said": LOSS if lost else "因住院治疗，未能在有效期内报到。", "certified": "经了解，情况属实。", "criticised": "yes", "dues_paid_until": f"{clock.today():%Y-%m}",
    }  # fmt: skip


def _given_up(case: Case) -> Answers:
    return dict(_explained(case)) | {"outcome": "give_up", "said": "本人已回原单位工作，不再转接。"}


def _answered(case: Case) -> Answers:
    """What an organisation outside sends back: the receipt, some days after it took the member in."""
    letter, today = letters.letter_of(case.reference), clock.today()
    assert letter is not None
    return {
        "outcome": "receipt", "arrived_on": today.isoformat(), "letter_number": _number(case),
        "accepted_on": max(letter.issued_on, today - 4 * ONE).isoformat(), "branch": "机关第三党支部", "clerk": "高远",
        "telephone": "0871-65120000", "pasted": "yes", "ground": "", "opinion": "",
    }  # fmt: skip


def _came_back(case: Case) -> Answers:
    return dict(_answered(case)) | {
        "outcome": "returned", "ground": "wrong_organisation", "opinion": "该同志的工作单位不归我委管理。",
    }  # fmt: skip


def _nothing_came(case: Case) -> Answers:
    return dict(_answered(case)) | {"outcome": "expired", "opinion": "电话询问，本人未去报到。"}


def _examined(case: Case) -> Answers:
    """On paper; for somebody on probation with the papers that go with it."""
    ends = add_months(case.member.joined_on, 12).isoformat()
    papers = "入党志愿书1份共24页\n入党申请书1份共6页\n政治审查材料1份共12页\n教育考察登记表1份共8页"
    return {
        "outcome": "pass", "channel": "paper", "valid_days": "30", "probation_ends": ends, "probation_papers": papers,
        "opinion": "材料齐全。",
    }  # fmt: skip


def _file(case: Case) -> Answers:
    return {"received_on": clock.today().isoformat(), "letter_number": _number(case), "pasted": "yes"}


def _number(case: Case) -> str:
    letter = letters.letter_of(case.reference)
    return letter.paper.number if letter else ""


def _today(**answers: Any) -> tuple[AnswersOf, ...]:
    def said(case: Case) -> Answers:
        return {name: clock.today().isoformat() if value is ... else value for name, value in answers.items()}

    return (said,)


def _committee_secretary(case: Case) -> Any:
    """Whoever heads the committee above the branch."""
    held = Appointment.objects.on(clock.today()).filter(
        post__organisation=case.organisation.parent, post__role="secretary"
    )
    return held.select_related("person__user").earliest("pk").person.user


ORDINARY: dict[str, tuple[AnswersOf, ...]] = {
    "consent": (_consent,),
    "amend": (_amended,),
    "branch_check": (_check,),
    "pass_on": _always(outcome="agree", opinion="同意。"),
    "reassign": _always(outcome="agree", opinion="同意调整。"),
    "examine": (_examined,),
    "approve": _always(outcome="agree", reason_code="", opinion="同意转出。"),
    "hand_over": _today(handed_on=..., how="in_person"),
    "report": (_report,),
    "accept": (_accept,),
    "join": (lambda case: {"party_group": "第一党小组", "dues_from": f"{clock.today():%Y-%m}", "told_on": clock.today().isoformat()},),
    "receipt": _always(clerk="经办员", telephone="0855-2200000"),
    "file": (_file,),
    "file_check": _today(seen_on=..., agrees="yes", opinion=""),
    "statement": _today(speaks="yes", opinion="本人对当时的程序不知情，请组织查清。", signed_on=..., witness_1="见证人甲", witness_2="见证人乙"),
    "recognition": _always(outcome="agree", opinion="同意接收方意见。"),
    "answer": (_answered,),
    "explain": (_explained,),
    "letter_back": _always(outcome="end", void_reason="接收方退回", referred="", opinion=""),
}  # fmt: skip


def _statement(case: Case) -> Answers:
    """A page of paper, as a scanner would bring it."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return {"file": SimpleUploadedFile("接收单位证明.pdf", out.getvalue(), "application/pdf")}


def _to_the_committee(case: Case) -> Answers:
    """The organiser of the committee that will examine the request."""
    organiser = Post.objects.get(organisation=of.issuer_of(case), role=Role.ORGANISER)
    return {"post": str(organiser.pk), "remark": "材料已上传，请提前了解。"}


BESIDE = (
    Do("attach", _statement),
    Do("comment", lambda case: {"text": "接收单位证明已上传，请核对。", "audience": "everyone"}),
    Do("copy", _to_the_committee),
)


def _head(case: Case) -> Any:
    """Who suspends and ends cases: a holder of the post that approves the letter."""
    act = case.flow_class.suspension
    post = act.by.route(case, clock.today(), turns.grounds(case, act)).post
    return post.appointments.on(clock.today()).select_related("person__user").earliest("pk").person.user


def _organiser(case: Case) -> Any:
    """The organiser of the committee that issued the letter."""
    held = Appointment.objects.on(clock.today()).filter(
        post__organisation=of.issuer_of(case), post__role=Role.ORGANISER
    )
    return held.select_related("person__user").earliest("pk").person.user


BACK = Do("send-back", lambda case: {"to": "branch_check", "reason": "党费交至月份与台账不符，请重新核对。"})
SUSPEND = Do(
    "suspend", lambda case: {"reason": "收到有关反映，正在核实。", "until": ""}, of_turn=False, by=_head, wait=7
)
RESUME = Do("resume", lambda case: {}, of_turn=False, by=_head)
END = Do("terminate", lambda case: {"reason": "工作调动已经取消，转接的事由不再存在。"}, of_turn=False, by=_head)

REFUSED = _always(outcome="refuse", reason_code="no_duty", opinion="外出时间较短，暂不符合转接条件。")
ONLINE = (lambda case: dict(_examined(case)) | {"channel": "online"},)
REISSUE = _always(outcome="reissue", void_reason="原件遗失或者过期", referred="no", opinion="已查明，另行开具。")
NOTHING_YET = Do("comment", lambda case: {"text": "电话催询，对方答复尚未收到。", "audience": "everyone"}, wait=95)
REPORT_LOSS = Do("report", lambda case: {"incident": "loss", "words": LOSS}, of_turn=False, by=_organiser)
FILE_FIRST = (
    lambda case: dict(_accept(case)) | {"outcome": "file", "opinion": "入党时间与介绍信不一致，查核档案。"},
    _accept,
)
NOT_RECOGNISED = (
    lambda case: (
        dict(_accept(case)) | {"outcome": "not_recognised", "opinion": "支部大会到会人数未过半，接收未经审批。"}
    ),
)


def _handed_over(case: Case) -> Answers:
    """To the first post it could go to besides."""
    turn = case.assignments.select_related("task", "post").get(closed_at__isnull=True)
    turn.case = case
    to = moving.handovers(turn, clock.today())[0].post
    return {"seen": turn.post_id, "to": to.pk if to else "", "reason": "外出学习一周。"}


MOVED = {
    "branch_check": (Do("hand-over", _handed_over),),
    "approve": (Do("interest", lambda case: {"reason": "本人系该党员的介绍人。"}),),
}
# Due after five working days: the days between are those on which the worker comes by.
LEFT_LYING = (
    Do("urge", lambda case: {"words": "请尽快审核。"}, of_turn=False, by=lambda case: case.opened_by, wait=7),
    Do("urge", lambda case: {"words": ""}, of_turn=False, by=_committee_secretary, wait=7),
)


def _check_again(case: Case) -> Answers:
    """What the branch means to say at first: it is taken back before anybody has seen it."""
    return dict(_check(case)) | {"opinion": "同意转出。"}


def _the_comment(case: Case) -> Answers:
    return {"comment": case.comments.latest("pk").public_id}


def _the_file(case: Case) -> Answers:
    return {"file": case.attachments.latest("pk").public_id, "reason": "传错了文件。"}


# A file and a comment that should not have been there; a draft; a decision that is taken back within the hold.
SECOND_THOUGHTS = (
    BESIDE[0],
    Do("strike_file", _the_file, of_turn=False),
    BESIDE[1],
    Do("strike_comment", _the_comment, of_turn=False),
    Do("draft", _check_again),
    Do("undo", _check_again),
)


def _leaving(case: Case) -> Answers:
    """Whoever has the check leaves with this day."""
    turn = case.assignments.select_related("post").get(closed_at__isnull=True)
    held = turn.post.appointments.on(clock.today()).select_related("person__member").earliest("pk")
    return {"member": held.person.member.public_id, "last_day": clock.today(), "reason": "工作调动。"}


def _registrar(case: Case) -> Any:
    """Who keeps the register of the whole prefecture."""
    held = Appointment.objects.on(clock.today()).filter(post__role=Role.REGISTRAR).select_related("person__user")
    return held.earliest("pk").person.user


def _deputy(case: Case) -> Any:
    """The deputy secretary of the committee that issues the letter."""
    held = Appointment.objects.on(clock.today()).filter(
        post__organisation=of.issuer_of(case), post__role=Role.DEPUTY_SECRETARY
    )
    return held.select_related("person__user").earliest("pk").person.user


def _for_a_week(case: Case) -> Answers:
    turn, today = case.assignments.get(closed_at__isnull=True), clock.today()
    return {
        "post": turn.post_id, "proxy": _deputy(case).person.public_id, "since": today, "until": today + 6 * ONE, "reason": "外出学习。",
    }  # fmt: skip


STOOD_IN = {
    "branch_check": (Do("leave", _leaving, of_turn=False, by=_registrar),),
    "approve": (Do("delegate", _for_a_week),),
}

WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        Walk("closed", "on paper, to another county", "QH0101", _opening("HK0103"), ORDINARY, days={"receipt": 6}),
        Walk("online", "through the system, by a general branch", "QH029001", _opening("YL0102"), ORDINARY | {"examine": ONLINE}, ends_as="closed"),
        Walk("amended", "sent back by the branch check once", "QH0102", _opening("HK0104"), ORDINARY | {"branch_check": (_check_back, _check)}, ends_as="closed"),
        Walk("own_request", "asked for by the member himself", "HK0101", _opening("QH0203"), ORDINARY, by_subject=True, ends_as="closed"),
        Walk("own_amended", "asked for by the member himself, corrected by the secretary, confirmed again", "HK0103", _opening("QH0203"), ORDINARY | {"branch_check": (_check_back, _check)}, by_subject=True, ends_as="closed"),
        Walk("returned", "given back by the receiver, then ended", "QH0202", _opening("HK0201"), ORDINARY | {"accept": (_give_back,)}),
        Walk("reissued", "given back once, then issued anew", "HK0202", _opening("QH0104"), ORDINARY | {"accept": (_give_back, _accept), "letter_back": _always(outcome="reissue", void_reason="接收单位全称有误", referred="", opinion="已更正。")}, ends_as="closed"),
        Walk("expired", "nobody presents the letter in time", "QH0301", _opening("HK0302"), ORDINARY, leave="report", ends_as="returned"),
        Walk("late", "out of date for a good reason, certified by the branch, then issued anew", "QH0302", _opening("HK0102"), ORDINARY | {"letter_back": REISSUE}, leave="report", leaves=1, ends_as="closed"),
        Walk("lost", "reported lost to whoever issued it, then issued anew", "QH0103", _opening("HK0102"), ORDINARY | {"letter_back": REISSUE}, does={"report": (REPORT_LOSS,)}, ends_as="closed"),
        Walk("lost_there", "the member tells the receiver of the loss and gives the transfer up", "QH0101", _opening("HK0102"), ORDINARY | {"report": (_lost,), "explain": (_given_up,)}, ends_as="returned"),
        Walk("file_checked", "the receiver looks into the file before it accepts", "QH0102", _opening("HK0102"), ORDINARY | {"accept": FILE_FIRST}, ends_as="closed"),
        Walk("probationary", "a member on probation moves with the list of his papers", "QH0101", _opening("HK0103"), ORDINARY, ends_as="closed", standing="probationary"),
        Walk("not_recognised", "a probation is not recognised, with the county's approval", "QH0102", _opening("HK0103"), ORDINARY | {"accept": NOT_RECOGNISED}, standing="probationary"),
        Walk("recognised_after_all", "the county does not agree, so that the member is accepted", "QH0201", _opening("HK0103"), ORDINARY | {"accept": (*NOT_RECOGNISED, _accept), "recognition": _always(outcome="return", opinion="程序有瑕疵但已补正，请接收。")}, standing="probationary", ends_as="closed"),
        Walk("moved_out", "to an organisation outside, whose receipt comes back on paper", "QH0203", _opening("OUT1"), ORDINARY, days={"answer": 12}),
        Walk("back_from_outside", "given back by an organisation outside, then ended", "QH0204", _opening("OUT1"), ORDINARY | {"answer": (_came_back,)}, ends_as="returned"),
        Walk("pocketed", "nothing comes back from outside, the county is told, and the letter is issued anew", "QH0202", _opening("OUT2"), ORDINARY | {"answer": (_nothing_came, _answered), "letter_back": REISSUE}, does={"answer": (NOTHING_YET,)}, ends_as="moved_out"),
        Walk("refused", "refused by the issuing committee", "HK0104", _opening("QH0102", reason="study", away_months="7"), ORDINARY | {"approve": REFUSED}),
        Walk("withdrawn", "called off by its initiator", "QH0201", _opening("HK0301"), ORDINARY, call_off_at="examine"),
        Walk("handed_over", "the check is handed over, and whoever would approve stands aside", "QH0101", _opening("HK0104"), ORDINARY, does=MOVED, ends_as="closed"),
        Walk("documented", "with a file attached, a comment and a copy to the committee before the branch check", "QH0103", _opening("HK0104"), ORDINARY, ends_as="closed", does={"branch_check": BESIDE}),
        Walk("urged", "left lying at the branch check: reminded, told to the committee above, urged by the secretary and from above", "QH0101", _opening("HK0103"), ORDINARY, ends_as="closed", does={"branch_check": LEFT_LYING}),
        Walk("second_thoughts", "a file, a comment and a decision are taken back at the branch check, and a draft is kept", "QH0102", _opening("HK0103"), ORDINARY, ends_as="closed", does={"branch_check": SECOND_THOUGHTS}),
        Walk("stood_in", "whoever had the check leaves, so that the secretary does it; a proxy decides the approval", "QH0101", _opening("HK0104"), ORDINARY, ends_as="closed", does=STOOD_IN, decides={"approve": _deputy}),
        Walk("sent_back", "sent back from the approval to the check by the branch", "QH0203", _opening("HK0103"), ORDINARY, does={"approve": (BACK,)}, ends_as="closed"),
        Walk("suspended", "suspended for a week before the approval", "QH0204", _opening("HK0103"), ORDINARY, does={"approve": (SUSPEND, RESUME)}, ends_as="closed"),
        Walk("terminated", "ended by the issuing committee", "QH0302", _opening("HK0103"), ORDINARY, does={"examine": (END,)}),
        Walk("resubmitted", "refused, then asked for again", "HK0203", _opening("QH0102"), ORDINARY | {"approve": (*REFUSED, *ORDINARY["approve"])}, asks_again=True, ends_as="closed"),
        Walk("internal", "between two branches of one committee", "QH0104", _opening("QH0102"), ORDINARY),
    )
}  # fmt: skip
