"""How names sort and are found (姓名排序与检索).

The embedded server has neither ICU nor pg_trgm: the sort key is stored pinyin, the search key an array of bigrams
under a GIN index.
"""

from pypinyin import Style, lazy_pinyin


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
