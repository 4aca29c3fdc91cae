"""Walks through a removal (除名演练): one for each ground and each end, and for the ways that differ on the road."""

from __future__ import annotations

from typing import Any

from audit import clock
from workflows.engine.walks import DECIDE, AnswersOf, Do, Walk
from workflows.families.disposal import walking
from workflows.families.rooms import adjourned, always, convened, held, too_few

OLD = "seed_2005"
TWO_YEARS = 731
MISSED = (
    "连续六个月没有参加支部党员大会、主题党日和党课，没有请假；支部书记两次谈话提醒，组织委员一次批评教育，均未改正。"
)
DISLOYAL = "在网络上多次公开发表反对党的基本理论、基本路线的言论，经谈话教育仍坚持错误立场，表示不再信仰共产主义。"
GONE = "停止党籍满两年，支部又通过电话、走访亲属、函询原单位和公安机关协助查找，仍然无法取得联系。"
BY_CONDUCT = walking.opening("self_withdrawal", facts=MISSED)
DISLOYALTY = walking.opening("lost_conditions", facts=DISLOYAL)
SUSPENDED = walking.opening("suspended", facts=GONE)


def _deliberated(outcome: str = "propose") -> AnswersOf:
    return lambda case: {
        "outcome": outcome, "deliberated_on": clock.today().isoformat(), "opinion": "事实清楚，建议提交支部党员大会讨论除名。",
    }  # fmt: skip


ROOMS: dict[str, tuple[Do, ...]] = {
    "convene": (convened("vote"),),
    "vote": held("vote"),
    "approve": (convened("approve"), *held("approve")),
}
ORDINARY: dict[str, tuple[AnswersOf, ...]] = walking.SHARED | {"deliberate": (_deliberated(),)}
# What is said of a meeting is said on its day.
DAYS = {"vote": 0, "approve": 0}
UNREACHABLE: dict[str, Any] = {
    "answers": {"talk": (walking.talk("unreachable"),), "shown": walking.UNREACHABLE, "serve": walking.LEFT_WITH_WITNESSES},
    "decides": {"words": walking.secretary, "shown": walking.secretary},
    "leave": "words",
}  # fmt: skip


def _walk(outcome: str, title: str, at: str, *, answers: Any = None, does: Any = None, **more: Any) -> Walk:
    opening = more.pop("opening", DISLOYALTY)
    return Walk(outcome, title, at, opening, ORDINARY | (answers or {}), days=DAYS, does=ROOMS | (does or {}), **more)


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("removed", "six months without organisational life, as the ledgers say", "QH0101", opening=BY_CONDUCT, missed=6),
        _walk("lost_conditions", "conviction gone: removed; he disagrees", "QH0102", answers={"shown": walking.DISAGREES}, ends_as="removed"),
        _walk(
            "suspended", "suspended for two years, and still nobody can reach him", "QH0104", opening=SUSPENDED,
            after=("suspension", "suspended"), waits=TWO_YEARS, ends_as="removed", **UNREACHABLE,
        ),
        _walk("passed_on", "by way of a general branch; he refuses to sign", "QH029001", answers={"shown": walking.REFUSES}, decides={"shown": walking.secretary}, ends_as="removed"),
        _walk(
            "no_quorum", "too few come to the general meeting; called again", "QH0202",
            answers={"vote": (*walking.NO_QUORUM, *walking.SHARED["vote"])},
            does={"convene": (convened("vote"), DECIDE, convened("vote")), "vote": (*adjourned("vote"), DECIDE, *held("vote"))}, ends_as="removed",
        ),
        _walk(
            "given_up", "returned at the prior filing, then given up", "HK0101",
            answers={
                "prior_filing": always(outcome="return", opinion="先行谈话教育。"),
                "amend": (lambda case: dict(case.data["request"]) | {"outcome": "drop"},),
            },
        ),
        _walk("unfounded", "the investigation finds nothing", "HK0102", answers={"investigate": (walking.inquiry("unfounded"),)}),
        _walk("referred", "a breach of discipline comes to light: referred", "HK0103", answers={"investigate": (walking.inquiry("breach"),)}),
        _walk("dropped", "the branch committee proposes nothing after all", "HK0104", answers={"deliberate": (_deliberated("drop"),)}),
        _walk("not_carried", "the general meeting does not carry it", "QH0201", answers={"vote": walking.LOST}, does={"vote": held("vote", too_few)}),
        _walk(
            "not_approved", "the committee does not approve it", "QH0301", answers={"approve": walking.REJECTED},
            does={"approve": (convened("approve"), *held("approve", too_few))},
        ),
        _walk(
            "older_rules", "under the source document's own rules: reviewed beforehand, opposed once", "QH0302", ends_as="removed", pack=OLD,
            answers={
                "department_review": (
                    *always(outcome="disagree", reason="请补充教育情况。", next_steps="补充谈话教育记录后重新报送。"), *walking.SHARED["department_review"],
                ),
            },
        ),
    )
}  # fmt: skip
