"""Facts to print: an everyday set for each paper of a request for instructions."""

from __future__ import annotations

from typing import Any

from documents.kinds import PaperKind

BRANCH, COMMITTEE = "中共青石镇机关支部委员会", "中共清河县青石镇委员会"
TO_BRANCH = {
    "issuer": COMMITTEE, "addressee": BRANCH, "you": "你支部", "matter": "推迟换届选举", "date": "2026-12-01",
    "request_number": "锦江支〔2026〕3号",
}  # fmt: skip

EVERYDAY: dict[str, dict[str, Any]] = {
    "D-IN-1": {
        "issuer": BRANCH, "signer": "周𬭎㛃", "addressee": COMMITTEE, "matter": "推迟换届选举", "asks": "请求批准",
        "we": "我支部", "decided_by": "支部委员会", "decided_on": "2026-11-20", "contact": "李翀", "phone": "0855-2200000",
        "reasons": "本届任期将满。\n半数以上党员分散在外。", "proposal": "建议推迟三个月。", "date": "2026-11-24",
    },
    "D-IN-2": TO_BRANCH | {"agreed": True, "reply": "一、同意推迟三个月。\n二、请联系流动党员。"},
    "D-IN-3": {
        "issuer": COMMITTEE, "branch": BRANCH, "matter": "推迟换届选举", "request_number": "锦江支〔2026〕3号",
        "drafter": "赵喆", "drafted_on": "2026-11-25", "handling": "情况属实，建议同意。", "reply": "同意推迟三个月。",
        "opinions": ["玉屏街道工委副书记 刘䶮：同意。（2026年11月26日）", "清河县委组织部部长 马㛃：不同意。理由不足。（2026年11月27日）"],
        "coordination": "已当面沟通。", "date": "2026-11-28",
    },
    "D-IN-4": TO_BRANCH | {"reason": "办公用房由街道办事处负责。"},
    "D-IN-5": {name: said for name, said in TO_BRANCH.items() if name != "request_number"}
    | {"asked_on": "2026-11-24", "reason": "上级已经统一部署。"},
    "D-IN-6": {
        "matter": "推迟换届选举", "branch": BRANCH, "reason": "情况有变。", "date": "2026-11-26", "recorded_by": "李翀",
    },
}  # fmt: skip
CODES = sorted(EVERYDAY)


def number_of(kind: PaperKind) -> str:
    """A number such as the series of the kind gives."""
    return "玉工〔2026〕12号" if kind.series == "document" else "玉工登〔2026〕7号"
