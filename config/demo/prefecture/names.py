"""Names of the demo prefecture (演示姓名): ordinary ones, rare characters, and names of several parts with the middle dot.

The rare characters are those of the standard list of 8105, its third level and its extensions: they must print, sort,
be found and fit.
"""

from __future__ import annotations

import random

from config.demo.people import GIVEN, GROUPS, SURNAMES, Inventor

RARE_SURNAMES = "仝佘仉亓邝郗禤蔺阚爨厍夔妫隰逄邴郏璩缑"
RARE_GIVEN = "䶮𬭎㛃𫍯𬍛𬸪𫖯𬺈𬬱𬘡𫘧𬴊𬬻𬭼𫔎𫟹𫭢𬇙𬬩𫷷𬯎𬤊𫐐𬳵𬭁𬘬𬸘㟃䜣䴙㑇㸆䏝㳇㧐㛚𦙶𥻗𪨰𬊈𬟁𬱖𫞩𬘩𬙂𬙊𫄨𬬮𬬿㻬㬎㬊"
LESS_COMMON = "翀赟喆祎堃骉犇淼焱垚鑫珺琤璟旻昶曌煜烨熠燊翾彧奭奡弢弼骞甯玥昕晞琇珩瑄"
FIRST = "建国志晓海文丽春明玉永雪家思婷德正红立素光桂俊慧学翠静振云金兴世忠树宏少继长"
SECOND = "英华强梅涛军斌庆燕辉兰福豪远平霞新芬荣花杰敏文萍勇怡林芳生祥才贵宝发珍莲凤清"
# The parts of a name with the middle dot, by ethnic group: those before it, those after it.
DOTTED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "彝": (("沙玛", "吉克", "阿苦", "莫色", "的莫", "俄尔", "海来", "勒格"), ("阿木", "史都", "伍各莫", "尔古子", "日则", "拉洛", "尔布")),
    "藏": (("扎西", "次仁", "格桑", "丹增", "洛桑", "贡布"), ("多吉次仁", "旺堆", "拉姆", "卓玛", "达瓦", "平措")),
    "维吾尔": (
        ("阿依古丽", "木合塔尔", "阿卜杜热合曼", "古丽巴哈尔", "艾尼瓦尔", "帕提古丽"),
        ("买买提", "吐尔逊江", "阿卜杜克里木", "麦麦提尼亚孜", "努尔买买提"),
    ),
    "蒙古": (("孛儿只斤", "乌兰", "巴特尔"), ("额尔德尼", "苏日娜", "朝克图")),
    "哈萨克": (("叶尔兰", "阿依努尔", "加娜尔"), ("哈布丁", "赛力克别克", "居马德力")),
}  # fmt: skip
# Groups whose names are written in one piece, with what such names begin with.
OF_THE_PLACE: dict[str, tuple[str, ...]] = {
    "傣": ("刀", "岩", "玉", "罕"), "拉祜": ("扎", "娜"), "傈僳": ("余", "蜂", "麻", "光"), "景颇": ("排", "勒", "木然"), "纳西": ("和", "木"),
    "白": ("段", "董", "尹"), "佤": ("肖", "鲍", "岩"), "哈尼": ("白", "李", "普"),
}  # fmt: skip
SHARE_OF_THE_PLACE = 0.25


class PrefectureInventor(Inventor):
    """Invents the people of the prefecture: one in so many has a rare character, one in so many the middle dot."""

    def __init__(self, seed: int, *, rare_every: int, dotted_every: int) -> None:
        super().__init__(seed)
        self.rare_every, self.dotted_every = rare_every, dotted_every

    def _name(self) -> tuple[str, str]:
        if self._made % self.rare_every == 0:
            return rare(self._dice, self._made // self.rare_every), "汉"
        if self._made % self.dotted_every == 0:
            return dotted(self._dice, self._made // self.dotted_every)
        if self._dice.random() < SHARE_OF_THE_PLACE:
            group = self._dice.choice(sorted(OF_THE_PLACE))
            return self._dice.choice(OF_THE_PLACE[group]) + _given(self._dice), group
        return self._dice.choice(SURNAMES) + _given(self._dice), self._dice.choice(GROUPS)


def _given(dice: random.Random) -> str:
    if dice.random() < 0.2:
        return dice.choice(LESS_COMMON)
    return dice.choice(GIVEN) if dice.random() < 0.3 else dice.choice(FIRST) + dice.choice(SECOND)


def rare(dice: random.Random, n: int) -> str:
    """The n-th name with a rare character: each character has its turn, after every other one a rare surname."""
    surname = RARE_SURNAMES[n % len(RARE_SURNAMES)] if n % 2 else dice.choice(SURNAMES)
    return surname + RARE_GIVEN[n % len(RARE_GIVEN)] + (dice.choice(SECOND) if n % 3 == 0 else "")


def dotted(dice: random.Random, n: int) -> tuple[str, str]:
    """The n-th name with the middle dot, and its ethnic group; most are 彝, as in such a prefecture."""
    others = sorted(DOTTED.keys() - {"彝"})
    group = others[n // 2 % len(others)] if n % 2 else "彝"
    before, after = DOTTED[group]
    return f"{dice.choice(before)}·{dice.choice(after)}", group
