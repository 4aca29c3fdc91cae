"""Family names by their strokes (姓氏笔画): the order of names on ballots and in lists of those elected.

Strokes of the simplified characters after the national standard; each was compared with kTotalStrokes of Unihan 15.0. Only
common family names are known; others come after all, and whoever makes the list puts them in their place.
"""

from __future__ import annotations

from registry import names

BY_STROKES = {
    2: "丁卜刁刀",
    3: "万于马山",
    4: "王韦方文尹尤孔毛牛车邓仇卞支元水戈木贝凤巴",
    5: "田石龙叶卢史冯白古甘包司左申边艾宁冉付代丛仝",
    6: "刘吕朱任江汤孙许阮关毕向安吉成曲伍齐祁米牟达乔邢华阳庄仲闫池危巩",
    7: "李邵吴何宋陈张杨汪沈杜余邹陆严苏时邱谷沙应芦岑辛连束肖佟佘冷迟邸",
    8: "周林郑罗孟金易武季庞欧尚范苑明屈卓单宗官房岩杭和郎苗岳苟",
    9: "赵胡钟姚段贺洪侯俞柯骆姜施饶宫郝费柳查柏祝南娄宣祖",
    10: "郭徐高唐袁夏贾顾秦钱倪殷莫耿涂陶聂晏桂桑翁凌柴党席姬敖栾晋奚",
    11: "黄曹梁萧崔康龚常章梅盛符隋鹿麻阎谌",
    12: "彭谢韩董曾程傅蒋葛温喻覃童舒景游焦鲁智惠粟揭滑",
    13: "蓝雷赖詹鲍解靳虞蒲蒙楚阙路褚甄鄢",
    14: "谭廖熊蔡翟管裴臧阚",
    15: "黎潘樊滕颜",
    16: "薛霍穆冀燕",
    17: "魏戴鞠",
    18: "瞿",
}
_STROKES = {name: strokes for strokes, known in BY_STROKES.items() for name in known}
UNKNOWN = 99


def strokes_key(name: str) -> tuple[int, str, str]:
    """By what names stand in the order of strokes: the strokes of the family name, then pinyin, then the characters."""
    return _STROKES.get(name[:1], UNKNOWN), names.sort_key(name), name
