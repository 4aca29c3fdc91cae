"""Text that runs out of its place is found before anything is painted, and the field it came from is named."""

from __future__ import annotations

import pytest
import weasyprint

from documents import overflow
from documents.kinds import kind_of

SIZES = "@page{size:400px 300px;margin:20px}td,div{font:16px/20px serif;padding:0 8px}"
TABLE = "table{border-collapse:collapse;table-layout:fixed;width:320px}td,th{border:1px solid;white-space:nowrap}"
FRAME = "div{width:100px;height:40px;white-space:nowrap}"
CELLS = "<table><tr><td><span data-field='name'>{}</span></td><td data-field='reason'>b</td></tr></table>"
FRAMED = "<div data-frame><span data-field='name'>{}</span></div><p data-field='reason'>b</p>"


def _found(style: str, markup: str) -> str:
    page = weasyprint.HTML(string=f"<style>{SIZES}{style}</style>{markup}")
    laid_out = page.render()
    facts = {"name": "a", "reason": "the longest by far"}
    return overflow.too_long(laid_out.pages, page.etree_element.find("body"), kind_of("D-TR-10"), facts)


@pytest.mark.parametrize(
    ("style", "markup"),
    [(TABLE, CELLS), (TABLE, CELLS.replace("td", "th")), (FRAME, FRAMED)],
    ids=["between the lines of a cell", "of a cell at the head", "inside a frame"],
)
def test_text_stays_where_it_belongs(style: str, markup: str) -> None:
    assert _found(style, markup.format("iiii")) == ""
    assert _found(style, markup.format("W" * 12)) == "name"


def test_lines_of_a_frame_count_one_by_one() -> None:
    assert _found(FRAME, FRAMED.format("a<br>b")) == ""
    assert _found(FRAME, FRAMED.format("a<br>b<br>c")) == "name"


def test_more_pages_than_a_kind_may_have_are_too_many() -> None:
    style = "body,p{margin:0;font:16px/20px serif}"
    assert [_found(style, "<p>a</p>" * lines) for lines in (13, 14)] == ["", "reason"]


def test_the_blank_beside_the_lines_of_a_cell_may_be_used() -> None:
    wide = TABLE + "td{padding:0 60px}"
    assert [_found(wide, CELLS.format("W" * count)) for count in (5, 9)] == ["", "name"]


def test_a_cell_grows_but_not_out_of_its_frame() -> None:
    framed = f"<div data-frame>{CELLS}</div>"
    assert [_found(TABLE + FRAME, framed.format(lines)) for lines in ("a", "a<br>b<br>c<br>d")] == ["", "name"]


@pytest.mark.parametrize(("mark", "found"), [("", "reason"), ("data-free", "")])
def test_what_is_scaled_later_is_not_measured(mark: str, found: str) -> None:
    assert _found("", f'<div {mark} style="position:absolute;left:-19px">a</div>') == found


@pytest.mark.parametrize(("count", "found"), [(5, ""), (40, "reason")])
def test_lost_text_is_noticed(count: int, found: str) -> None:
    """Of forty lines in a positioned element WeasyPrint drops those beyond the end of the page."""
    lines = '<p style="margin:0">a</p>' * count
    assert _found("", f'<div style="position:absolute;top:0">{lines}</div>') == found
