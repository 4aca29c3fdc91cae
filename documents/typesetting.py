"""Typesetting (排版): text to the HTML of a paper, on the grid of GB/T 9704-2012.

The standard wants 22 lines of 28 characters to fill a type area of 156 by 225 mm (clause 5.2.3). 28 characters of
16 pt are 158 mm, so a character is tracked by -0.2085 pt; and a line is (225 mm - 16 pt) / 21 = 10.4455 mm high.
Everything here returns escaped HTML: what a person entered is text, whatever it looks like.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from documents.linebreak import BLANK_RIGHT, Line, Measure, break_lines
from documents.typefaces import CHAINS, MAIN, Role, advances, depth, face_for

POINTS_PER_MM = 72 / 25.4
COLUMNS = 28
SIZE, TRACKING = 16.0, -0.2085
ZI = SIZE + TRACKING  # one character of the grid, in points
ZI_MM = ZI / POINTS_PER_MM
SEAL_MM = 42.0
CAPITALS = "零壹贰叁肆伍陆柒捌玖"
FIGURES = "〇一二三四五六七八九"
MARK_COLUMNS = 20
MARK_POINTS = (34.0, 36.0)  # smaller, and the number would stand more than two lines and a bit below
MARK_POINTS_TWO_LINES = 30.0
MARK_TOP_MM = 2.4  # inside the head of redhead.css
MARK_BLANK = 0.11  # above the ink, in type sizes
MARK_UNDER = 0.195  # from the baseline to the end of the line box of redhead.css, in type sizes
TYPE_AREA_MM = 156.0
BREAK_AFTER = ("委员会", "党委", "总支部", "自治州", "自治县", "市", "县", "区", "镇", "乡", "公司", "大学", "学院")
_FONT_CLASS = {family: family.removeprefix("GW ").replace(" ", "") for chain in CHAINS.values() for family in chain}


def grid(role: Role) -> Measure:
    """The measure of body text in a role of type: 28 characters a line."""
    return Measure(SIZE, TRACKING, COLUMNS * ZI, advances(role))


def capital(value: int) -> str:
    """A number in 大写 (fraud-proof numerals) as letters want months and days: 11 -> 壹拾壹, 30 -> 叁拾, 104 -> 壹佰零肆."""
    if not 0 <= value < 1000:
        raise ValueError(f"no capital numeral for {value}")
    hundreds, rest = divmod(value, 100)
    if hundreds:
        below = f"{'' if rest > 9 else '零'}{capital(rest)}" if rest else ""
        return f"{CAPITALS[hundreds]}佰{below}"
    tens, units = divmod(value, 10)
    if not tens:
        return CAPITALS[units]
    return f"{CAPITALS[tens]}拾{CAPITALS[units] if units else ''}"


def capital_digits(value: int) -> str:
    """A number in 大写 digit by digit, as the letter wants years: 2026 -> 贰零贰陆."""
    return "".join(CAPITALS[int(digit)] for digit in str(value))


def ordinal(value: int) -> str:
    """The number of a heading in Chinese (层次序数); ValueError below 1 and above 19."""
    if not 1 <= value <= 19:
        raise ValueError(f"{value} numbers no heading")
    tens, ones = divmod(value, 10)
    return "十" * tens + (FIGURES[ones] if ones else "")


def seam_figures(number: str) -> str:
    """A serial as it runs across a seam (骑缝): its digits as Chinese figures, all else unchanged."""
    return "".join(FIGURES[int(char)] if char.isascii() and char.isdigit() else char for char in number)


def chinese_date(iso: str) -> str:
    """An ISO date as papers write it: full year, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def glyphs(text: str, role: Role) -> str:
    """Escaped HTML in which each character the role's own font lacks names the font that has it.

    Left to itself, Pango would pick the other font too, but give the line its height.
    """
    pieces = []
    for family, run in groupby(text, key=lambda char: _family(char, role)):
        escaped = html.escape("".join(run))
        own = family == MAIN[role]
        pieces.append(escaped if own else f'<span class="rare {_FONT_CLASS[family]}">{escaped}</span>')
    return "".join(pieces)


def _family(char: str, role: Role) -> str:
    """Line ends and characters without any glyph stay in the role's own font; the latter are refused elsewhere."""
    return face_for(char, role) or MAIN[role]


def paragraph(text: str, role: Role, measure: Measure, *, indent: float) -> str:
    """Escaped HTML of a paragraph with hard line ends, for ``white-space: pre``; ``indent`` in characters."""
    lines = break_lines(text, measure, indent=indent * (measure.size + measure.tracking))
    return "\n".join(_line(line, role, measure) for line in lines)


def _line(line: Line, role: Role, measure: Measure) -> str:
    spaced = _spaced(line, measure)
    pieces = []
    for extra, run in groupby(spaced, key=lambda pair: pair[1]):
        piece = glyphs("".join(char for char, _extra in run), role)
        pieces.append(
            f'<span style="letter-spacing:{measure.tracking + extra:.4f}pt">{piece}</span>' if extra else piece
        )
    return "".join(pieces)


def _spaced(line: Line, measure: Measure) -> list[tuple[str, float]]:
    """Each character with the points to add after it; a squeezed mark loses the half that is blank."""
    half = measure.size / 2
    extras = [line.gap] * len(line.atoms)
    for place in line.squeezed:
        extras[place if line.atoms[place] in BLANK_RIGHT else place - 1] -= half
    spaced = []
    for atom, extra in zip(line.atoms, extras, strict=True):
        spaced += [(char, line.gap) for char in atom[:-1]] + [(atom[-1], extra)]
    if line.gap:
        spaced[-1] = (spaced[-1][0], 0.0)
    return spaced


