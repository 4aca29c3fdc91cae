"""Walks through reminding, criticising and demanding (教育演练): one for each end, and for each way of educating."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from workflows.engine.models import Case
from workflows.engine.walks import Answers, AnswersOf, Walk
from workflows.families.disposal import walking

DUE_IN = 10
PROBLEM = "没有参加支部党员大会和主题党日，事先没有请假。"
DEMANDS = "按时参加支部党员大会、主题党日和党课；不能参加的，事先向支部书记请假。"


def _opening(measure: str, failing: str = "life", milder: str = "") -> Any:
    def answers(member: Any, organisations: Any) -> Answers:
        demanded = measure == "demand"
        return {
            "member": member.public_id, "failing": failing, "problem": PROBLEM, "measure": measure, "milder": milder, "demands": DEMANDS,
            "due_on": (clock.today() + dt.timedelta(days=DUE_IN)).isoformat() if demanded else "",
            "contact": "组织委员" if demanded else "", "phone": "0855-2201234" if demanded else "",
        }  # fmt: skip

    return answers


def talk(how: str = "heard") -> AnswersOf:
    """Two talk with him."""

    def answers(case: Case) -> Answers:
        first, second, third = walking.others(case)[:3]
        heard = how == "heard"
        return {
            "outcome": "done", "talker_1": first.public_id, "talker_2": second.public_id, "talked_on": clock.today().isoformat(), "place": "支部活动室",
            "recorder": third.public_id, "how": how, "stated": "近几个月工作忙，没有请假是我不对，今后按时参加。" if heard else "",
            "note": "" if heard else "当面拒绝在记录上签名", "reason": "",
        }  # fmt: skip

    return answers


def _excused(case: Case) -> Answers:
    return {
        "outcome": "excused", "talker_1": "", "talker_2": "", "talked_on": "", "place": "", "recorder": "", "how": "", "stated": "", "note": "",
        "reason": "住院治疗，有医院证明，家属当时电话请过假。",
    }  # fmt: skip


OBJECTS = (walking.on_paper(outcome="object", words="其中两次我事先向支部书记请过假。"),)
ORDINARY: dict[str, tuple[AnswersOf, ...]] = {
    "serve": walking.SHARED["serve"],
    "talk": (talk(),),
    "answer": (walking.on_paper(outcome="acknowledge", words="我接受批评，今后按时参加组织生活。"),),
    "weigh": (lambda case: {"outcome": "stands", "reply": "经核对，没有请假记录，维持原记录；本人意见一并存档。"},),
}  # fmt: skip
RIGHT = (lambda case: {"outcome": "unfounded", "reply": "经核对，确有两次请假，台账予以更正。"},)


def _walk(outcome: str, title: str, at: str, measure: str, missed: int, **more: Any) -> Walk:
    answers, opened = ORDINARY | (more.pop("answers", None) or {}), _opening(measure, milder=more.pop("milder", ""))
    return Walk(outcome, title, at, opened, answers, missed=missed, **more)


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("acknowledged", "a reminder talk after the first month", "QH0101", "reminder", 1),
        _walk("willing", "three months, criticised; a correction can be considered", "QH0102", "criticism", 3),
        _walk("objected", "he says that he had leave; it stands, with his words", "QH0201", "criticism", 2, answers={"answer": OBJECTS}),
        _walk("unfounded", "he had leave indeed", "QH0202", "criticism", 2, answers={"answer": OBJECTS, "weigh": RIGHT}),
        _walk("unanswered", "demanded in writing, and not a word by the last day", "HK0101", "demand", 4, leave="answer"),
        _walk("demanded", "demanded in writing, and he answers", "HK0102", "demand", 5, ends_as="willing"),
        _walk(
            "refused", "the demand is left with witnesses, he signs nothing", "HK0104", "demand", 4, leave="answer", ends_as="unanswered",
            answers={"serve": walking.LEFT_WITH_WITNESSES, "talk": (talk("declined"),)},
        ),
        _walk("milder", "a reminder where criticism is due, with the reason", "HK0201", "reminder", 2, ends_as="acknowledged", milder="家中有病人需要照顾，先行提醒。"),
        _walk("excused", "he was ill: nothing is held against him", "QH0104", "reminder", 1, answers={"talk": (_excused,)}),
        Walk("conduct", "criticised for his conduct, which no ledger counts", "QH0101", _opening("criticism", "conduct"), ORDINARY, ends_as="acknowledged"),
        _walk("probationary", "somebody on probation is criticised", "QH0105", "criticism", 2, ends_as="acknowledged", standing="probationary"),
    )
}  # fmt: skip
