"""Facts to print: an everyday set for each paper of the transfer, and from it the longest and the rarest."""

from __future__ import annotations

import datetime as dt
from typing import Any

from documents.gallery.specimens import longest, shortest
from documents.kinds import kind_of

CREATED = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SERIAL = "2026-5301-0012"
RARE_NAME = "周𬭎㛃"
MINORITY_NAME = "阿卜杜热合曼·阿卜杜克热木·麦麦提"

BRANCH = "中共沙河县青石镇中学支部委员会"
COMMITTEE = "中共沙河县青石镇委员会"
RECEIVER = "中共昆明市五华区华山街道工作委员会"
PERSON = {"name": "刘䶮", "sex": "女", "kind": "正式", "ethnic": "哈尼族", "date": "2026-11-24"}

EVERYDAY: dict[str, dict[str, Any]] = {
    "D-TR-1": PERSON
    | {
        "addressee": BRANCH,
        "birth": "1988-03-07",
        "joined_on": "2012-07-01",
        "from_branch": "中共沙河县青石镇中学支部",
        "from_committee": COMMITTEE,
        "to_committee": RECEIVER,
        "to_branch": "中共翠湖社区第二支部",
        "reason": "工作调动",
        "start_on": "2026-12-01",
        "fixed_place": True,
        "phone": "13800000003",
        "note": "本人已于11月办理工作交接。",
        "confirmed_how": "本人于2026年11月24日在系统确认",
    },
    "D-TR-1B": {
        "name": "刘䶮",
        "sex": "女",
        "kind": "正式",
        "joined_on": "2012-07-01",
        "full_on": "2013-07-01",
        "dues_paid_until": "2026年11月",
        "open_cases": "无",
        "opinion": "经核对，该同志党员身份、党费交纳情况属实，同意转出，请审核。",
        "checker": "李翀",
        "checked_on": "2026-11-24",
        "branch": BRANCH,
    },
    "D-TR-2": PERSON
    | {
        "age": 38,
        "id_number": "53250019880307102X",
        "from_organisation": "中共沙河县委组织部",
        "to_organisation": "中共昆明市五华区委组织部",
        "addressee": "中共昆明市五华区委组织部",
        "issuer": COMMITTEE,
        "paid_year": 2026,
        "paid_month": 11,
        "days": 30,
        "phone": "13800000003",
        "address": "沙河县青石镇人民路4号",
        "office_phone": "0873-3120000",
        "fax": "0873-3120001",
        "postcode": "661000",
        "verify_url": "https://verify.example.org/v/7QH3-00003-K9ZD",
    },
    "D-TR-3": {
        "addressee": COMMITTEE,
        "name": "刘䶮",
        "accepted_branch": "中共翠湖社区第二支部",
        "date": "2026-12-05",
        "clerk": "李翀",
        "phone": "0871-65120000",
        "issuer": RECEIVER,
    },
    "D-TR-6": {
        "addressee": COMMITTEE,
        "name": "刘䶮",
        "letter_number": SERIAL,
        "reason": "介绍信抬头填写的党组织与该同志现工作单位的隶属关系不一致。",
        "correction": "请核实隶属关系，另行开具介绍信，原介绍信作废。",
        "issuer": RECEIVER,
        "date": "2026-12-05",
    },
    "D-TR-5": {
        "addressee": COMMITTEE,
        "name": "刘䶮",
        "kind": "正式",
        "letter_number": SERIAL,
        "issued_on": "2026-11-24",
        "valid_until": "2026-12-24",
        "cause": "介绍信遗失",
        "said": "本人12月2日在昆明火车站遗失随身背包，介绍信在内，已报警。",
        "certified": "经向本人和同行同志了解，情况属实。该同志遗失后当日向支部报告。",
        "criticised": "已进行批评教育",
        "asked_on": "2026-12-03",
        "branch": BRANCH,
        "date": "2026-12-04",
    },
    "D-TR-7": {
        "addressee": RECEIVER,
        "name": "刘䶮",
        "joined_on": "2026-07-01",
        "probation_ends": "2027-07-01",
        "letter_number": SERIAL,
        "papers": ["入党志愿书1份共24页", "入党申请书1份共6页", "政治审查材料1份共12页", "教育考察登记表1份共8页"],
        "issuer": COMMITTEE,
        "date": "2026-11-24",
    },
    "D-TR-12": {
        "addressee": RECEIVER,
        "name": "刘䶮",
        "letter_number": SERIAL,
        "issued_on": "2026-11-24",
        "reason": "该同志12月2日在昆明火车站遗失随身背包，介绍信在内，已报警。",
        "issuer": COMMITTEE,
        "date": "2026-12-03",
    },
    "D-TR-13": {
        "addressee": f"{RECEIVER}、{COMMITTEE}、{BRANCH}，刘䶮",
        "name": "刘䶮",
        "joined_on": "2026-07-01",
        "letter_number": SERIAL,
        "proposed_by": RECEIVER,
        "reason": "经审查，支部大会接收预备党员时到会有表决权的正式党员未超过应到会的半数，且未经上级党委审批。",
        "stated": "本人对支部大会的到会人数不知情，请组织查清后再作决定。",
        "appeal": "对本决定有异议的，可以向上级党组织提出申诉；申诉不受时间限制，任何组织不得扣压。",
        "issuer": "中共沙河县委组织部",
        "date": "2026-12-20",
    },
    "D-TR-8": {
        "addressee": [BRANCH, "中共沙河县青石镇机关支部委员会"],
        "name": "刘䶮",
        "from_branch": "中共沙河县青石镇中学支部",
        "to_branch": "中共沙河县青石镇机关支部",
        "effective_on": "2026-12-01",
        "dues_paid_until": "2026年11月",
        "issuer": COMMITTEE,
        "date": "2026-11-24",
    },
    "D-TR-9": {
        "addressee": f"{BRANCH}、刘䶮同志",
        "name": "刘䶮",
        "to_organisation": "中共昆明市五华区委组织部",
        "reason": "该同志涉及的组织处置事项尚未办结，按照有关规定暂不办理组织关系转接。",
        "appeal": "对本决定有异议的，可以自收到本通知之日起一个月内向中共沙河县委组织部提出书面申诉。",
        "issuer": COMMITTEE,
        "date": "2026-12-05",
    },
    "D-TR-11": {
        "addressee": f"{BRANCH}、刘䶮同志",
        "name": "刘䶮",
        "to_organisation": "中共昆明市五华区委组织部",
        "asked_on": "2026-11-24",
        "reason": "该同志工作调动已经取消，仍在原单位工作，转接的事由不再存在。",
        "appeal": "对本决定有异议的，可以向上级党组织提出申诉；申诉不受时间限制，任何组织不得扣压。",
        "issuer": COMMITTEE,
        "date": "2026-12-05",
    },
    "D-TR-10": {
        "name": "刘䶮",
        "branch": BRANCH,
        "reason": "本人工作调动取消，仍在原单位工作，申请撤回组织关系转接申请。",
        "date": "2026-11-26",
        "recorded_by": "李翀",
    },
}
CODES = sorted(EVERYDAY)

__all__ = ["longest", "shortest"]


def number_of(code: str) -> str:
    """A number such as the series of the kind gives."""
    return {"document": "青委〔2026〕12号", "register": "2026-0007"}.get(kind_of(code).series, SERIAL)
