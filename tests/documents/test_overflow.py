"""Text that runs out of its place is found before anything is painted, and the field it came from is named."""

from __future__ import annotations

import pytest
import weasyprint

from documents import overflow
from documents.kinds import kind_of

SIZES = "@page{size:400px 300px;margin:20px}td,div{font:16px/20px serif;padding:0 8px}"
TABLE = "table{border-collapse:collapse;table-layout:fixed;width:320px}td{border:1px solid;white-space:nowrap}"
FRAME = "div{width:100px;height:40px;white-space:nowrap}"
CELLS = "<table><tr><td><span data-field='name'>{}</span></td><td data-field='reason'>b</td></tr></table>"
FRAMED = "<div data-frame><span data-field='name'>{}</span></div><p data-field='reason'>b</p>"


def _found(style: str, markup: str) -> str:
    page = weasyprint.HTML(string=f"<style>{SIZES}{style}</style>{markup}")
    laid_out = page.render()
    facts = {"name": "a", "reason": "the longest by far"}
    return overflow.too_long(laid_out.pages, page.etree_element.find("body"), kind_of("D-TR-10"), facts)


@pytest.mark.parametrize(
    ("style", "markup"), [(TABLE, CELLS), (FRAME, FRAMED)], ids=["between the lines of a cell", "inside a frame"]
)
def test_text_stays_where_it_belongs(style: str, markup: str) -> None:
    assert _found(style, markup.format("iiii")) == ""
    assert _found(style, markup.format("W" * 12)) == "name"


def test_lines_of_a_frame_count_one_by_one() -> None:
    assert _found(FRAME, FRAMED.format("a<br>b")) == ""
    assert _found(FRAME, FRAMED.format("a<br>b<br>c")) == "name"
