"""What is off the grid for a reason (版面例外): tables in a text, what goes over with a signature, sheets that lie or are slips."""

from __future__ import annotations

from dataclasses import replace

import pytest

from documents.measuring import rows, tabled
from documents.measuring.grid import grid_of
from documents.measuring.page import Box, Colour, Glyph, Page, Rule
from documents.measuring.paper import Imprint, Table
from documents.measuring.rows import Block
from documents.measuring.standard import BOTTOM, CELL, PITCH, Format
from tests.documents.measured import grid_page, laid_out, measure, near, off, page

ROW = '{% p "FangSong" 0 %}顶格的一行{% endp %}'
ORGAN, DATE = 28 - 2 - 3, 28 - 2 - 7.41  # where they begin, in characters: both end two from the right
SIGNED = (
    f'<div class="sign plain"><p style="margin-left: {ORGAN * CELL:.3f}mm">某支部</p>'
    f'<p style="margin-left: {DATE * CELL:.3f}mm">2026年11月24日</p></div>'
)
TABLE = '<table class="list"><tr><td>序号</td><td>姓名</td><td>备注</td></tr><tr><td>1</td><td>刘力</td><td>无</td></tr></table>'
LISTED = """.list { border-collapse: collapse; width: 100mm; letter-spacing: 0; font: 12pt/6.4mm "GW FangSong" }
.list td { border: .25mm solid #000 } .after { margin-top: 3mm } .low { position: relative; top: 1mm }"""


def broken(count: int, over: int = 2, below: str = SIGNED) -> bytes:
    """A long paragraph of which so many rows stand on the first page and some on the next, above the signature."""
    text = "中国共产党章程规定" * 80
    first = "<br/>".join(text[place * 28 : place * 28 + 28] for place in range(count))
    rest = f'<p style="break-before: page">{f"{text[:28]}<br/>" * (over - 1)}{text[:20]}</p>'
    return grid_page(f"<p>{first}</p>{rest}{below}")


@pytest.mark.parametrize(
    ("count", "over", "below", "expected"),
    [
        (22, 2, SIGNED, {}),
        (18, 2, SIGNED, {}),  # with signature and blank lines five rows go over, four are free
        (16, 2, SIGNED, {"margin.bottom": 6 * PITCH, "grid.rows": -6}),  # they would have fitted
        (18, 4, SIGNED, {"margin.bottom": 4 * PITCH, "grid.rows": -4}),  # more of the text than goes with a signature
        (20, 3, "", {"margin.bottom": 2 * PITCH, "grid.rows": -2}),  # nothing that they would go with
    ],
)
def test_a_page_may_end_early_only_for_what_would_not_fit(
    count: int, over: int, below: str, expected: dict[str, float | str]
) -> None:
    assert off(broken(count, over, below), Format.PLAIN) == near(expected)


def test_a_version_block_needs_room_below_the_signature() -> None:
    """Five rows go over and six are free; with a block of two rows they would not fit."""
    paper = measure(broken(16))[0].paper
    block = Rule(Box(28, BOTTOM - 2 * PITCH, 184, BOTTOM))
    assert [grid_of(replace(paper, imprint=Imprint(on, (block,), ()))).filled for on in (1, 2)] == [{1: 16}, {}]


@pytest.mark.parametrize(("below", "expected"), [("after", {}), ("low", {"grid.strayed": 1.0})])
def test_a_table_in_a_text_is_no_running_text(below: str, expected: dict[str, float | str]) -> None:
    """Its rows are neither counted nor judged; below it the grid begins anew, wherever that is."""
    rest = f'<p class="{below}">表下的一行</p>' if below == "after" else f'{ROW}<p class="low">偏下的一行</p>'
    pdf = grid_page(f"{ROW}{ROW}{TABLE}{rest}{ROW}", LISTED)
    measured, _found = measure(pdf)
    assert [row.text for row in measured.paper.body if "刘力" in row.text] == []
    assert off(pdf, Format.PLAIN) == near(expected)


