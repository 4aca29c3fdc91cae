"""Our own papers against GB/T 9704-2012, as ``measure_paper`` reads them (millimetres)."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from documents import pages, typefaces
from documents.kinds import kind_of
from documents.measuring import reader
from documents.measuring.findings import Finding, Measured
from documents.measuring.page import MM_PER_POINT
from documents.measuring.standard import Format
from documents.typefaces import Role
from tests.documents import facts
from tests.documents.conftest import Compose
from tests.documents.measured import EVERYDAY, NUMBER, ON_THE_GRID, TABLES, grid_page, measure, off
from tests.documents.test_typefaces import standard_table


@pytest.fixture(scope="module")
def full_page() -> tuple[Measured, dict[str, Finding]]:
    """A page full of characters, rare ones among them, and the beginning of another."""
    text = ("中国共产党章程规定" + "䶮𬭎㛃") * 60
    return measure(grid_page('{% p "FangSong" 0 %}{{ text }}{% endp %}', text=text))


def test_a_full_page_has_22_rows_of_28_characters(full_page: tuple[Measured, dict[str, Finding]]) -> None:
    measured, found = full_page
    assert [len(row.text) for row in measured.paper.body if row.page == 1] == [28] * 22
    assert (found["grid.rows"].measured, found["grid.columns"].measured) == (22, 28)


def test_the_rows_fill_the_type_area_from_37_to_262(full_page: tuple[Measured, dict[str, Finding]]) -> None:
    measured, found = full_page
    assert measured.grid.tops[1] == pytest.approx(37, abs=0.01)
    assert measured.grid.bottoms[1] == pytest.approx(262, abs=0.01)
    assert found["grid.strayed"].measured == pytest.approx(0, abs=0.01)


def test_the_rows_reach_from_edge_to_edge(full_page: tuple[Measured, dict[str, Finding]]) -> None:
    measured, _found = full_page
    rows = [row.box for row in measured.paper.body if row.page == 1]
    assert {round(row.left, 1) for row in rows} == {28.0}
    assert all(row.right == pytest.approx(184, abs=0.15) for row in rows)


@pytest.mark.parametrize("code", ON_THE_GRID)
def test_an_everyday_paper_keeps_every_figure(code: str, compose: Compose) -> None:
    number = NUMBER if kind_of(code).series == "document" else "2026-0007"
    pdf = compose(code, EVERYDAY[code], number=number)
    measured, found = measure(pdf)
    assert off(pdf) == {}
    assert measured.format is (Format.NOTICE if "redhead.css" in kind_of(code).styles else Format.PLAIN)
    assert {"margin.left", "body.size", "date.form", "page_number.dash"} <= found.keys()


@pytest.mark.parametrize(
    "issuer", ["中共沙河县委", "中共昆明市五华区华山街道工作委员会", "中共云南省红河哈尼族彝族自治州沙河县委员会"]
)
def test_the_head_keeps_its_figures_however_long_the_issuer(issuer: str, compose: Compose) -> None:
    pdf = compose("D-TR-8", facts.EVERYDAY["D-TR-8"] | {"issuer": issuer})
    measured, _found = measure(pdf)
    assert off(pdf) == {}
    rows = measured.paper.body
    # What the standard leaves open: below the head, too, rows stand where the other pages' do.
    assert [(row.box.top - 37) / 10.4455 % 1 for row in rows] == pytest.approx([0.0] * len(rows), abs=0.02)


@pytest.mark.parametrize("code", TABLES[:3])
def test_a_form_is_judged_by_its_table(code: str, compose: Compose) -> None:
    pdf = compose(code, EVERYDAY[code], number=NUMBER)
    measured, found = measure(pdf)
    assert (measured.format, off(pdf)) == (Format.FORM, {})
    assert found.keys() == {"page.width", "page.height", "table.left", "table.right"}


@pytest.mark.parametrize("role", [Role.FANGSONG, Role.KAITI])
def test_all_8105_characters_of_the_table_print(role: Role) -> None:
    table = standard_table()
    pdf = grid_page("{% p role 0 %}{{ text }}{% endp %}", text=table, role=str(role))
    printed = {glyph.char for page in reader.read(pdf) for glyph in page.glyphs}
    assert set(table) <= printed
    assert len(typefaces.printable()) > 20_000


def test_a_paper_is_small(compose: Compose) -> None:
    assert len(compose("D-TR-2", facts.EVERYDAY["D-TR-2"])) < 120_000


def ink(pdf: bytes, *, red: bool) -> Image.Image:
    """The first page at 360 dots to the inch, white where there is ink (red ink, or black)."""
    picture = Image.open(io.BytesIO(pages.page_images(pdf, scale=5.0)[0])).convert("RGB")
    reds, greens, _blues = picture.split()
    strength = ImageChops.darker(reds, ImageChops.invert(greens)) if red else ImageChops.invert(reds)
    return strength.point(lambda value: 255 if value > 150 else 0)


@pytest.mark.parametrize("issuer", ["中共沙河县委", "中共沙河县青石镇委员会", "中共昆明市五华区华山街道工作委员会"])
def test_the_ink_of_the_red_head_starts_35_mm_below_the_type_area(issuer: str, compose: Compose) -> None:
    pdf = compose("D-TR-8", facts.EVERYDAY["D-TR-8"] | {"issuer": issuer})
    assert ink(pdf, red=True).getbbox()[1] / 5 * MM_PER_POINT == pytest.approx(37 + 35, abs=0.2)


def test_the_ink_of_the_dashes_starts_7_mm_below_the_type_area(compose: Compose) -> None:
    """Seen in a picture of the page, not by the reader: it must not be its own witness."""
    left, right, top = (round(mm / MM_PER_POINT * 5) for mm in (164, 168.5, 263))
    dash = ink(compose("D-TR-8"), red=False).crop((left, top, right, top + 300))
    assert dash.getbbox()[1] / 5 * MM_PER_POINT + 263 == pytest.approx(269, abs=0.1)
