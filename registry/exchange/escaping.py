"""Cells that no spreadsheet takes for a formula, and back (公式防护).

``escaped`` puts an apostrophe before a text that a spreadsheet could run, or that reading would tidy; ``plain`` takes it
away again. The two are exact inverses: whatever the register holds comes back character for character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

ESCAPE = "'"
_ACTIVE = tuple("=+-@#\t\r\n＝＋－＠﹢﹣﹦﹫")
_EDGE = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\ufeff\u200b\u200c\u200d\u2060\u00ad"
_BREAK = re.compile(r"[\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･●", "·"))


def tidy(text: str) -> str:
    """Without white space and invisible characters at the ends; a line break inside becomes a space."""
    if _BREAK.search(text) is None:
        return text.strip(_EDGE)
    parts = (part.strip(_EDGE) for part in _BREAK.split(text))
    return " ".join(part for part in parts if part)


def tidy_name(text: str) -> str:
    """A person's name: the spaces that spread two characters over three go, every kind of middle dot becomes ·."""
    kept = tidy(text).translate(_DOTS)
    spread = "".join(kept.split())
    return spread if all(_is_hanzi(c) or c == "·" for c in spread) else kept


def tidy_code(text: str) -> str:
    """A code, a telephone number, a date: full-width forms become plain ones."""
    return tidy(unicodedata.normalize("NFKC", text))


def is_empty(text: str) -> bool:
    """True for a text of nothing but white space and invisible characters."""
    return not text.strip(_EDGE)


def is_active(text: str) -> bool:
    """True for a text that a spreadsheet could run or take for an error (#N/A), leading blanks and invisible characters notwithstanding."""
    return text.startswith(("\t", "\r", "\n")) or text.lstrip(_EDGE).startswith(_ACTIVE)


def escaped(text: str, tidied: Callable[[str], str] = tidy) -> str:
    """The text as a cell holds it; characters that no XLSX can hold become U+FFFD."""
    text = _UNPRINTABLE.sub("\ufffd", text)
    return ESCAPE + text if text.startswith(ESCAPE) or is_active(text) or tidied(text) != text else text


def plain(cell: str, tidied: Callable[[str], str] = tidy) -> str:
    """The text that a cell holds: word for word after an apostrophe, tidied otherwise."""
    return cell[1:] if cell.startswith(ESCAPE) else tidied(cell)


def is_printable(text: str) -> bool:
    """False for a text with control characters other than tabs and line breaks."""
    return _UNPRINTABLE.search(text) is None


def _is_hanzi(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK") or character == "\u3007"
