"""The letters that every contestant sets: the same ones in the same order, each about somebody else."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from documents import figures

CODE = "D-TR-2"
CREATED = datetime(2026, 11, 24, tzinfo=UTC)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉建国志玉秀英华玲红梅雪松柏岚毅恒䶮𬭎㛃玥翀赟"
NATIONS = ("汉族", "彝族", "傣族", "哈尼族", "回族")
BODIES = (
    "中共清河县青石镇委员会", "中共河口县玉泉街道工作委员会", "中共清河县委组织部", "中共河口县教育体育局委员会",
    "中共临江市高新技术产业开发区工作委员会", "中共安平县人民医院委员会", "中共溪口县白沙乡委员会",
)  # fmt: skip


def number_of(place: int) -> str:
    """The serial of a letter."""
    return f"2026-QS01-{place:04d}"


def facts_of(place: int) -> dict[str, Any]:
    """What the letter at a place of the list says; no two say the same."""
    given = GIVEN[place * 7 % len(GIVEN)] + (GIVEN[place * 11 % len(GIVEN)] if place % 3 else "")
    to = BODIES[1 + place % (len(BODIES) - 1)]
    return {
        "name": SURNAMES[place % len(SURNAMES)] + given, "sex": "男女"[place % 2], "age": 25 + place % 40,
        "ethnic": NATIONS[place % len(NATIONS)], "kind": "预备" if place % 9 == 0 else "正式",
        "id_number": f"51010419{60 + place % 40}0615{place % 10000:04d}", "from_organisation": BODIES[0],
        "to_organisation": to, "addressee": to, "issuer": BODIES[0], "paid_year": 2026, "paid_month": 1 + place % 11,
        "days": 30 + place % 61, "date": "2026-11-24", "phone": f"1380855{place % 10000:04d}",
        "address": f"清河县青石镇人民路{1 + place % 300}号", "office_phone": "0855-2200001", "fax": "0855-2200002",
        "postcode": "661000", "verify_url": f"https://verify.example.org/verify/{place:010d}/{place * 7919:012x}/",
    }  # fmt: skip


@cache
def seal() -> bytes:
    """The seal that stands on every letter, as a PNG."""
    return figures.sample_seal()
