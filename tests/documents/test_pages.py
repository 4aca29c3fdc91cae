"""Papers as pictures and as text."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from documents import pages, struck
from tests.documents.conftest import Compose


def test_pages_are_pictures_of_their_size(compose: Compose) -> None:
    pictures = pages.page_images(compose("D-TR-8"), scale=0.5)
    assert [Image.open(io.BytesIO(picture)).size for picture in pictures] == [(298, 421)] * 2


def test_a_webp_shows_the_same_pixels_in_fewer_bytes(compose: Compose) -> None:
    pdf = compose("D-TR-10")
    both = [pages.page_image(pdf, 1, scale=0.6, watermark="李翀", kind=kind) for kind in ("PNG", "WEBP")]
    png, webp = [Image.open(io.BytesIO(picture)) for picture in both]
    assert (webp.format, ImageChops.difference(png.convert("RGB"), webp.convert("RGB")).getbbox()) == ("WEBP", None)
    assert len(both[1]) < len(both[0])


def test_the_watermark_is_in_the_pixels_of_every_region(compose: Compose) -> None:
    pdf = compose("D-TR-10")
    (plain,) = pages.page_images(pdf, scale=1)
    (marked,) = pages.page_images(pdf, scale=1, watermark="李翀 2026-11-24 09:30")
    both = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in (plain, marked)]
    difference = ImageChops.difference(*both).convert("L")
    width, height = difference.size
    quarters = [(x, y, x + width // 2, y + height // 2) for x in (0, width // 2) for y in (0, height // 2)]
    assert all(difference.crop(quarter).getextrema()[1] > 0 for quarter in quarters)


def test_text_of_several_pages(compose: Compose) -> None:
    first, second = pages.page_text(compose("D-TR-8")).split("\f")
    assert "青委〔2026〕12号" in first
    assert "印发" in second
    assert "\r" not in first + second


def test_the_text_says_which_choices_are_struck_out(compose: Compose) -> None:
    said = pages.page_text(compose("D-TR-2"))
    assert said.count("（〔划去：预备〕/正式）") == 2
    assert said.count("/女）") == said.count("（〔划去：男〕/女）") == 1
    assert said.count("划去") == 3  # the seam goes through its number, and strikes nothing


def test_a_line_strikes_what_it_begins_and_ends_with() -> None:
    boxes = [(10.0, 0.0, 20.0, 10.0), (20.0, 0.0, 30.0, 10.0), (40.0, 0.0, 50.0, 10.0)]
    assert struck.struck_ones(boxes, [(9.5, 30.5, 5.0)]) == [True, True, False]
    assert struck.struck_ones(boxes, [(9.5, 30.5, 1.0)]) == [False] * 3  # below: underlined
    assert struck.struck_ones(boxes, [(0.0, 100.0, 5.0)]) == [False] * 3  # a rule that passes through
    for start, end, strikes in ((6.0, 34.0, True), (5.9, 30.0, False), (10.0, 34.1, False), (11.1, 30.0, False)):
        assert struck.struck_ones(boxes, [(start, end, 5.0)]) == [strikes, strikes, False]
    assert struck.struck_ones(boxes, [(43.0, 47.0, 5.0)]) == [False] * 3  # a dash of one
