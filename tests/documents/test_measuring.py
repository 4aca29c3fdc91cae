"""The reader is not blind: in a paper made wrong on purpose exactly that deviates which was made wrong."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from tests.documents.measured import changed, grid_page, measure, near, off

NUMBERS_ON_THE_LEFT = """@page :right { @bottom-right { content: none } @bottom-left { content: "— " counter(page) " —";
  font: 14pt/14pt "GW SongTi"; text-align: left; vertical-align: top; padding: 1.6707mm 0 0 4.9389mm; white-space: pre } }"""
LOWER_NUMBERS = (
    "@page :right { @bottom-right { padding-top: 1.9707mm } } @page :left { @bottom-left { padding-top: 1.9707mm } }"
)
SHORT = {"reason": "材料不齐。", "appeal": "可以申诉。"}

WRONG = {
    "mark too low": ("D-TR-9", ".head { padding-top: 38mm }", {"mark.top": 3.0}),
    "no red line": ("D-TR-9", ".rule { background: none }", {"rule.present": "no"}),
    "red line a millimetre low": ("D-TR-9", ".rule { margin: 2.5995mm 0 -1mm }", {"rule.gap": 1.0}),
    "red line a millimetre short": ("D-TR-9", ".rule { margin-right: 1mm }", {"rule.right": -1.0}),
    "number one line low": ("D-TR-9", ".mark { height: 46.4645mm } .head { padding-bottom: 10.4455mm }", {"number.blank": 11.6, "title.blank": -10.4}),
    "title too small": ("D-TR-9", ".title { font-size: 18pt }", {"title.size": -1.4}),
    "title in another face": ("D-TR-9", '.title { font-family: "GW HeiTi" }', {"title.face": "黑体"}),
    "title off centre": ("D-TR-9", ".title { padding-left: 2mm }", {"title.centre": 1.0}),
    "body of 15 points": ("D-TR-9", "p[data-field] { font-size: 15pt; letter-spacing: .7915pt }", {"body.size": -0.35}),
    "indent of one character": ("D-TR-9", "p[data-field] { text-indent: 5.571mm !important }", {"body.indent": -5.6}),
    "heading not in 黑体": ("D-TR-9", 'p.HeiTi { font-family: "GW FangSong" }', {"heading1.face": "仿宋"}),
    "heading at the foot": ("D-TR-13", "p.HeiTi { break-after: auto }", {"heading.foot": 1.0}),
    "signature too far right": ("D-TR-9", ".sign { margin-left: 3mm }", {"date.inset": -3.0}),
    "no version block": ("D-TR-9", ".imprint { display: none }", {"imprint.present": "no"}),
    "version block too thin": ("D-TR-9", ".imprint { border-bottom-width: .2mm }", {"imprint.outer": -0.15}),
    "version block a millimetre high": ("D-TR-9", "@page { @footnote { margin-bottom: 3.45mm } }", {"imprint.bottom": -1.0}),
    "page number on the wrong side": ("D-TR-9", NUMBERS_ON_THE_LEFT, {"page_number.side": "left"}),
    "page number low": ("D-TR-9", LOWER_NUMBERS, {"page_number.dash": 0.3}),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_only_what_was_made_wrong_deviates(wrong: str) -> None:
    code, style, expected = WRONG[wrong]
    said = SHORT if code == "D-TR-9" else {}  # no row is full: where one ends is not what is wrong
    assert off(changed(code, style, **said)) == near(expected)


@pytest.mark.parametrize("number", ["青委[2026]12号", "青委〔2026〕第12号", "青委〔2026〕012号"])
def test_a_number_written_otherwise_is_seen(number: str) -> None:
    assert off(changed("D-TR-9", "", number=number)) == {"number.form": "no"}


ROWS = '{% p %}第一段{% endp %}{% p "FangSong" 0 %}顶格的一行{% endp %}{% p %}最后一段{% endp %}'


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("", {}),
        ("@page { margin-top: 35.599471mm }", {"margin.top": 1.0}),
        ("p { margin-left: 1mm }", {"margin.left": 1.0}),
        ("p + p { margin-top: .5mm }", {"grid.pitch": 0.5, "grid.strayed": 1.0, "grid.rows": -1}),
        ("@page { size: 210mm 296mm; margin-bottom: 31.55mm }", {"page.height": -1.0}),
    ],
)
def test_a_margin_moved_by_a_millimetre_is_seen(style: str, expected: dict[str, float]) -> None:
    assert off(grid_page(ROWS, style)) == near(expected)


def test_too_many_rows_and_characters_are_counted() -> None:
    style = "html { line-height: 9.9mm; letter-spacing: -.85pt } p { white-space: normal }"
    seen = off(grid_page("<p>" + "中国共产党章程规定" * 100 + "</p>", style))
    assert (seen["grid.rows"], seen["grid.columns"]) == (1, 1)


def seal() -> str:
    """A seal of nothing but a red square."""
    target = io.BytesIO()
    Image.new("RGBA", (100, 100), (220, 0, 0, 90)).save(target, "PNG")
    return base64.b64encode(target.getvalue()).decode("ascii")


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("", {}),
        (".sign .seal { margin-top: 4mm }", {"seal.low": "no", "seal.gap": 16.8}),
        (".sign .seal { transform: translate(4mm, 0) }", {"seal.centre": 4.0}),
    ],
)
def test_the_place_of_the_seal_is_measured(style: str, expected: dict[str, float | str]) -> None:
    pdf = changed("D-TR-9", style, seal=seal())
    measured, found = measure(pdf)
    assert measured.paper.seal is not None
    assert found["seal.width"].measured == pytest.approx(42, abs=0.01)
    assert off(pdf) == near(expected)
