"""Walks through a request to leave (要求退党演练): one for each end, and for the ways that differ on the road."""

from __future__ import annotations

from typing import Any

from audit import clock
from workflows.engine.models import Case
from workflows.engine.walks import DECIDE, Answers, AnswersOf, Do, Walk
from workflows.families.disposal import walking
from workflows.families.rooms import adjourned, always, convened, discussed, held, too_few

REASON = "我现在从事的工作和家庭情况使我无法履行党员义务，经过反复考虑，本人自愿申请退出中国共产党，请党组织批准。"
OLD = "seed_2005"


def _opening(member: Any, organisations: Any) -> Answers:
    return {"member": member.public_id, "reason": REASON}


def _talk(outcome: str = "insists", motive: str = "private", how: str = "heard") -> AnswersOf:
    ordinary = walking.talk(how)

    def answers(case: Case) -> Answers:
        said = {"outcome": outcome, "motive": motive, "told": "说明退党的后果和程序，请本人慎重考虑。"}
        return dict(ordinary(case)) | said | ({"stated": "我是自愿申请退党，已经想清楚了。"} if how == "heard" else {})

    return answers


def _educated(outcome: str) -> AnswersOf:
    return lambda case: {
        "outcome": outcome, "done_on": clock.today().isoformat(), "by": "支部书记、组织委员", "content": "三次谈心，学习党章，介绍困难帮扶政策。",
        "answer": "谢谢组织关心，我仍然坚持。" if outcome == "insists" else "经过教育，我认识到自己的想法不对。",
    }  # fmt: skip


NOTHING = {"signed_on": "", "witness_1": "", "witness_2": ""}


def _signed_back(case: Case) -> Answers:
    return {
        "outcome": "taken_back",
        "signed_on": clock.today().isoformat(),
        "witness_1": "见证人甲",
        "witness_2": "见证人乙",
    }


def _studied(case: Case) -> Answers:
    return {
        "outcome": "propose",
        "deliberated_on": clock.today().isoformat(),
        "opinion": "本人坚持退党，建议提交大会讨论。",
    } | NOTHING


def _announced(case: Case) -> Answers:
    return {
        "outcome": "done", "announced_on": clock.today().isoformat(), "place": "支部活动室", "scope": "支部党员大会", "heard_by": "12",
        "said_there": "宣布予以除名，本人到会，没有异议。",
    } | NOTHING  # fmt: skip


HEARD = "本人到会说明申请退党的理由，没有人要求作证、辩护。"
SPEECHES = "支部书记：介绍申请和谈话情况。\n组织委员：介绍教育情况。\n与会党员：尊重本人意愿。"
ORDINARY: dict[str, tuple[AnswersOf, ...]] = {
    "consent": (walking.on_paper(outcome="confirm"),),
    "talk": (_talk(),),
    "educate": (_educated("insists"),),
    "study": (_studied,),
    "convene": always(),
    "discuss": always(outcome="held", speeches=SPEECHES, heard=HEARD),
    "announce": (_announced,),
    "report_facts": always(
        profile="某企业职工，无职务。", gist="工作和家庭情况使其无法履行党员义务。", educated="支部书记和组织委员谈话一次，说明后果，请其慎重考虑。",
        discussed="与会党员尊重本人意愿，没有不同意见。", contact="组织委员", phone="0855-2201234",
    ),
    "record": always(outcome="file", opinion=""),
    "serve": walking.SHARED["serve"],
}  # fmt: skip
ROOMS: dict[str, tuple[Do, ...]] = {"convene": (convened("discuss"),), "discuss": discussed("discuss")}
# Where the policy wants a vote.
VOTED = {"discuss": always(outcome="carried", speeches=SPEECHES, heard=HEARD)}
LOST = always(outcome="lost", speeches="部分党员：希望再做工作，请本人慎重考虑。", heard=HEARD)
NO_QUORUM = always(outcome="no_quorum", speeches="", heard="")
# He asks for a talk while it is studied, and is answered where he can read it.
TALKED_OVER: tuple[Do, ...] = (
    Do("ask_talk", lambda case: {"text": "想当面说明家里的情况，周三下午有空。"}, of_turn=False, by=lambda case: case.member.person.user),
    Do("comment", lambda case: {"text": "周三下午三点在支部活动室谈。", "audience": "everyone"}),
)  # fmt: skip
# What is said of a meeting is said on its day, and announced there.
DAYS = {"discuss": 0}


def _walk(outcome: str, title: str, at: str, *, answers: Any = None, does: Any = None, **more: Any) -> Walk:
    return Walk(outcome, title, at, _opening, ORDINARY | (answers or {}), days=DAYS, does=ROOMS | (does or {}), **more)


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("left", "the member asks himself, and insists; he asks for a talk", "QH0101", by_subject=True, does={"study": TALKED_OVER}),
        _walk("on_paper", "on paper before two witnesses; asked back once by the committee", "QH0104", ends_as="left", decides={"consent": walking.secretary}, answers={
            "record": (*always(outcome="return", opinion="请写明谈话教育情况。"), *ORDINARY["record"]),
        }),
        _walk("educated", "has lost belief: educated first, and still insists", "QH0102", answers={"talk": (_talk(motive="belief"),)}, ends_as="left"),
        _walk(
            "no_quorum", "too few come to the general meeting; called again", "QH0202",
            answers={"discuss": (*NO_QUORUM, *ORDINARY["discuss"])},
            does={"convene": (convened("discuss"), DECIDE, convened("discuss")), "discuss": (*adjourned("discuss"), DECIDE, *discussed("discuss"))}, ends_as="left",
        ),
        _walk("taken_back", "taken back in the talk", "QH0103", answers={"talk": (_talk("taken_back"),)}),
        _walk("called_off", "the member takes it back in the system, when it was to be announced", "QH0201", by_subject=True, call_off_at="announce", ends_as="taken_back"),
        _walk("signed_back", "taken back on paper, when it was to be announced", "HK0101", answers={"announce": (_signed_back,)}, ends_as="taken_back"),
        _walk("studied_back", "has lost belief, is educated, and takes it back before the meeting", "HK0102", answers={"talk": (_talk(motive="belief"),), "study": (_signed_back,)}, ends_as="taken_back"),
        _walk("mended", "takes it back when he is educated", "HK0103", answers={"talk": (_talk(motive="belief"),), "educate": (_educated("taken_back"),)}, ends_as="taken_back"),
        _walk("denied", "what was typed in is not his own request", "HK0104", answers={"consent": (walking.on_paper(outcome="deny"),)}),
        _walk("threat", "threatens to leave in order to get something: persuasion comes next", "HK0201", answers={"talk": (_talk("threat", "grievance"),)}),
        _walk("referred", "a breach of discipline is being looked into: referred", "QH0301", answers={"talk": (_talk("breach", "other"),)}),
        _walk(
            "older_rules", "under the source document's own rules the meeting votes; not carried at first, two talk with him again", "QH0302",
            answers={"discuss": (*LOST, *VOTED["discuss"])},
            does={"convene": (convened("discuss"), DECIDE, convened("discuss")), "discuss": (*held("discuss", too_few), DECIDE, *held("discuss"))}, ends_as="left", pack=OLD,
        ),
    )
}  # fmt: skip
