"""Walks through a correction (限期改正演练): one for each end, and for the ways that differ on the road."""

from __future__ import annotations

from typing import Any

from audit import clock
from workflows.engine.models import Case
from workflows.engine.walks import DECIDE, Answers, AnswersOf, Do, Walk
from workflows.families.disposal import walking
from workflows.families.rooms import adjourned, always, convened, held, too_few

OPENING = walking.opening("discipline")
OLD = "seed_2005"


def _deliberated(outcome: str = "propose", months: int = 6) -> AnswersOf:
    def answers(case: Case) -> Answers:
        first, second = walking.others(case)[:2]
        return {
            "outcome": outcome, "deliberated_on": clock.today().isoformat(), "opinion": "事实清楚，本人愿意改正，建议限期改正。",
            "months": str(months), "demands": "按时参加组织生活，按月交纳党费，每季度书面汇报一次。", "helper_1": first.public_id,
            "helper_2": second.public_id,
        }  # fmt: skip

    return answers


def _talked(outcome: str = "talked") -> AnswersOf:
    return lambda case: {
        "outcome": outcome, "on": clock.today().isoformat(), "by": "helper_1", "content": "谈话一次，通报支部活动安排，检查汇报情况。",
        "effect": "按时参加，态度端正。" if outcome == "talked" else "再次无故缺席，拒绝谈话。",
    }  # fmt: skip


ORDINARY: dict[str, tuple[AnswersOf, ...]] = walking.SHARED | {
    "deliberate": (_deliberated(),),
    "plan": always(monthly="谈话一次，通报支部活动，检查任务完成情况。", reports="每季度末书面汇报思想和改正情况。"),
    "during": (_talked(),),
    "self_report": (walking.on_paper(words="半年来我按时参加组织生活，按月交纳党费，两次书面汇报。"),),
    "judge": always(
        conduct="期间参加组织生活十二次，没有缺席；党费按月交纳。", heard="帮教人认为已经改正；群众反映良好。", conclusion="建议认定已经改正。",
    ),
    "convene_review": always(),
    "review": always(outcome="carried", speeches=walking.SPEECHES, heard=walking.HEARD),
    "conclude": always(outcome="agree", opinion=""),
    "serve_conclusion": walking.SHARED["serve"],
}  # fmt: skip
ROOMS: dict[str, tuple[Do, ...]] = {
    "convene": (convened("vote"),),
    "vote": held("vote"),
    "approve": (convened("approve"), *held("approve")),
    "during": (DECIDE, DECIDE),
    "convene_review": (convened("review"),),
    "review": held("review"),
}
# What is said of a meeting is said on its day.
DAYS = {"vote": 0, "approve": 0, "review": 0}


def _walk(outcome: str, title: str, at: str, *, answers: Any = None, does: Any = None, **more: Any) -> Walk:
    more.setdefault("leave", "during")
    return Walk(
        outcome,
        title,
        at,
        more.pop("opening", OPENING),
        ORDINARY | (answers or {}),
        days=DAYS,
        does=ROOMS | (does or {}),
        **more,
    )


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("mended", "six months with two helpers, then the general meeting finds that he has mended", "QH0101"),
        _walk(
            "not_mended", "the review does not find that he has mended", "QH0102", answers={"review": walking.LOST},
            does={"review": held("review", too_few)},
        ),
        _walk("worse", "fails again during the correction: it ends early", "QH0104", answers={"during": (_talked(), _talked("worse"))}, leave=""),
        _walk("passed_on", "by way of a general branch; he disagrees with the resolution", "QH029001", answers={"shown": walking.DISAGREES}, ends_as="mended"),
        _walk(
            "unreachable", "nobody can reach him: noted by two, and it goes on", "QH0104",
            answers={"talk": (walking.talk("unreachable"),), "shown": walking.UNREACHABLE}, decides={"words": walking.secretary, "shown": walking.secretary},
            ends_as="mended",
        ),
        _walk(
            "no_quorum", "too few come to the general meeting, and to the committee; called again", "QH0202",
            answers={"vote": (*walking.NO_QUORUM, *walking.SHARED["vote"])},
            does={"convene": (convened("vote"), DECIDE, convened("vote")), "vote": (*adjourned("vote"), DECIDE, *held("vote"))}, ends_as="mended",
        ),
        _walk(
            "amended", "returned at the prior filing, corrected, then filed", "HK0101",
            answers={
                "prior_filing": (*always(outcome="return", opinion="请写明缺席的具体日期。"), *walking.SHARED["prior_filing"]),
                "amend": (lambda case: dict(case.data["request"]) | {"outcome": "done"},),
            }, ends_as="mended",
        ),
        _walk(
            "given_up", "returned at the prior filing, then given up", "HK0102",
            answers={
                "prior_filing": always(outcome="return", opinion="情节轻微，先行批评教育。"),
                "amend": (lambda case: dict(case.data["request"]) | {"outcome": "drop"},),
            },
        ),
        _walk("unfounded", "the investigation finds nothing", "HK0103", answers={"investigate": (walking.inquiry("unfounded"),)}),
        _walk("referred", "a breach of discipline comes to light: referred", "HK0104", answers={"investigate": (walking.inquiry("breach"),)}),
        _walk("dropped", "the branch committee proposes nothing after all", "HK0201", answers={"deliberate": (_deliberated("drop"),)}),
        _walk("not_carried", "the general meeting does not carry it", "QH0201", answers={"vote": walking.LOST}, does={"vote": held("vote", too_few)}),
        _walk(
            "not_approved", "the committee does not approve it", "QH0301", answers={"approve": walking.REJECTED},
            does={"approve": (convened("approve"), *held("approve", too_few))},
        ),
        _walk("older_rules", "under the source document's own rules: no prior filing", "QH0302", ends_as="mended", pack=OLD),
    )
}  # fmt: skip
