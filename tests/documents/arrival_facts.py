"""Facts to print: an everyday set for each paper of an arrival from outside."""

from __future__ import annotations

from typing import Any

from documents.kinds import PaperKind

# Short enough for a red head that is not narrowed: narrowed text is painted, and so read, after all other.
COMMITTEE, BRANCH, SENDER = "中共清河县青石镇委员会", "中共青石镇机关支部委员会", "中共滨江市水务局机关委员会"
MEMBER = {
    "name": "方启明",
    "sender": SENDER,
    "letter_number": "2026-BJ09-0037",
    "issuer": COMMITTEE,
    "date": "2026-11-26",
}

EVERYDAY: dict[str, dict[str, Any]] = {
    "D-TR-21": MEMBER
    | {
        "sex": "男", "birth": "1988-06-15", "ethnic": "汉", "id_number": "510104********0014", "kind": "正式",
        "joined_on": "2010-07-01", "full_on": "2011-07-01", "dues_paid_until": "2026年11月", "letter_date": "2026-10-15",
        "valid_until": "2026-11-14", "presented_on": "2026-11-24", "confirmed": "经电话核实，该信仍然有效。",
        "file": "已查阅，与介绍信相符。", "opinion": "核对无误，建议接收。", "examiner": "赵喆", "examined_on": "2026-11-25",
        "decision": "同意接收。", "decider": "刘䶮", "branch": BRANCH,
    },
    "D-TR-22": {
        "issuer": COMMITTEE, "addressee": BRANCH, "name": "方启明", "sex": "男", "kind": "预备", "sender": SENDER,
        "joined_on": "2026-03-24", "probation_ends": "2027-03-24", "effective_on": "2026-11-25",
        "dues_paid_until": "2026年11月", "phone": "13800002222", "date": "2026-11-26",
    },
    "D-TR-23": {
        "addressee": SENDER, "letter_number": "2026-BJ09-0037", "name": "方启明", "accepted_branch": BRANCH,
        "accepted_on": "2026-11-26", "date": "2026-11-28", "clerk": "李翀", "phone": "0855-2200000", "issuer": COMMITTEE,
    },
    "D-TR-24": MEMBER
    | {
        "addressee": f"{SENDER}、方启明同志", "reason": "入党材料不齐全。",
        "stated": "本人对当时的程序不知情，请组织查清。", "approved_by": "中共清河县委员会",
        "approved_on": "2026-11-25", "appeal": "本人如有不同意见，可以向上级党组织提出申诉。",
    },
    "D-TR-25": MEMBER | {"reason": "本人工作安排有变。", "recorded_by": "钟敏"},
}  # fmt: skip
CODES = sorted(EVERYDAY)


def number_of(kind: PaperKind) -> str:
    """A number such as the series of the kind gives."""
    return "玉工〔2026〕12号" if kind.series == "document" else "玉工登〔2026〕7号"
