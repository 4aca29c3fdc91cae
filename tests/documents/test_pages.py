"""Papers as pictures and as text."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from documents import pages
from tests.documents.conftest import Compose


def test_pages_are_pictures_of_their_size(compose: Compose) -> None:
    pictures = pages.page_images(compose("D-TR-8"), scale=0.5)
    assert [Image.open(io.BytesIO(picture)).size for picture in pictures] == [(298, 421)] * 2


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
