"""What is kept from paper to paper changes nothing: the stock typesetter puts the same pixels and texts on every page."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from io import BytesIO
from typing import Any, cast

import pikepdf
import pydyf
import pytest
import weasyprint
from PIL import Image
from weasyprint import css
from weasyprint.css.targets import TargetCollector

from documents import builds, figures, kinds, pages, press, rendering, reuse, settling
from documents.gallery import specimens
from documents.kinds import kind_of
from documents.reuse import cascade, objects, reading
from tests.documents import facts

# One of each format; the letter twice, to a stranger between: the second is set from what the first left.
CODES = ("D-TR-2", "D-GW-1", "D-TR-2", "D-GW-2", "D-GW-3", "D-DS-9", "D-TR-1B", "D-BL-4a")
SCALE = 1.5


def job_of(code: str, shape: str = "everyday") -> press.Job:
    """A specimen with its seal."""
    kind = kind_of(code)
    seal = base64.b64encode(figures.sample_seal()).decode() if kind.sealed else ""
    return press.Job(
        code, specimens.SHAPES[shape](kind), specimens.number_of(kind), facts.CREATED.isoformat(), seal=seal
    )


def looks(pdf: bytes) -> list[tuple[bytes, str]]:
    """Each page: its pixels and its text."""
    with pages.opened(pdf) as document:
        return [
            (page.render(scale=SCALE).to_pil().tobytes(), page.get_textpage().get_text_range()) for page in document
        ]


def test_every_format_looks_as_the_stock_typesetter_sets_it() -> None:
    for code in CODES:
        ours = press.compose(job_of(code))
        with reuse.set_aside():
            assert not reuse.installed()
            stock = press.compose(job_of(code))
        assert looks(ours) == looks(stock), code


def test_rare_names_look_as_the_stock_typesetter_sets_them() -> None:
    ours = press.compose(job_of("D-TR-2", "rare"))
    with reuse.set_aside():
        assert looks(ours) == looks(press.compose(job_of("D-TR-2", "rare")))


def test_what_was_printed_before_leaves_no_trace_in_the_bytes() -> None:
    first = press.compose(job_of("D-TR-2"))
    for shape in ("rare", "longest", "everyday"):
        press.compose(job_of("D-TR-2", shape))
    assert press.compose(job_of("D-TR-2")) == first


def test_a_glyph_that_is_missing_is_noticed_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that are kept are not drawn by what complains."""
    monkeypatch.setattr("documents.typesetting.face_for", lambda _char, _role: None)
    job = press.Job("D-TR-10", facts.EVERYDAY["D-TR-10"] | {"name": "李\U0001b09e"}, "1", facts.CREATED.isoformat())
    for _time in range(3):
        with pytest.raises(press.Faulty, match="notdef"):
            press.compose(job)


def test_another_version_of_the_typesetter_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with reuse.set_aside():
        stock = weasyprint.pdf.fonts.Font.clean
        monkeypatch.setattr(weasyprint, "__version__", "70.1")
        reuse.install()
        assert not reuse.installed()
        assert weasyprint.pdf.fonts.Font.clean is stock
    assert reuse.installed()


def test_another_version_of_the_writer_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with reuse.set_aside():
        monkeypatch.setattr(pydyf, "__version__", "0.14.0")
        reuse.install()
        assert not reuse.installed()


def test_no_paper_has_what_is_never_drawn() -> None:
    """Outlines are left out: nothing that a paper is made of may ask for one."""
    sources = (*kinds.STYLES.glob("*.css"), *kinds.TEMPLATES.rglob("*.html"), *kinds.HERE.glob("*markup.py"))
    assert len(sources) > 50
    assert [path.name for path in sources if "outline" in path.read_text("utf-8")] == []


def test_selectors_see_no_more_than_the_place_of_an_element() -> None:
    """Styles are kept by place: names and attributes of an element, its siblings, and all above; not what is inside."""
    for sheet in kinds.STYLES.glob("*.css"):
        seen = re.sub(r":has\(\+ \.\w+\)", "", sheet.read_text("utf-8"))
        assert re.findall(r":has|:empty|:is|:not|:lang|\[(?:src|alt|content|charset|style|data-field)", seen) == [], (
            sheet.name
        )


