"""The special formats of clause 10, and several signers: right samples keep their figures, wrong ones lose just one.

The samples are made here, of absolute places, so that the figures are proved without the templates that follow them.
"""

from __future__ import annotations

from typing import Any

import pytest

from documents.measuring.standard import BODY, CELL, PITCH, POINT, Format
from tests.documents.measured import grid_page, measure, near, off

EDGE = 34.599471  # where the first page of the grid begins, below the edge of the sheet
BLANK = 0.02 * 36 * POINT  # above the ink of a mark
STYLE = """.at { position: absolute; left: 0; width: 156mm; line-height: 1 } .mark { font: 36pt/36pt "GW XiaoBiaoSong"; color: #e60012;
  letter-spacing: 0; text-align: center } .drawn { height: .5mm; background: #e60012 } .red { background: #e60012; left: -8mm; width: 170mm } .right { text-align: right;
  letter-spacing: 0 }"""
HEAD = '<div class="at mark" style="top: {top:.3f}mm">{text}</div>'
TEXT = '{% p "FangSong" 0 %}各党支部：{% endp %}{% p %}现将有关事项函告如下，请研究后于本月底前函复。{% endp %}'
DATED = '<p class="at right" style="top: 150mm; width: 133.714mm">2026年11月24日</p>'
UNNUMBERED = "@page :first { @bottom-right { content: none } }"


def lines(top: float | None, *thick: float) -> str:
    """Red lines below each other, half a millimetre apart."""
    drawn: list[str] = []
    if top is None:
        return ""
    for height in thick:
        drawn.append(f'<div class="at red" style="top: {top - 34.599471:.4f}mm; height: {height}mm"></div>')
        top += height + 0.5
    return "".join(drawn)


def letter(*, first: float = 45.0, last: float | None = 275.3) -> bytes:
    """A letter (信函): mark 30 mm from the edge of the sheet, double lines above and below, the number on the right."""
    number = first + 1.7 + BODY * 7 / 8
    title = number + BODY + 2.4005 + 2 * PITCH
    body = (
        HEAD.format(top=30 - EDGE - BLANK, text="中共沙河县青石镇委员会")
        + lines(first, 0.9, 0.3) + lines(last, 0.3, 0.9)
        + f'<p class="at right" style="top: {number - EDGE:.4f}mm">青委函〔2026〕12号</p>'
        + f'<div style="height: {title - EDGE:.4f}mm"></div>'
        + f'<h1 class="title">关于商请支持的函</h1><div class="line"></div>{TEXT}{DATED}'
    )  # fmt: skip
    return grid_page(body, STYLE + UNNUMBERED)


def first_rule() -> float:
    """Where the first line belongs: 4 mm below the ink of the mark."""
    mark = measure(letter())[0].paper.mark
    assert mark is not None
    return mark.ink.bottom + 4


def order(*, top: float = 57.0, number: str = "第12号") -> bytes:
    """An order (命令): mark 20 mm below the type area's edge, number and body two lines below each."""
    mark = top - EDGE - BLANK
    body = (
        HEAD.format(top=mark, text="沙河县人民政府令")
        + f'<p style="text-align: center; margin-top: {mark + 36 * POINT + 2 * PITCH:.4f}mm">{number}</p>'
        + f'<div style="height: {2 * PITCH}mm"></div>'
        + "{% p %}现公布有关规定，自公布之日起施行。{% endp %}" + DATED
    )  # fmt: skip
    return grid_page(body, STYLE)


def minutes(*, top: float = 72.0, word: str = "HeiTi", gap: float = 4.0) -> bytes:
    """Minutes (纪要): mark 35 mm below the type area's edge, issuer and day above the red line; who was present."""
    issued, drawn = 110 - EDGE, 110 + BODY + gap - EDGE
    body = (
        HEAD.format(top=top - EDGE - BLANK, text="中共沙河县青石镇委员会纪要")
        + f'<p class="at" style="top: {issued:.4f}mm">青石镇党委　　　2026年11月24日</p>'
        + f'<div class="at drawn" style="top: {drawn:.4f}mm"></div>'
        + f'<div style="height: {9 * PITCH}mm"></div>{TEXT}<div class="line"></div>'
        + f'<p style="text-indent: {2 * CELL}mm"><span class="{word}">出席</span>：刘力　李明</p>'
        + f'<p style="text-indent: {5 * CELL}mm">周正</p>'
    )  # fmt: skip
    return grid_page(body, STYLE)


def test_a_letter_keeps_the_figures_of_letters() -> None:
    pdf = letter(first=first_rule())
    measured, found = measure(pdf)
    assert (measured.format, off(pdf)) == (Format.LETTER, {})
    assert (found["mark.top"].figure.clause, found["rule.gap"].figure.clause) == ("10.1", "10.1")
    assert (found["page_number.first"].measured, "page_number.present" in found) == ("no", False)


@pytest.mark.parametrize(
    ("off_by", "last", "expected"),
    [
        (1.0, 275.3, {"rule.gap": 1.0}),
        (0.0, 274.3, {"foot_rule.gap": 1.0}),
        (0.0, None, {"foot_rule.present": "no"}),
    ],
)
def test_a_line_of_a_letter_out_of_its_place_is_seen(
    off_by: float, last: float | None, expected: dict[str, float | str]
) -> None:
    assert off(letter(first=first_rule() + off_by, last=last), Format.LETTER) == near(expected)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({}, {}),
        ({"top": 62.0}, {"mark.top": 5.0}),
        ({"number": "第012号"}, {"number.form": "no"}),
        ({"number": "沙府令〔2026〕2号"}, {}),
        ({"number": "沙府令[2026]2号"}, {"number.form": "no"}),
    ],
)
def test_an_order_is_judged_as_one(made: dict[str, Any], expected: dict[str, float | str]) -> None:
    pdf = order(**made)
    assert measure(pdf)[0].format is Format.ORDER
    assert off(pdf) == near(expected)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({}, {}),
        ({"top": 75.0}, {"mark.top": 3.0}),
        ({"word": "KaiTi"}, {"attendance.face": "楷体"}),
        ({"gap": 6.0}, {"rule.gap": 2.0}),
    ],
)
def test_minutes_are_judged_as_such(made: dict[str, Any], expected: dict[str, float | str]) -> None:
    pdf = minutes(**made)
    assert measure(pdf)[0].format is Format.MINUTES
    assert off(pdf) == near(expected)


def test_a_mark_without_its_word_is_no_order() -> None:
    assert off(minutes(), Format.ORDER) == near(
        {"mark.form": "no", "mark.top": 15.0, "number.present": "no", "date.present": "no"}
    )
