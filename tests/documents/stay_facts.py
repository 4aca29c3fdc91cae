"""Facts to print: an everyday set for each paper of a certificate for a short stay."""

from __future__ import annotations

from typing import Any

from documents.kinds import PaperKind

# Short enough for a red head that is not narrowed: narrowed text is painted, and so read, after all other.
BRANCH, COMMITTEE = "中共青石镇机关支部委员会", "中共清河县青石镇委员会"
HOST = "中共河口县玉泉街道工作委员会"
NUMBER = "青证〔2026〕12号"
STAY = {"name": "周𬭎㛃", "host": HOST, "from_on": "2026-12-01", "until_on": "2027-03-14"}
NOTICE = {
    "addressee": f"{BRANCH}、周𬭎㛃同志", "name": "周𬭎㛃", "host": HOST, "issuer": COMMITTEE, "date": "2026-12-01",
    "appeal": "本人如有不同意见，可以向上级党组织提出申诉；申诉不受时间限制，任何组织不得扣压。",
}  # fmt: skip

EVERYDAY: dict[str, dict[str, Any]] = {
    "D-ST-1": STAY
    | {
        "addressee": BRANCH, "sex": "女", "birth": "1988-03-07", "ethnic": "哈尼族", "kind": "正式", "joined_on": "2012-07-01",
        "reason": "外出学习", "fixed_place": True, "contact": "学员处，0855-2200000", "phone": "13800000003",
        "note": "参加卫生骨干培训班。", "confirmed_how": "本人于2026年11月24日在系统确认", "date": "2026-11-24",
    },
    "D-TR-4": STAY
    | {
        "addressee": HOST, "sex": "女", "age": 38, "ethnic": "哈尼族", "kind": "正式", "branch": BRANCH, "reason": "外出学习",
        "paid_year": 2026, "paid_month": 11, "days": 104, "replaces": "青证〔2026〕7号", "phone": "13800000003",
        "address": "清河县青石镇人民路4号", "office_phone": "0855-3120000", "postcode": "661000", "issuer": COMMITTEE,
        "date": "2026-11-26", "verify_url": "https://verify.example.org/v/7QH3-00003-K9ZD",
    },
    "D-ST-2": NOTICE
    | {"until_on": "2027-03-14", "longer": False, "reason": "无需开具党员证明信：外出时间很短，且无需证明党员身份。"},
    "D-ST-3": {
        "name": "周𬭎㛃", "branch": BRANCH, "reason": "培训班推迟举办。", "date": "2026-11-26", "recorded_by": "李翀",
    },
    "D-ST-4": NOTICE | {"asked_on": "2026-11-24", "reason": "培训班已经取消，外出的事由不再存在。"},
    "D-ST-5": STAY
    | {
        "branch": BRANCH, "kind": "正式", "certificate": NUMBER, "returned_on": "2027-03-15", "took_part": True,
        "note": "当地党组织反映表现良好。", "recorded_by": "李翀", "date": "2027-03-16",
    },
}  # fmt: skip
CODES = sorted(EVERYDAY)


def number_of(kind: PaperKind) -> str:
    """A number such as the series of the kind gives."""
    return {"certificate": NUMBER, "document": "青委〔2026〕12号"}.get(kind.series, "青石支登〔2026〕7号")
