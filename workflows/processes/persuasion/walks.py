"""Walks through a persuasion (劝退演练): one for each end, and for the ways that differ on the road."""

from __future__ import annotations

from typing import Any

from audit import clock
from workflows.engine.models import Case
from workflows.engine.walks import DECIDE, Answers, AnswersOf, Do, Walk
from workflows.families.disposal import walking
from workflows.families.rooms import always, convened, held, too_few

OLD = "seed_2005"
FACTS = "2026年8月以来，三次以退党相要挟，要求为其亲属安排工作；支部书记、上级党委组织委员先后谈话教育后仍不改正。"
OPENING = walking.opening("threat", facts=FACTS)
DISCUSSED = "支部书记：通报批准劝退、谈话和本人答复的情况。\n组织委员：介绍再次听取本人意见的情况。\n与会党员：同意支部委员会意见。"


def _deliberated(outcome: str = "propose", *, mends: str = "no") -> AnswersOf:
    return lambda case: {
        "outcome": outcome, "deliberated_on": clock.today().isoformat(), "opinion": "事实清楚，经教育不改，建议提交支部党员大会。",
        "educated": "支部书记三次谈话教育，党委组织委员一次谈话教育。", "will_to_mend": mends,
    }  # fmt: skip


def _persuaded(case: Case) -> Answers:
    told = {"offered": "on", "told": "告知党委批准劝其退党，劝其退党并说明答复期限。", "stated": "我要考虑一下。"}
    return dict(walking.talk("heard")(case)) | told


STAYS = walking.on_paper(outcome="stays", words="我不同意退党，请组织再听取我的意见。")
LEAVES = walking.on_paper(outcome="leaves", words="我认识到自己已经不符合党员条件，接受党组织的劝告。")
TWICE: dict[str, tuple[Do, ...]] = {
    "convene": (convened("vote"), DECIDE, convened("vote")),
    "vote": (*held("vote"), DECIDE, *held("vote")),
    "approve": (convened("approve"), *held("approve"), DECIDE, convened("approve"), *held("approve")),
}
ORDINARY: dict[str, tuple[AnswersOf, ...]] = walking.SHARED | {
    "deliberate": (_deliberated(),),
    "vote": (*walking.SHARED["vote"], *always(outcome="carried", speeches=DISCUSSED, heard=walking.HEARD)),
    "persuade": (_persuaded,),
    "answer": (STAYS,),
}
# What is said of a meeting is said on its day.
DAYS = {"vote": 0, "approve": 0}


def _walk(outcome: str, title: str, at: str, *, answers: Any = None, does: Any = None, **more: Any) -> Walk:
    return Walk(
        outcome,
        title,
        at,
        more.pop("opening", OPENING),
        ORDINARY | (answers or {}),
        days=DAYS,
        does=TWICE | (does or {}),
        **more,
    )


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("left", "advised to leave, he states himself that he does", "QH0101", answers={"answer": (LEAVES,)}),
        _walk("removed", "he stays: heard, voted on and approved once more, then removed", "QH0102"),
        _walk("silent", "he says nothing until the day: the same", "QH0104", leave="answer", leaves=1, ends_as="removed"),
        _walk("passed_on", "by way of a general branch, both times; he disagrees", "QH029001", answers={"shown": walking.DISAGREES}, ends_as="removed"),
        _walk(
            "unreachable", "nobody can reach him, neither before nor after", "QH0202",
            answers={
                "talk": (walking.talk("unreachable"),), "shown": walking.UNREACHABLE,
                "persuade": (lambda case: dict(walking.talk("unreachable")(case)),),
            },
            decides={"words": walking.secretary, "shown": walking.secretary}, leave="answer", leaves=1, ends_as="removed",
        ),
        _walk("second_dropped", "he stays, and the branch committee proposes nothing more", "HK0101", answers={"deliberate": (_deliberated(), _deliberated("drop"))}, ends_as="dropped"),
        _walk(
            "second_not_carried", "he stays, and the general meeting does not carry his removal", "HK0102",
            answers={"vote": (*walking.SHARED["vote"], *walking.LOST)},
            does={"vote": (*held("vote"), DECIDE, *held("vote", too_few))}, ends_as="not_carried",
        ),
        _walk(
            "second_not_approved", "he stays, and the committee does not approve his removal", "HK0103",
            answers={"approve": (*walking.SHARED["approve"], *walking.REJECTED)},
            does={"approve": (convened("approve"), *held("approve"), DECIDE, convened("approve"), *held("approve", too_few))},
            ends_as="not_approved",
        ),
        _walk(
            "given_up", "returned at the prior filing, then given up", "HK0104",
            answers={
                "prior_filing": always(outcome="return", opinion="先行批评教育。"),
                "amend": (lambda case: dict(case.data["request"]) | {"outcome": "drop"},),
            },
        ),
        _walk("unfounded", "the investigation finds nothing", "HK0201", answers={"investigate": (walking.inquiry("unfounded"),)}),
        _walk("referred", "a breach of discipline comes to light: referred", "HK0202", answers={"investigate": (walking.inquiry("breach"),)}),
        _walk("dropped", "the branch committee proposes nothing after all", "QH0201", answers={"deliberate": (_deliberated("drop"),)}),
        _walk("not_carried", "the general meeting does not carry it", "QH0301", answers={"vote": walking.LOST}, does={"vote": held("vote", too_few)}),
        _walk(
            "not_approved", "the committee does not approve it", "QH0302", answers={"approve": walking.REJECTED},
            does={"approve": (convened("approve"), *held("approve", too_few))},
        ),
        _walk(
            "older_rules", "under the source document's own rules: no correction, no prior filing, no will to mend", "QH0103",
            opening=walking.opening("educated", facts=FACTS), ends_as="removed", pack=OLD,
        ),
    )
}  # fmt: skip
