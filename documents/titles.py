"""Titles (标题): several lines broken by meaning, set as a trapezoid or a diamond (GB/T 9704-2012, 7.3.1).

No dictionary is needed: a title is made of 关于…的通知, of names its paper knows, of book-title marks, and of the words of
this field. Between two of them a line may end; inside one it does not while another way fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from documents.linebreak import NO_END, NO_START

COLUMNS = 20  # characters of 22 pt in 156 mm
BREAK = "\u200b"  # a place declared good for a line's end; no text that was typed in can hold it

WORDS = (
    "关于", "支部党员大会", "党员大会", "总支部委员会", "支部委员会", "委员会", "支部", "党支部", "党总支", "党委", "党组织", "组织关系", "组织生活",
    "组织处置", "组织部", "组织员", "介绍信", "证明信", "登记簿", "登记表", "审批表", "备案表", "审批意见", "预审意见", "预备党员", "正式党员", "流动党员", "失联党员",
    "党员", "同志", "资格", "党籍", "党费", "软弱涣散", "限期改正", "期满", "劝其退党", "要求退党", "退党", "党内除名", "除名", "预备期", "换届", "选举",
    "补选", "候选人", "预备人选", "选票", "民主评议", "测评", "问责", "诫勉", "整改", "整顿", "验收", "检讨", "申诉", "复查", "受理", "转办", "启动", "停止",
    "恢复", "给予", "取消", "延长", "延期", "提前", "终止", "办理", "退回", "不予", "承认", "接收", "转出", "转入", "转接", "开具", "调整", "遗失", "推迟", "召开",
    "进行", "处理", "处置", "任职", "免职", "任免", "指派", "职务", "交接", "结果", "情况", "事实", "材料", "见面", "调查", "核实", "考察", "汇总", "反馈",
    "通知书", "决定书", "通知", "决定", "请示", "批复", "报告", "决议", "通报", "意见", "会议", "记录", "纪要", "公示", "方案", "计划", "办法", "工作", "本人",
    "基本", "不合格", "合格", "优秀", "应当", "履行", "职责", "是否", "当选", "赞成", "反对", "弃权", "另选", "他人", "拒收", "事由", "申请", "日期", "人数", "方式", "要求", "原因", "表现", "书记", "副书记", "委员", "中国共产党", "中共",
)  # fmt: skip
_PLACES = frozenset("省州盟市县区旗镇乡")
_LEADERS = frozenset(
    ("关于", "对", "和", "与", "及", "作", "将", "为", "给予", "不予", "予以", "在", "以", "由", "中共")
)
_SHUT = {"》": "《", "）": "（", "〉": "〈", "”": "“"}

FORBIDDEN, INSIDE, LEADER, STRANGERS = 1000.0, 200.0, 20.0, 16.0
HALF_KNOWN, WORDS_MEET, NAME_SPLIT, GROUP = 5.0, 2.0, 18.0, 40.0
WELCOME, BEFORE_A_MARK = -6.0, 1.0
ANOTHER_LINE, HOURGLASS, SQUARE, SHORT_LINE = 12.0, 10.0, 1.5, 12.0
SHORTEST = 4


@dataclass(frozen=True)
class Pieces:
    """A title in its pieces (词语), and how bad it would be to end a line at each place between two characters."""

    text: str
    costs: tuple[float, ...]


def title_lines(text: str, keep: Iterable[str] = (), columns: int = COLUMNS) -> list[str]:
    """The lines of a title (标题分行), each of at most ``columns`` characters, as few as can be and broken by meaning.

    ``keep`` are texts not to be divided, such as names; an issuer among them that the title begins with stands on lines
    of its own. Places marked by ``BREAK`` are taken before others.
    """
    kept = tuple(word for word in keep if word)
    plain = text.replace(BREAK, "")
    issuer = next((word for word in kept if plain.startswith(word) and columns < len(plain) > len(word)), "")
    if not issuer:
        return _lines(text, kept, columns, 0)
    rest = text.replace(BREAK, "", text[: len(issuer)].count(BREAK))[len(issuer) :]
    above = _lines(issuer, (), columns, 0)
    return [*above, *_lines(rest, kept, columns, len(above[-1]))]


def _lines(text: str, keep: tuple[str, ...], columns: int, above: int) -> list[str]:
    """The lines of a text that stands below a line of so many characters, or of none."""
    plain = text.replace(BREAK, "")
    if len(plain) <= columns:
        return [plain]
    least = -(-len(plain) // columns)
    pieces = _pieces(text, tuple(word for word in keep if len(word) <= columns), columns)
    ways = [(count, _set(pieces, count, columns, above)) for count in (least, least + 1)]
    _cost, ends = min((cost + ANOTHER_LINE * (count - least), ends) for count, (cost, ends) in ways)
    return [plain[start:end] for start, end in zip((0, *ends), (*ends, len(plain)), strict=True)]


@cache
def _words(columns: int) -> str:
    """A pattern of what stays together: words that fit a line, numbers, Latin names."""
    fitting = sorted((word for word in WORDS if len(word) <= columns), key=len, reverse=True)
    return f"{'|'.join(fitting)}|[A-Za-z0-9.\\-/]+|."


def _pieces(text: str, keep: tuple[str, ...], columns: int) -> Pieces:
    """The text without its marks, and the cost of each place in it: place n is before character n."""
    plain, welcome = "", set()
    for part in text.split(BREAK):
        plain += part
        welcome.add(len(plain))
    kept = [re.escape(word) for word in sorted(keep, key=len, reverse=True)]
    pieces: list[str] = re.findall("|".join([*kept, _words(columns)]), plain, re.DOTALL)
    costs = [INSIDE] * (len(plain) + 1)
    place = 0
    for left, right in zip(("", *pieces), (*pieces, ""), strict=True):
        costs[place] = WELCOME if place in welcome else _cost(left, right, keep)
        place += len(right)
    for start, end in _groups(plain):
        for inside in range(start + 1, end):
            costs[inside] += GROUP
    return Pieces(plain, tuple(costs))


def _groups(text: str) -> list[tuple[int, int]]:
    """Where something between marks starts and ends, marks included."""
    open_at: list[int] = []
    found = []
    for place, char in enumerate(text):
        if char in _SHUT.values():
            open_at.append(place)
        elif char in _SHUT and open_at:
            found.append((open_at.pop(), place + 1))
    return found


def _cost(left: str, right: str, keep: tuple[str, ...]) -> float:
    """How bad it would be to end a line between two pieces."""
    if not left or not right:
        return 0.0
    if right[0] in NO_START or right[0] == "的" or left[-1] in NO_END:
        return FORBIDDEN
    if left in _LEADERS:
        return LEADER
    if right == "同志" or (right == "关于" and left == "《"):
        return NAME_SPLIT
    if right in {"关于", "和", "与", "及"} or left[-1] in "、》" or left == "同志" or left in _PLACES:
        return 0.0
    if right[0] in NO_END:
        return BEFORE_A_MARK
    known = sum(len(piece) > 1 or piece in keep or piece == "的" for piece in (left, right))
    return (STRANGERS, HALF_KNOWN, WORDS_MEET)[known]


def _set(pieces: Pieces, count: int, columns: int, below: int) -> tuple[float, tuple[int, ...]]:
    """The best way to set the pieces in so many lines below another: its cost and the places where lines end."""
    length, mean = len(pieces.text), len(pieces.text) / count

    @cache
    def best(start: int, left: int, above: int, fallen: bool) -> tuple[float, tuple[int, ...]]:  # noqa: FBT001 - a state
        if left == 1:
            end = length - start
            return (_shape(end, above, mean, fallen=fallen) if end <= columns else FORBIDDEN * end), ()
        ways = []
        for size in range(1, min(columns, length - start - 1) + 1):
            below = best(start + size, left - 1, size, fallen or 0 < size < above)
            here = pieces.costs[start + size] + _shape(size, above, mean, fallen=fallen)
            ways.append((here + below[0], (start + size, *below[1])))
        return min(ways, default=(FORBIDDEN, ()))

    return best(0, count, below, False)


def _shape(size: int, above: int, mean: float, *, fallen: bool) -> float:
    """How far a line spoils the shape: a trapezoid or a diamond has no waist, no square sides and no crumb."""
    cost = abs(size - mean) * 0.6 + (SHORT_LINE * (SHORTEST - size) if size < SHORTEST else 0.0)
    if above and size == above:
        cost += SQUARE
    if fallen and size > above:
        cost += HOURGLASS
    return cost