@pytest.mark.parametrize(
    ("uprights", "colour", "second", "found"),
    [
        (3, (0, 0, 0), 20.4, [40]),  # goes on where it ends, or nearly
        (3, (0, 0, 0), 20.6, [20, 40]),  # another one, after a gap
        (2, (0, 0, 0), 20.6, []),  # a frame around a text
        (3, (230, 0, 18), 20.6, []),  # red lines belong to the head
    ],
)
def test_a_table_has_two_columns_of_black_lines(
    uprights: int, colour: Colour, second: float, found: list[float]
) -> None:
    """Two heights of upright lines, the first of them 20 mm."""
    lines = [
        Rule(Box(30 * n, top, 30 * n + 0.25, bottom), colour)
        for top, bottom in ((0, 20), (second, 40))
        for n in range(uprights)
    ]
    tables = tabled.tables_on(Page(1, 210, 297, (), tuple(lines), ()))
    assert [table.box.bottom for table in tables] == found


def test_rows_and_level_lines_belong_to_the_table_at_their_height() -> None:
    """Open at the sides, a table is as wide as its level lines; one at its very edge counts, one farther off does not."""
    table = Table(1, Box(30, 100, 90, 140))
    lines = tuple(Rule(Box(left, top, 92, top + 0.25)) for left, top in ((28, 99.6), (26, 140), (20, 141)))
    spots = [(1, 120), (2, 120), (1, 97), (1, 138)]
    text = [Block(on, (Glyph("天", "", 16, 0, Box(0, top, 5, top + 5), Box(0, 0, 0, 0)),)) for on, top in spots]
    assert [tabled.inside(row, [table]) for row in text] == [True, False, False, False]
    assert tabled.frame(table, Page(1, 210, 297, (), lines, ())) == Box(26, 99.6, 92, 140.25)


def form(size: str, margins: str, width: str) -> bytes:
    """A form of three columns on a sheet of a size, between its margins."""
    cells = "<tr><td>姓名</td><td>刘力</td><td>男</td></tr>" * 4
    style = f"""@page {{ size: {size}; margin: {margins} }} body {{ margin: 0; font: 12pt "GW FangSong" }}
    table {{ border-collapse: collapse; width: {width} }} td {{ border: .25mm solid #000; height: 12mm }}"""
    return laid_out(page(f"<table>{cells}</table>", style))


@pytest.mark.parametrize(
    ("size", "margins", "width", "paper", "expected"),
    [
        ("210mm 297mm", "37mm 26mm 35mm 28mm", "155.75mm", Format.FORM, {}),
        ("210mm 297mm", "37mm 26mm 35mm 28mm", "156.75mm", Format.FORM, {"table.right": 1.0}),
        ("297mm 210mm", "28mm 37mm 26mm 35mm", "224.75mm", Format.FORM, {}),
        ("297mm 210mm", "28mm 37mm 26mm 28mm", "224.75mm", Format.FORM, {"table.left": -7.0, "table.right": -7.0}),
        ("210mm 148mm", "14mm 20mm 10mm 20mm", "170mm", Format.SLIP, {}),
        ("210mm 148mm", "14mm 26mm 10mm 28mm", "155.75mm", Format.FORM, {"page.width": -62.0, "page.height": -87.0}),
    ],
)
def test_a_lying_form_has_turned_edges_and_a_slip_none(
    size: str, margins: str, width: str, paper: Format, expected: dict[str, float | str]
) -> None:
    assert off(form(size, margins, width), paper) == near(expected)


def test_those_who_sign_after_a_word_need_a_date_in_its_place() -> None:
    names = '<p style="margin-left: 39mm">调查组成员：阿卜杜热合曼</p><p style="margin-left: 72.5mm">刘力</p>'
    made = [
        grid_page(
            f'{ROW}{{% p %}}第二段{{% endp %}}<div class="sign plain">{names}<p style="margin-left: {left}mm">2026年11月24日</p></div>'
        )
        for left in (92.52, 90.52)
    ]
    assert [off(pdf) for pdf in made] == [{}, near({"date.inset": 2.0})]


@pytest.mark.parametrize(
    ("own", "lent", "face"), [("GW KaiTi", "GW SongTi", "楷体"), ("GW FangSong", "GW KaiTi", "仿宋")]
)
def test_characters_that_a_face_lacks_do_not_make_it_another(own: str, lent: str, face: str) -> None:
    """綠 is not in the table of standard characters; it is drawn by a font that has it."""
    spot = Box(0, 0, 5, 5)
    name = [Glyph(char, font, 16, 5, spot, spot) for char, font in (("周", own), ("綠", lent), ("綠", lent))]
    assert (Block(1, tuple(name)).face, Block(1, tuple(name[1:])).face) == (face, rows.face(lent))
