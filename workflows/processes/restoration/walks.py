"""Walks through a restoration (恢复党籍演练): one for each end, and for the ways that differ on the road; each after a suspension."""

from __future__ import annotations

from typing import Any

from audit import clock
from workflows.engine.models import Case
from workflows.engine.walks import DECIDE, Answers, AnswersOf, Do, Walk
from workflows.families.disposal import walking
from workflows.families.rooms import adjourned, always, convened, held, too_few

CAUSE = "2026年外出务工时手机遗失，号码停用，又多次变换工地，没有及时告知支部新的联系方式。"
CONDUCT = "在外务工期间遵纪守法，没有参加非法组织和活动，愿意补交党费。"
OLD = "seed_2005"


def _opening(member: Any, organisations: Any) -> Answers:
    return {"member": member.public_id, "phone": "13900001111", "cause": CAUSE, "conduct": CONDUCT}


def _talk(outcome: str) -> AnswersOf:
    ordinary = walking.talk("heard")
    said = {
        "told": "告知恢复党籍的条件和程序。",
        "stated": "我愿意继续留在党内，今后主动与支部保持联系。",
        "outcome": outcome,
    }
    return lambda case: dict(ordinary(case)) | said


def _told(case: Case) -> Answers:
    return {
        "told_on": clock.today().isoformat(),
        "how": "支部活动室当面告知",
        "words": "告知不予恢复的理由，可以向上级党组织申诉。",
    }


READ = {"have_read": "on"}
ASKED_BACK = always(outcome="return", opinion="请说明失去联系期间的经济来源。", **READ)
HEARD = "本人到会说明失去联系的原因，表示今后主动联系；没有人要求作证、辩护。"
ORDINARY: dict[str, tuple[AnswersOf, ...]] = walking.SHARED | {
    "consent": (walking.on_paper(outcome="confirm"),),
    "talk": (_talk("goes_on"),),
    "conclude": (
        lambda case: {
            "deliberated_on": clock.today().isoformat(), "conclusion": "失去联系系客观原因所致，失联期间没有违纪违法行为，认识态度较好，建议恢复党籍。",
        },
    ),
    "vote": always(outcome="carried", speeches="组织委员：介绍谈话和了解的情况。\n与会党员：同意恢复党籍。", heard=HEARD),
    "review": always(outcome="agree", opinion="", **READ),
    "approve": always(outcome="agree", opinion="", **READ),
    "answer": always(answer="本人在外务工，有用工单位证明。"),
    "tell": (_told,),
}  # fmt: skip
ROOMS: dict[str, tuple[Do, ...]] = {"convene": (convened("vote"),), "vote": held("vote")}
LOST = always(outcome="lost", speeches="部分党员：失联期间情况还不清楚。", heard=HEARD)
REFUSED = always(outcome="refuse", opinion="失去联系期间的情况没有查清，暂不恢复。", **READ)
# What is said of a meeting is said on its day.
DAYS = {"vote": 0}


def _walk(outcome: str, title: str, at: str, *, answers: Any = None, does: Any = None, **more: Any) -> Walk:
    more.setdefault("after", ("suspension", "suspended"))
    return Walk(outcome, title, at, _opening, ORDINARY | (answers or {}), days=DAYS, does=ROOMS | (does or {}), **more)


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("restored", "asks himself; voted, reviewed, approved by the county", "QH0101", by_subject=True),
        _walk("passed_on", "by way of a general branch; the committee and the county ask back", "QH029001", ends_as="restored", answers={
            "review": (*ASKED_BACK, *ORDINARY["review"]), "approve": (*ASKED_BACK, *ORDINARY["approve"]),
        }),
        _walk(
            "no_quorum", "too few come to the general meeting; called again", "QH0202", ends_as="restored", decides={"consent": walking.secretary},
            answers={"vote": (*walking.NO_QUORUM, *ORDINARY["vote"])},
            does={"convene": (convened("vote"), DECIDE, convened("vote")), "vote": (*adjourned("vote"), DECIDE, *held("vote"))},
        ),
        _walk("refused", "the county does not approve it: he stays suspended, and is told why", "QH0102", answers={"approve": REFUSED}),
        _walk("not_reviewed", "the committee does not put it before the county", "QH0103", answers={"review": REFUSED}, ends_as="refused"),
        _walk("not_carried", "the general meeting does not carry it", "HK0101", answers={"vote": LOST}, does={"vote": held("vote", too_few)}, ends_as="refused"),
        _walk("referred", "a breach of discipline comes to light in the talk: referred", "HK0102", answers={"talk": (_talk("breach"),)}),
        _walk("withdrawn", "what was typed in is not his own application", "HK0103", answers={"consent": (walking.on_paper(outcome="deny"),)}),
        _walk("called_off", "the member takes it back before the meeting", "QH0201", by_subject=True, call_off_at="convene", ends_as="withdrawn"),
        _walk("older_rules", "in a place that works by the source document's own rules, which say nothing of it", "QH0302", ends_as="restored", pack=OLD),
    )
}  # fmt: skip
