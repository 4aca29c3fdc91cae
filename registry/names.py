"""How names sort and are found (姓名排序与检索).

The embedded server has neither ICU nor pg_trgm: the sort key is stored pinyin, the search key an array of bigrams
under a GIN index.
"""

import re

from pypinyin import Style, lazy_pinyin

# What stands around the name of the place in the full name of an organisation, and in what people call it.
_BEFORE = re.compile(r"^(?:中国共产党|中共)")
_AFTER = (
    ("general_branch", re.compile(r"(?:党?总支部?(?:委员?会?)?)$")),
    ("branch", re.compile(r"(?:党?支部(?:委员?会?)?|党?支委会?)$")),
    ("committee", re.compile(r"(?:党?(?:工作)?委员会|党委会?|党?工委|党组|(?<=[省州市县区镇乡])委)$")),
)
_AFTER_PINYIN = re.compile(r"(?:dang)?(?:zongzhi(?:bu)?|zhibu|wei|gongwei|gongzuo)?(?:weiyuanhui)?$")


def sort_key(name: str) -> str:
    """Pinyin with tone numbers, syllable by syllable, so that 李 sorts with 李 and before 林."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True))[:200].lower()


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring characters, single characters too, in order, without repetition."""
    kept = "".join(text.split()).lower()
    singles = list(kept)
    pairs = [kept[i : i + 2] for i in range(len(kept) - 1)]
    return list(dict.fromkeys(singles + pairs))


def search_terms(text: str) -> list[str]:
    """What a searched word must have in common with a found name: its pairs, or its one character."""
    kept = "".join(text.split()).lower()
    return [kept] if len(kept) == 1 else [kept[i : i + 2] for i in range(len(kept) - 1)]


def parted(name: str) -> tuple[str, str]:
    """The name of the place in an organisation's name, and which sort of organisation the rest says it is (名称核心).

    中共龙山镇石板村支部委员会 and 龙山镇石板村党支部 are both 龙山镇石板村, a branch; the sort is empty where nothing says it.
    """
    kept = _BEFORE.sub("", "".join(name.split()))
    for sort, after in _AFTER:
        if found := after.search(kept):
            return kept[: found.start()], sort
    return kept, ""


def pinyin_key(name: str) -> str:
    """By what an organisation is found in pinyin: the syllables of its place in one, a blank, and their first letters."""
    syllables = lazy_pinyin(parted(name)[0], errors="ignore")
    return f"{''.join(syllables)} {''.join(syllable[0] for syllable in syllables)}".lower()[:600]


def pinyin_terms(text: str) -> str:
    """What was typed in pinyin, as a part of a key (``pinyin_key``); empty where it is not all Latin letters."""
    kept = "".join(text.split()).lower().replace("'", "").replace("’", "").replace("ü", "v")
    return _AFTER_PINYIN.sub("", kept.removeprefix("zhonggong")) if kept.isascii() and kept.isalpha() else ""
