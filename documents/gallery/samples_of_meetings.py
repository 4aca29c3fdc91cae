"""Samples (样例) of a meeting with several items: one meeting in all its papers, so that their numbers agree."""

from __future__ import annotations

from collections.abc import Mapping

from documents.gallery.samples import BRANCH, CLERK, MEMBER, OTHER, PEOPLE, SECRETARY

ROLL = [*PEOPLE, "王秀英", "刘春来", "陈国华", "杨文斌", "周雪梅", "吴家豪", "孙桂花", "胡立新", "林海涛", "高素芬"]
ON_ROLL: list[dict[str, object]] = [{"name": one, "kind": "正式", "right": "有"} for one in ROLL]
ON_ROLL.append({"name": "黄婷婷", "kind": "预备", "right": "无"})
AWAY: list[dict[str, object]] = [
    {"name": "王秀英", "reason": "因公出差", "leave": SECRETARY},
    {"name": "刘春来", "reason": "住院治疗", "leave": SECRETARY},
]
LEFT_OUT: list[dict[str, object]] = [
    {"name": "郭光荣", "reason": "长期卧床不能自理；镇党委2026年11月2日同意，支部党员大会2026年11月10日通过"}
]
BODY, TIME = "支部党员大会", "下午3时"
BUDGET, ELECTION = "关于使用留存党费慰问困难党员的方案", "补选支部委员会委员"
QUORUM = "应到会有表决权的正式党员15名，实到会13名，超过二分之一，符合规定人数。"
CARRIED = f"{QUORUM}赞成11票，占应到会15名的二分之一以上。表决通过。"
FILLED = "应到会有选举权的正式党员15名，实到会13名，达到五分之四，符合规定人数。应选名额已满。"
MOTION: dict[str, object] = {"item": "议题一", "matter": BUDGET, "ballot": "举手表决"}
ELECTS: dict[str, object] = {"item": "议题三", "matter": ELECTION, "ballot": "无记名投票", "seats": 1}
NUMBERS: dict[str, object] = {"entitled": 15, "present": 13, "aside": 0}
VOTES: dict[str, object] = {"votes_for": 11, "votes_against": 1, "abstained": 1}
SLIPS: dict[str, object] = {"issued": 13, "collected": 13, "valid": 12, "invalid": 1}
RESOLVED = "同意使用留存党费3600元慰问困难党员6名，由赵志强同志负责。"
ELECTED = f"{CLERK}同志当选为支部委员会委员，报镇党委备案。"


def _line(name: str, votes: tuple[int, int, int], elected: str) -> dict[str, object]:
    return {
        "name": name,
        **dict(zip(("votes_for", "votes_against", "abstained"), votes, strict=True)),
        "elected": elected,
    }


def _twice(name: str, votes: tuple[int, int, int], elected: str) -> dict[str, object]:
    marks = ("for", "against", "abstained")
    return {
        "name": name,
        **{f"{who}_{mark}": one for who in ("first", "second") for mark, one in zip(marks, votes, strict=True)},
        "elected": elected,
    }


COUNTED = ((CLERK, (9, 2, 1), "当选"), (OTHER, (4, 7, 1), "未当选"))
HELD: dict[str, object] = {"branch": BRANCH, "body": BODY, "meeting_time": TIME, "absent_total": 2}
RECORDED: dict[str, object] = HELD | {
    "topic": "研究留存党费使用方案，补选支部委员会委员", "written": 0, "absent": AWAY, "left_out": LEFT_OUT, "items_total": 3, "discussed": ["议题二：通报第三季度党费收缴情况"],
    "speeches": "赵志强：介绍走访情况和慰问方案。\n钟敏：建议把外出务工返乡的困难党员列入。\n李秀兰：同意钟敏同志的意见，方案按此修改。",
    "heard": "本次会议没有讨论涉及党员本人处理的事项。",
    "motions": [MOTION | NUMBERS | VOTES | {"written": 0, "sentence": CARRIED, "resolution": RESOLVED}],
    "elections": [ELECTS | SLIPS | {"entitled": 15, "present": 13, "counted": [_line(*one) for one in COUNTED], "sentence": FILLED, "resolution": ELECTED}],
}  # fmt: skip
ENTRIES = [
    {"teller": one, "entered": f"16:{minute}　主持人", **VOTES} for one, minute in ((CLERK, "02"), (OTHER, "03"))
]
OF_SLIPS = [
    {"teller": one, "entered": f"16:{minute}　本人", **SLIPS} for one, minute in ((SECRETARY, "31"), (MEMBER, "33"))
]

OF_MEETINGS: Mapping[str, Mapping[str, object]] = {
    "D-MT-1a": {
        "addressee": "全体党员", "issuer": BRANCH, "body": BODY, "topic": "研究留存党费使用方案，补选支部委员会委员", "agenda": [BUDGET, ELECTION], "invited": ON_ROLL,
        "subjects": [MEMBER], "opinions_until": "2026年11月20日上午12时", "date": "2026-11-12",
    },
    "D-MT-1b": HELD | {"invited": [{"name": one["name"], "kind": one["kind"]} for one in ON_ROLL]},
    "D-MT-2": HELD | {
        "others": 1, "quorum": QUORUM, "absent": AWAY, "left_out": LEFT_OUT,
        "attendance": [one | {"arrived": "14:55", "left": "16:10" if one["name"] == "高素芬" else ""} for one in ON_ROLL if one["name"] not in {"王秀英", "刘春来"}],
    },
    "D-MT-3": RECORDED | {"members_total": 17, "members_full": 16, "members_probationary": 1},
    "D-MT-4": HELD | {
        "teller_1": CLERK, "teller_2": OTHER, "items_total": 2, "motions": [MOTION | NUMBERS | {"entries": ENTRIES, "sentence": CARRIED}],
        "elections": [
            ELECTS | {"ballot_number": "第1次", "entitled": 15, "present": 13, "entries": OF_SLIPS, "counted": [_twice(*one) for one in COUNTED], "sentence": FILLED},
        ],
    },
    "D-MT-5a": HELD | {"item": "议题一", "matter": BUDGET},
    "D-MT-5b": HELD | {"item": "议题三", "office": "支部委员会委员", "seats": 1, "candidates": [{"name": OTHER}, {"name": CLERK}]},
    "D-MT-6": {
        "issuer": BRANCH, "body": BODY, "date": "2026-11-20",
        "resolved": [
            {"matter": BUDGET, "voted": "举手表决，赞成11票，反对1票，弃权1票", "sentence": CARRIED, "resolution": RESOLVED},
            {"matter": ELECTION, "voted": f"无记名投票，发出选票13张，收回13张，有效票12张；{CLERK}9票，{OTHER}4票", "sentence": FILLED, "resolution": ELECTED},
        ],
    },
    "D-MT-8": {"addressee": "全体党员", "issuer": BRANCH, "body": BODY, "topic": RECORDED["topic"], "reason": "多数党员参加防汛抢险，会议另行安排。", "date": "2026-11-18"},
    "D-MT-7": HELD | {
        "needed": "8名有表决权的正式党员到会", "roll": ON_ROLL, "motions": [MOTION | {"needed": "赞成8票"}],
        "elections": [ELECTS | {"needed": "赞成票超过实到会人数的半数", "candidates": [{"name": OTHER}, {"name": CLERK}]}],
    },
}  # fmt: skip
