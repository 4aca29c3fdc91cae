"""Walks through an appeal (申诉演练): one for each end, and for the ways that differ on the road.

Each begins with a case whose decision is attacked, which is brought to its end first.
"""

from __future__ import annotations

from typing import Any

from audit import clock
from workflows.engine.models import Case
from workflows.engine.walks import DECIDE, Answers, AnswersOf, Do, Walk
from workflows.families.disposal import walking
from workflows.families.rooms import adjourned, always, convened, held, too_few
from workflows.processes.appeal import asking
from workflows.processes.appeal.facts import of_member

REASONS = "认定的六次缺席中有两次事先向支部书记请过假，组织委员可以证明；处置前没有核对请假条。"
CONTENT = {
    "uphold": "经复查，原决定认定的事实清楚，依据充分，程序完备，维持原决定。",
    "change": "经复查，认定的次数应当更正，由原决定的党组织按照更正后的事实重新研究处理。",
    "revoke": "经复查，认定的主要事实不能成立，撤销原决定，恢复本人原来的状态。",
    "remand": "经复查，事实有待进一步核实，发回作出决定的党组织重新研究。",
}


def _opening(member: Any, organisations: Any) -> Answers:
    """The newest decision about the member; signed on paper, where somebody else records it."""
    today = clock.today().isoformat()
    return {
        "attacked": of_member(member)[0].reference, "received_on": today, "reasons": REASONS, "wish": "请求复查，撤销原决定。",
        "evidence": "2026年6月和8月的请假条\n组织委员的书面证明", "phone": "13885512345", "signed_on": today, "witness_1": "见证人甲",
        "witness_2": "见证人乙",
    }  # fmt: skip


def examined(result: str, how: str = "heard") -> AnswersOf:
    """What two people who had no part in the decision found."""

    def answers(case: Case) -> Answers:
        today = clock.today()
        (first, _), (second, _) = asking.examiners(case, today)[:2]
        heard = how == "heard"
        return {
            "outcome": "done", "examiner_1": first, "examiner_2": second, "file_on": today.isoformat(),
            "interviews": "组织委员：两次请假属实，口头提出。\n支部书记：未作登记。", "heard_on": today.isoformat(), "how": how,
            "stated": "我六月和八月请过假，其余四次没有参加，我承认。" if heard else "", "note": "" if heard else "三次电话、两次上门均未能联系上",
            "gist": "认为认定的缺席次数有误，其中两次请过假。", "facts": "经查阅会议记录、签到表和请假条，并向有关人员核实，情况如上。",
            "articles": "党章第四条、第四十三条", "result": result, "content": CONTENT[result], "why_longer": "",
        }  # fmt: skip

    return answers


LONGER = always(outcome="extend", why_longer="需要向外出的证人核实。")
SPEECHES = "组织部门：汇报复查情况。\n各位委员：同意复查意见。"

ORDINARY: dict[str, tuple[AnswersOf, ...]] = {
    "registration": always(outcome="accept", to="", reason="", contact="组织员", phone="0855-2201234"),
    "examine": (examined("uphold"),),
    "decide": always(outcome="carried", speeches=SPEECHES, **walking.NOTHING_BUT_YES),
    "serve": walking.SHARED["serve"],
    "announce": walking.SHARED["announce"],
    "handed_on": (
        lambda case: {"received_on": clock.today().isoformat(), "received_by": "来访接待人", "told_on": clock.today().isoformat()},
    ),
}  # fmt: skip
ROOMS: dict[str, tuple[Do, ...]] = {"decide": (convened("decide"), *held("decide"))}
DAYS = {"decide": 0}
MENDED, WORSE = ("correction", "mended"), ("correction", "worse")


def _walk(outcome: str, title: str, at: str, *, answers: Any = None, does: Any = None, **more: Any) -> Walk:
    more.setdefault("after", WORSE)
    return Walk(outcome, title, at, _opening, ORDINARY | (answers or {}), days=DAYS, does=ROOMS | (does or {}), **more)


WALKS: dict[str, Walk] = {
    walk.outcome: walk
    for walk in (
        _walk("upheld", "the county finds that the decision stands", "QH0101", by_subject=True),
        _walk("changed", "recorded by the branch from his signed paper; to be dealt with anew", "QH0102", answers={"examine": (examined("change"),)}),
        _walk("revoked", "the decision is revoked and the correction announced", "QH0104", by_subject=True, answers={"examine": (examined("revoke"),)}),
        _walk(
            "remanded", "he cannot be reached again; whoever decided looks at it once more", "HK0101",
            answers={"examine": (examined("remand", "unreachable"),)},
        ),
        _walk(
            "forwarded", "against the answer of the prefecture, above which the register knows nobody", "YL0101", after=("appeal", "upheld"),
            answers={
                "registration": always(
                    outcome="forward", to="中共某省委员会", reason="对州委的复查决定不服，由上一级党组织受理。", contact="组织员", phone="0855-2201234",
                ),
            },
        ),
        _walk("withdrawn", "he calls it off himself", "QH0202", by_subject=True, call_off_at="registration"),
        _walk(
            "longer", "more time is taken once, and he is told", "HK0102", answers={"examine": (*LONGER, examined("uphold"))}, by_subject=True,
            ends_as="upheld",
        ),
        _walk(
            "examined_again", "the committee does not follow the proposal: re-examined once more", "HK0104", by_subject=True,
            answers={"examine": (examined("uphold"), examined("change")), "decide": (
                *always(outcome="lost", speeches="委员：事实还没有查清。", **walking.NOTHING_BUT_YES), *ORDINARY["decide"])},
            does={"decide": (convened("decide"), *held("decide", too_few), DECIDE, convened("decide"), *held("decide"))}, ends_as="changed",
        ),
        _walk(
            "no_quorum", "too few of the committee come; it meets again", "HK0201", by_subject=True, ends_as="upheld",
            answers={"decide": (*always(outcome="no_quorum", speeches="", **walking.NOTHING_BUT_YES), *ORDINARY["decide"])},
            does={"decide": (convened("decide"), *adjourned("decide"), DECIDE, convened("decide"), *held("decide"))},
        ),
        _walk("once_more", "against the answer of the county: the prefecture changes it", "QH0201", after=("appeal", "upheld"), by_subject=True, answers={"examine": (examined("change"),)}, ends_as="changed"),
    )
}  # fmt: skip
