"""What is answered at the steps that every disposal goes through (处置演练), for the walks of each measure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from registry.models import Appointment, Member, Role, Standing
from workflows.engine.models import Case
from workflows.engine.walks import Answers, AnswersOf
from workflows.families.rooms import always

ONE = dt.timedelta(days=1)
FACTS = "2026年5月至10月，六次无故不参加支部党员大会和主题党日，支部书记两次谈话提醒后仍未改正；第二、三季度党费均在支部催缴后补交。"


def opening(ground: str, **more: Any) -> Any:
    """A proposal about the member, deliberated yesterday."""

    def answers(member: Any, organisations: Any) -> Answers:
        return {
            "member": member.public_id, "ground": ground, "facts": FACTS, "education": "本科", "post": "县某企业职工", "breach": "no", "sanctioned": "no",
            "meeting_on": (clock.today() - ONE).isoformat(), "present": "3", "opinion": "建议启动组织处置程序，成立调查组核实。",
        } | more  # fmt: skip

    return answers


def others(case: Case) -> list[Member]:
    """The full members of the branch but the one it is about."""
    here = Member.objects.filter(affiliations__organisation=case.organisation, affiliations__until__isnull=True)
    return list(here.filter(standing=Standing.FULL).exclude(pk=case.subject_id).order_by("pk"))


def _today() -> str:
    return clock.today().isoformat()


def inquiry(outcome: str) -> AnswersOf:
    """What the team found."""

    def answers(case: Case) -> Answers:
        first, second = others(case)[:2]
        return {
            "outcome": outcome, "team_1": first.public_id, "team_2": second.public_id, "team_3": "", "appointed_on": _today(),
            "from_on": _today(), "until_on": _today(), "profile": "某企业职工，无职务。", "facts": case.data["request"]["facts"],
            "stated": "承认没有参加，称工作忙，表示今后按时参加。", "evidence": "2026年5月至10月签到表\n党费收缴登记簿\n谈话提醒记录两份",
            "opinion": "事实清楚，证据充分，本人愿意改正。",
        }  # fmt: skip

    return answers


def talk(how: str) -> AnswersOf:
    """Two talk with him."""

    def answers(case: Case) -> Answers:
        first, second, third = others(case)[:3]
        heard = how == "heard"
        return {
            "talker_1": first.public_id, "talker_2": second.public_id, "talked_on": _today(), "place": "支部活动室", "recorder": third.public_id,
            "offered": "on" if how != "unreachable" else "", "told": "告知调查认定的事实和支部委员会拟提出的处置意见。", "how": how,
            "stated": "我承认组织观念淡薄，愿意接受组织帮助，按时参加组织生活。" if heard else "",
            "note": "" if heard else "三次电话、两次上门和委托亲属均未能联系上",
        }  # fmt: skip

    return answers


def on_paper(**said: str) -> AnswersOf:
    """Said by the member, or typed in by the secretary from paper with two witnesses."""
    return lambda case: said | {"signed_on": _today(), "witness_1": "见证人甲", "witness_2": "见证人乙"}


def _served(case: Case) -> Answers:
    return {
        "served_on": _today(), "how": "direct", "place": "支部活动室", "received_by": "本人", "refusal": "", "witness_1": "", "witness_2": "",
    }  # fmt: skip


def _announced(case: Case) -> Answers:
    return {
        "announced_on": _today(), "place": "支部活动室", "scope": "支部党员大会", "heard_by": "12", "said_there": "宣读决定，本人表示接受。",
    }  # fmt: skip


SPEECHES = (
    "支部书记：通报调查情况和支部委员会意见。\n组织委员：介绍谈话和帮助教育情况。\n与会党员：同意支部委员会意见。"
)
HEARD = "本人到会陈述，承认错误，表示改正；没有人要求作证、辩护。"
NO_QUORUM = always(outcome="no_quorum", speeches="", heard="")
NOTHING_BUT_YES = {"have_read": "on"}

SHARED: dict[str, tuple[AnswersOf, ...]] = {
    "prior_filing": always(outcome="file", opinion="同意备案。"),
    "investigate": (inquiry("stands"),),
    "talk": (talk("heard"),),
    "words": (on_paper(outcome="said", words="我对调查认定的事实没有异议。请组织给我一次改正的机会。"),),
    "pre_review": always(outcome="agree", reason="材料齐全，事实清楚，情形适当。", next_steps=""),
    "department_review": always(outcome="agree", reason="经审核，同意提交支部党员大会表决。", next_steps=""),
    "convene": always(),
    "vote": always(outcome="carried", speeches=SPEECHES, heard=HEARD),
    "shown": (on_paper(outcome="agree", words="", reserved="", note=""),),
    "submit": always(
        educated="支部书记两次谈话提醒，组织委员一次批评教育。", attitude="承认错误，愿意改正。",
        contact="组织委员", phone="0855-2201234",
    ),
    "pass_on": always(outcome="agree", opinion="经审议，同意上报。"),
    "examine": always(outcome="complete", opinion="", **NOTHING_BUT_YES),
    "approve": always(outcome="carried", speeches="组织委员：汇报审核情况。\n各位委员：同意。", **NOTHING_BUT_YES),
    "serve": (_served,),
    "announce": (_announced,),
}  # fmt: skip

LOST = always(outcome="lost", speeches="部分党员认为情节轻微，应当继续教育。", heard=HEARD)
REJECTED = always(outcome="lost", speeches="委员认为处置过重，应当继续教育。", **NOTHING_BUT_YES)
UNREACHABLE = (on_paper(outcome="unreachable", words="", reserved="", note="三次电话、两次上门均未能联系上"),)
DISAGREES = (
    on_paper(outcome="disagree", words="我认为认定的次数有误，其中两次请过假。", reserved="对期限保留意见。", note=""),
)
REFUSES = (on_paper(outcome="refused", words="", reserved="", note="2026年12月当面出示，本人拒绝签署"),)


def _left(case: Case) -> Answers:
    return dict(_served(case)) | {
        "how": "left", "place": "本人最后登记的住址", "received_by": "家属代收", "refusal": "本人无法取得联系，留置送达。",
        "witness_1": "见证人甲", "witness_2": "见证人乙",
    }  # fmt: skip


LEFT_WITH_WITNESSES = (_left,)


def secretary(case: Case) -> Any:
    """Who writes down what was said on paper: the secretary of the branch."""
    held = Appointment.objects.on(clock.today()).filter(post__organisation=case.organisation, post__role=Role.SECRETARY)
    return held.select_related("person__user").earliest("pk").person.user