@pytest.mark.parametrize("kept", [cascade.KEPT, 0], ids=["kept", "forgotten before each page"])
def test_a_style_sees_what_stands_beside_and_above(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that differ only where a selector looks, each set after the others."""
    monkeypatch.setattr(cascade, "KEPT", kept)
    sheet = press._typesetter().CSS(
        string="p { color: red } .a p { color: blue } p + p { color: lime } p:has(+ i) { color: gray } [data-x] { top: 1px }"
        ".k { color: inherit }",
        font_config=press._font_configuration(),
    )
    one = "<p></p>"
    bodies = (
        one,
        one + one,
        f"{one}<i></i>",
        f'<div class="a">{one}</div>',
        '<p data-x=""></p>',
        f"<div>{one}</div>",
        '<p style="color: teal"></p>',
        '<div><p class="k"></p></div>',
        '<div style="color: teal"><p class="k"></p></div>',
        '<div style="color: navy"><p class="k"></p></div>',
        one,
    )
    colours = [_styles_of(f"<html><body>{body}</body></html>", sheet) for body in bodies]
    with reuse.set_aside():
        assert colours == [_styles_of(f"<html><body>{body}</body></html>", sheet) for body in bodies]
    assert len(set(map(str, colours))) == 8
    assert kept or 0 < len(cascade._places) < 20  # those of the last page


def _styles_of(text: str, sheet: Any) -> list[Any]:
    """Colour and place of each paragraph."""
    page = reading.page_of(text, press._fetcher())
    style_for = css.get_all_computed_styles(
        page, [sheet], font_config=press._font_configuration(), target_collector=TargetCollector()
    )
    return [(style_for(one)["color"], style_for(one)["top"]) for one in page.etree_element.iter("p")]


def test_a_code_is_in_the_file_as_it_was_made() -> None:
    """A bit for each module, the same bits as in its PNG."""
    address = "https://verify.example.org/verify/0000000003/000000005ccd/"
    job = job_of("D-TR-2")
    made = press.compose(replace(job, facts={**job.facts, "verify_url": address}))
    code = Image.open(BytesIO(base64.b64decode(figures.qr_code(address).partition(",")[2])))
    with pikepdf.open(BytesIO(made)) as pdf:
        pictures = [pikepdf.PdfImage(cast("pikepdf.Stream", one)) for one in pdf.pages[0].get_images().values()]
        (shown,) = (one for one in pictures if one.width == code.width)
        assert (shown.bits_per_component, shown.colorspace) == (1, "/DeviceGray")
        assert shown.as_pil_image().convert("1").tobytes() == code.convert("1").tobytes()


def test_settling_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every object has the bytes that WeasyPrint's writer gives it, if it is deflated as much."""
    monkeypatch.setattr(objects, "LEVEL", 9)
    settling._deflated.cache_clear()
    settled = press.compose(job_of("D-TR-8"))
    settling._deflated.cache_clear()
    monkeypatch.setattr(settling, "settle", lambda _document, _pdf: None)
    assert press.compose(job_of("D-TR-8")) == settled


def test_values_have_the_bytes_that_the_writer_gives_them() -> None:
    inner = pydyf.Dictionary({"Kind": "/Page", "At": pydyf.Array([1, 2.0, -0.25, 1e-7, 12345.678901])})
    values = [0, 2.0, -3.0, 0.5, 1 / 3, "/Name", "/" + "N" * 30, b"Tj", pydyf.String("文"), inner, pydyf.Array([])]
    ours = [pydyf._to_bytes(value) for value in values]
    with reuse.set_aside():
        assert ours == [pydyf._to_bytes(value) for value in values]


def test_references_to_the_pages_go_with_their_number() -> None:
    made, seen = pydyf.PDF(), []
    for _page in range(2):
        made.add_page(pydyf.Dictionary({"Type": "/Page"}))
        seen.append(len(made.page_references))
    assert seen == [1, 2]


def test_a_letter_with_a_seal_is_below_a_hundred_kilobytes() -> None:
    assert len(press.compose(job_of("D-TR-2"))) < 100_000


def test_a_paper_names_what_it_was_set_with() -> None:
    said = facts.EVERYDAY["D-TR-10"]
    made = rendering.typeset(kind_of("D-TR-10"), said, number="1", created=facts.CREATED)
    assert made.builds == builds.of(kind_of("D-TR-10"))
    assert made.builds["weasyprint"] == weasyprint.__version__
    assert {len(made.builds[name]) for name in ("template", "typesetting", "fonts")} == {64}
    assert all(made.builds.values())


def test_the_version_of_a_library_that_only_says_at_least() -> None:
    assert builds._newest(lambda *asked: asked <= (13, 0, 7)) == "13.0.7"
