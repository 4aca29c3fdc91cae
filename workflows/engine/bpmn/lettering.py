"""How wide a text is and where its lines break (文字折行), without asking a font."""

from __future__ import annotations

import re
import unicodedata

TEXT, NAME = 12, 120  # the size of letters; how wide a name beside a symbol may be
PIECE = re.compile(r"[\u2e80-\u9fff][，。；：？！、）》〕]*|[^\s\u2e80-\u9fff]+\s*|\s+")


def width_of(text: str) -> float:
    """How wide a text is, roughly: a Chinese character is a square, a letter about half of one."""
    return sum(TEXT if unicodedata.east_asian_width(character) in "WF" else TEXT * 0.55 for character in text)


def wrapped(text: str, width: float) -> list[str]:
    """A text in lines of a width, broken at spaces or between Chinese characters; no line begins with a full stop."""
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1] and width_of(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]