@dataclass(frozen=True)
class Mark:
    """The issuer's red head (发文机关标志): its lines, type size in points, horizontal scale of the characters."""

    lines: tuple[str, ...]
    points: float
    scale: float

    @property
    def above(self) -> float:
        """Room (mm) to leave above the line, so that the ink starts 35 mm below the type area's edge (7.2.4)."""
        return MARK_TOP_MM - MARK_BLANK * self.points / POINTS_PER_MM

    @property
    def below(self) -> float:
        """Blank (mm) between the ink of the last line and the end of its line box."""
        return (MARK_UNDER - depth(self.lines[-1], Role.XIAOBIAOSONG)) * self.points / POINTS_PER_MM


def issuer_mark(text: str) -> Mark:
    """The head for an issuer: a longer name a bit smaller, then narrower, then in two lines (7.2.4 leaves it open)."""
    lines = (text,) if len(text) <= MARK_COLUMNS else _halves(text)
    longest, (least, most) = max(map(len, lines)), MARK_POINTS if len(lines) == 1 else (MARK_POINTS_TWO_LINES,) * 2
    points = max(least, min(most, round(TYPE_AREA_MM * POINTS_PER_MM / longest - 0.05, 1)))
    natural = longest * points / POINTS_PER_MM
    return Mark(lines, points, round(min(1.0, TYPE_AREA_MM / natural), 4))


def _halves(text: str) -> tuple[str, str]:
    """A name in two lines, preferably after the name of a body."""
    middle = len(text) / 2
    ends = [place for place in range(4, len(text) - 3) if text[:place].endswith(BREAK_AFTER)]
    near = [place for place in ends if abs(place - middle) <= len(text) / 4] or [round(middle)]
    place = min(near, key=lambda place: abs(place - middle))
    return text[:place], text[place:]


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期: lines with the blank before each, and the seal's left edge (mm from the type area)."""

    rows: tuple[tuple[float, str], ...]
    seal: float


def signature(issuer: str, day: str, *, sealed: bool) -> Signature:
    """Places of issuer and date, with a seal (7.3.5.1) or without one (7.3.5.2), in millimetres.

    An issuer too long for a line is set in two, the shorter one centred under the longer.
    """
    lines = (issuer,) if _zi(issuer) <= COLUMNS - 2 else _halves(issuer)
    width, day_zi = max(map(_zi, lines)), _zi(day)
    if sealed:  # the date ends 4 characters from the right, the issuer is centred on it
        middle = min(COLUMNS - 4 - day_zi / 2, COLUMNS - width / 2)
        day_left = middle - day_zi / 2
    else:  # the issuer ends 2 characters from the right, the date starts 2 characters after it starts
        middle = COLUMNS - 2 - width / 2
        day_left = min(middle - width / 2 + 2, COLUMNS - 2 - day_zi)
    rows = [(middle - _zi(line) / 2, line) for line in lines] + [(day_left, day)]
    return Signature(tuple((left * ZI_MM, text) for left, text in rows), middle * ZI_MM - SEAL_MM / 2)


def undersigned(who: str, names: Sequence[str], day: str) -> list[tuple[float, str]]:
    """Lines with the blank before each (mm): names below each other after ``who``, the date 4 characters from the right."""
    width = max(map(_zi, names))
    if _zi(who) + width > COLUMNS:  # then the names stand on lines of their own
        who, names = "", [who, *names]
    left = max(0.0, min(COLUMNS - 4 - _zi(day), COLUMNS - 2 - width - _zi(who)))
    under = [(left + _zi(who), name) for name in names[1:]]
    day_left = max(left, COLUMNS - 4 - _zi(day))
    return [(blank * ZI_MM, text) for blank, text in [(left, who + names[0]), *under, (day_left, day)]]


def stamped_name(post: str, name: str, day: str) -> tuple[tuple[float, str], tuple[float, str]]:
    """Places (mm) of a signature stamp, 4 characters from the right, its post 2 before it, and of the date (7.3.5.3)."""
    left = COLUMNS - 4 - _zi(name) - 2 - _zi(post)
    return (max(0.0, left) * ZI_MM, f"{post}　　{name}"), ((COLUMNS - 4 - _zi(day)) * ZI_MM, day)


@dataclass(frozen=True)
class Hung:
    """A paragraph whose lines are aligned (悬挂缩进): where the first starts and the others do (mm), escaped HTML."""

    first: float
    left: float
    text: str


def hung(text: str, *, head: str, role: Role, left: float) -> Hung:
    """A text aligned after its head; ``left`` is the blank before the head in characters."""
    start = left + _zi(head)
    measure = Measure(SIZE, TRACKING, (COLUMNS - start) * ZI, advances(Role.FANGSONG))
    said = paragraph(text, Role.FANGSONG, measure, indent=0.0)
    return Hung(left * ZI_MM, start * ZI_MM, f'<span class="{role}">{glyphs(head, role)}</span>{said}')


def annexes(names: Sequence[str]) -> list[Hung]:
    """The lines of 附件： one name without a number, several numbered below each other (7.3.4)."""
    if len(names) == 1:
        return [hung(names[0], head="附件：", role=Role.FANGSONG, left=2.0)]
    heads = ["附件：1. ", *(f"{place}. " for place in range(2, len(names) + 1))]
    lefts = [2.0] + [2.0 + _zi("附件：")] * (len(names) - 1)
    return [
        hung(name, head=head, role=Role.FANGSONG, left=left)
        for name, head, left in zip(names, heads, lefts, strict=True)
    ]


def _zi(text: str) -> float:
    """The width of a text in characters of the grid."""
    return grid(Role.FANGSONG).length(text) / ZI
