"""Invented people (虚构人员): names as they occur in such a prefecture, rare characters and long names included."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from registry.identity import check_character

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = [
    "秀英", "建国", "志强", "晓梅", "海涛", "小军", "文斌", "丽华", "国庆", "春燕", "明辉", "玉兰", "永福", "雪梅", "家豪",
    "思远", "婷婷", "德华", "正平", "红霞", "立新", "素芬", "光荣", "桂花", "俊杰", "慧敏", "学文", "翠萍", "大勇", "静怡",
    "玥", "翀", "赟", "喆", "祎", "堃", "昕", "琳", "毅", "敏", "勇", "芳", "伟", "娜", "磊", "洋", "艳", "杰", "娟", "涛",
]  # fmt: skip
# Rare characters and long names with the middle dot: they must print, sort and fit.
UNUSUAL = [
    ("刘䶮", "汉"), ("周𬭎", "汉"), ("马㛃", "回"), ("沙玛·阿木", "彝"), ("吉克·史都", "彝"), ("扎西·多吉次仁", "藏"),
    ("阿依古丽·买买提", "维吾尔"), ("刀保顺", "傣"), ("岩温香", "傣"), ("木合塔尔·吐尔逊江", "维吾尔"), ("李普四", "哈尼"), ("和丽珍", "纳西"),
]  # fmt: skip
GROUPS = ["汉"] * 11 + ["彝", "彝", "傣", "哈尼", "苗", "白", "壮", "回", "纳西"]


@dataclass(frozen=True)
class Invented:
    """An invented person, ready to be recorded."""

    name: str
    sex: str
    born_on: dt.date
    ethnic_group: str
    id_number: str
    telephone: str


class Inventor:
    """Invents people one after another, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 -- must be the same every time, not secret
        self._made = 0

    def person(self, *, youngest: int, oldest: int, year: int) -> Invented:
        """The next person, of an age between two bounds in a year."""
        self._made += 1
        name, group = self._name()
        born_on = dt.date(
            year - self._dice.randint(youngest, oldest), self._dice.randint(1, 12), self._dice.randint(1, 28)
        )
        sex = self._dice.choice("MF")
        return Invented(
            name, sex, born_on, group, self._id_number(born_on, sex), f"139{self._dice.randint(0, 99999999):08d}"
        )

    def _name(self) -> tuple[str, str]:
        if self._made % 23 == 0:
            return UNUSUAL[(self._made // 23) % len(UNUSUAL)]
        return self._dice.choice(SURNAMES) + self._dice.choice(GIVEN), self._dice.choice(GROUPS)

    def _id_number(self, born_on: dt.date, sex: str) -> str:
        order = (self._made % 499) * 2 + (1 if sex == "M" else 0)
        body = f"99{self._made % 9000 + 1000:04d}{born_on:%Y%m%d}{order:03d}"
        return body + check_character(body)
