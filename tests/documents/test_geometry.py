"""The official notice against GB/T 9704-2012, measured in the PDF (millimetres)."""

from __future__ import annotations

import io
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest
from django.template import Context
from PIL import Image, ImageChops

from documents import pages, press, typefaces
from documents.typefaces import Role
from tests.documents import facts
from tests.documents.conftest import Compose
from tests.documents.test_typefaces import standard_table

MM = 25.4 / 72
EM = 16 * MM


def grid_page(source: str, **values: object) -> bytes:
    """A document of the grid alone."""
    page = f'<!DOCTYPE html><html lang="zh-CN"><head><title>t</title></head><body>{source}</body></html>'
    html = press._engine().from_string(page).render(Context(values))
    document = press._typesetter().HTML(string=html, url_fetcher=press._fetcher(), base_url=None)
    sheets = [press._sheet("page.css"), press._sheet("grid.css")]
    with press._complaints() as complaints:
        pdf: bytes = document.render(stylesheets=sheets, font_config=press._font_configuration()).write_pdf()
    assert complaints == []
    return pdf


def rows(pdf: bytes, page: int, size: float = 16.0) -> list[list[dict[str, Any]]]:
    """Characters of a type size, by line from the top."""
    lines: dict[float, list[dict[str, Any]]] = defaultdict(list)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        shown = document.pages[page]
        for char in shown.chars:
            if abs(char["size"] - size) < 0.1 and char["text"].strip():
                lines[round((float(shown.height) - char["matrix"][5]) * MM, 1)].append(char)
    return [sorted(lines[top], key=lambda char: char["x0"]) for top in sorted(lines)]


def baseline(row: list[dict[str, Any]]) -> float:
    """Distance of a line's baseline from the top of the page."""
    return 297 - row[0]["matrix"][5] * MM


@pytest.fixture(scope="module")
def full_page() -> list[list[dict[str, Any]]]:
    """The lines of a page full of characters, rare ones among them."""
    text = ("中国共产党章程规定" + "䶮𬭎㛃") * 60
    pdf = grid_page('{% p "FangSong" 0 %}{{ text }}{% endp %}', text=text)
    return rows(pdf, 0)


def test_a_full_page_has_22_lines_of_28_characters(full_page: list[list[dict[str, Any]]]) -> None:
    assert [len(row) for row in full_page] == [28] * 22


def test_the_lines_fill_the_type_area_evenly(full_page: list[list[dict[str, Any]]]) -> None:
    assert baseline(full_page[0]) - 0.88 * EM == pytest.approx(37, abs=0.05)
    assert baseline(full_page[-1]) + 0.12 * EM == pytest.approx(262, abs=0.05)
    steps = [baseline(below) - baseline(above) for above, below in pairwise(full_page)]
    assert max(steps) - min(steps) < 0.01


def test_the_lines_reach_from_edge_to_edge(full_page: list[list[dict[str, Any]]]) -> None:
    assert {round(row[0]["x0"] * MM, 1) for row in full_page} == {28.0}
    assert all(row[-1]["x0"] * MM + EM == pytest.approx(184, abs=0.15) for row in full_page)


def test_the_red_head_stands_where_the_standard_puts_it(compose: Compose) -> None:
    pdf = compose("D-TR-8")
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        first = document.pages[0]
        (rule,) = [rect for rect in first.rects if rect["height"] < 3]
        assert (rule["x0"] * MM, rule["x1"] * MM) == (pytest.approx(28, abs=0.1), pytest.approx(184, abs=0.1))
        number = next(char for char in first.chars if char["text"] == "〔")
        gap = rule["top"] * MM - (297 - number["matrix"][5] * MM + 0.12 * EM)
        assert gap == pytest.approx(4, abs=0.2)
        assert {round(char["size"]) for char in first.chars} == {14, 16, 22, 34}


def test_the_page_number_lies_7_mm_below_the_type_area(compose: Compose) -> None:
    pdf = compose("D-TR-8")
    for page, edge in ((0, "right"), (1, "left")):
        (row,) = rows(pdf, page, size=14.0)[-1:]
        assert "".join(char["text"] for char in row) == f"—{page + 1}—"
        side = 184 - row[-1]["x1"] * MM if edge == "right" else row[0]["x0"] * MM - 28
        assert side == pytest.approx(156 / 28, abs=0.8)


@pytest.mark.parametrize("role", [Role.FANGSONG, Role.KAITI])
def test_all_8105_characters_of_the_table_print(role: Role) -> None:
    table = standard_table()
    pdf = grid_page("{% p role 0 %}{{ text }}{% endp %}", text=table, role=str(role))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        printed = {char["text"] for page in document.pages for char in page.chars}
    assert set(table) <= printed
    assert len(typefaces.printable()) > 20_000


def test_a_paper_is_small(compose: Compose) -> None:
    assert len(compose("D-TR-2", facts.EVERYDAY["D-TR-2"])) < 120_000


@pytest.mark.parametrize("issuer", ["中共沙河县委", "中共沙河县青石镇委员会", "中共昆明市五华区华山街道工作委员会"])
def test_the_ink_of_the_red_head_starts_35_mm_below_the_type_area(issuer: str, compose: Compose) -> None:
    scale = 5.0
    pdf = compose("D-TR-8", facts.EVERYDAY["D-TR-8"] | {"issuer": issuer})
    picture = Image.open(io.BytesIO(pages.page_images(pdf, scale=scale)[0])).convert("RGB")
    red, green, _blue = picture.split()
    ink = ImageChops.darker(red, ImageChops.invert(green)).point(lambda value: 255 if value > 150 else 0)
    assert ink.getbbox()[1] / scale * MM == pytest.approx(37 + 35, abs=0.2)
