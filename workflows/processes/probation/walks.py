"""Walks through the extension and the cancellation of a probation (预备期演练): one for each end, and ways that differ."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit import clock
from workflows.engine.models import Case
from workflows.engine.walks import DECIDE, Answers, AnswersOf, Do, Walk
from workflows.families.disposal import walking
from workflows.families.rooms import adjourned, always, convened, held, too_few

CONDUCT = "预备期间四次无故不参加组织生活，两次未按时交纳党费；支部书记谈话提醒后有改进，但还不稳定。"


def _opening(ground: str) -> Any:
    def answers(member: Any, organisations: Any) -> Answers:
        yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
        return {
            "member": member.public_id, "ground": ground, "facts": CONDUCT, "meeting_on": yesterday, "present": "3",
            "opinion": "建议与本人谈话后研究延长或者取消。",
        }  # fmt: skip

    return answers


def _reviewed(outcome: str = "propose", measure: str = "extend", months: str = "6") -> AnswersOf:
    def answers(case: Case) -> Answers:
        return {
            "outcome": outcome, "deliberated_on": clock.today().isoformat(), "measure": measure, "months": months if measure == "extend" else "",
            "opinion": "尚不完全具备转正条件，需要继续教育考察。" if measure == "extend" else "不履行党员义务，不具备党员条件。",
        }  # fmt: skip

    return answers


ORDINARY: dict[str, tuple[AnswersOf, ...]] = walking.SHARED | {
    "deliberate": (_reviewed(),),
    "submit": always(entered="on"),
    "talk_after": (
        lambda case: {"talked_on": clock.today().isoformat(), "said": "说明审批结果和理由，本人表示接受。"},
    ),
}
CANCELLED = {"deliberate": (_reviewed(measure="cancel"),)}
ROOMS: dict[str, tuple[Do, ...]] = {
    "convene": (convened("vote"),),
    "vote": held("vote"),
    "approve": (convened("approve"), *held("approve")),
}
DAYS = {"vote": 0, "approve": 0}


def _walk(outcome: str, title: str, at: str, *, answers: Any = None, does: Any = None, **more: Any) -> Walk:
    return Walk(
        outcome, title, at, _opening(more.pop("ground", "duties")), ORDINARY | (answers or {}), days=DAYS, does=ROOMS | (does or {}),
        standing="probationary", **more,
    )  # fmt: skip


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("extended", "extended by six months", "QH0101"),
        _walk("cancelled", "the probationary membership is cancelled", "QH0102", answers=CANCELLED),
        _walk(
            "silent", "he says nothing in writing and disagrees with the resolution", "QH0104", leave="words",
            answers={"shown": walking.DISAGREES}, ends_as="extended",
        ),
        _walk(
            "unreachable", "nobody can reach him: noted by two, and it goes on", "HK0104", ground="lost", ends_as="cancelled",
            answers=CANCELLED | {"talk": (walking.talk("unreachable"),), "shown": walking.UNREACHABLE}, leave="words",
            decides={"shown": walking.secretary},
        ),
        _walk(
            "no_quorum", "too few come to the general meeting; called again", "QH0202", ends_as="extended",
            answers={"vote": (*walking.NO_QUORUM, *walking.SHARED["vote"])},
            does={"convene": (convened("vote"), DECIDE, convened("vote")), "vote": (*adjourned("vote"), DECIDE, *held("vote"))},
        ),
        _walk("not_carried", "the general meeting does not carry it", "QH0201", answers={"vote": walking.LOST}, does={"vote": held("vote", too_few)}),
        _walk(
            "not_approved", "the committee does not approve it", "HK0101", answers={"approve": walking.REJECTED},
            does={"approve": (convened("approve"), *held("approve", too_few))},
        ),
        _walk("given_up", "the branch committee proposes nothing after all", "HK0102", answers={"deliberate": (_reviewed("drop", ""),)}),
        _walk("referred", "a breach that belongs to the discipline inspection", "HK0201", answers={"deliberate": (_reviewed("refer", ""),)}),
    )
}  # fmt: skip
