"""The formats beside the red head, measured in the picture of a page (GB/T 9704-2012, clause 10), millimetres."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image, ImageChops

from documents import pages, press
from documents.gallery import specimens
from documents.kinds import kind_of
from tests.documents import facts

SCALE = 5.0
MM = 25.4 / 72 / SCALE
Runs = list[tuple[float, float]]


def red_of(code: str, **change: object) -> list[Image.Image]:
    """Where the pages of a paper are red, as masks."""
    kind = kind_of(code)
    job = press.Job(code, specimens.everyday(kind) | change, specimens.number_of(kind), facts.CREATED.isoformat())
    shown = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages.page_images(press.compose(job), scale=SCALE)]
    return [_red(page) for page in shown]


def _red(page: Image.Image) -> Image.Image:
    red, green, _blue = page.split()
    return ImageChops.darker(red, ImageChops.invert(green)).point(lambda value: 255 if value > 150 else 0)


def runs(mask: Image.Image) -> Runs:
    """From where to where a mask has ink, from the top."""
    rows = [value > 0 for value in mask.resize((1, mask.height), Image.Resampling.BOX).tobytes()]
    found: Runs = []
    for y, ink in enumerate([*rows, False]):
        if ink and (y == 0 or not rows[y - 1]):
            start = y
        elif not ink and y and rows[y - 1]:
            found.append((start * MM, y * MM))
    return found


@pytest.mark.parametrize("issuer", ["中共清河县青石镇委员会", "中共昆明市五华区华山街道工作委员会"])
def test_a_letter_has_its_mark_at_30_mm_and_two_double_rules(issuer: str) -> None:
    first, *_others = red_of("D-GW-2", issuer=issuer)
    mark, thick, thin, low_thin, low_thick = runs(first)
    assert mark[0] == pytest.approx(30, abs=0.25)
    assert thick[0] - mark[1] == pytest.approx(4, abs=0.35)
    assert (thick[1] - thick[0] > thin[1] - thin[0], low_thick[1] - low_thick[0] > low_thin[1] - low_thin[0]) == (
        True,
        True,
    )
    assert low_thick[1] == pytest.approx(277, abs=0.15)
    left, _top, right, _bottom = first.getbbox() or (0, 0, 0, 0)
    assert (left * MM, right * MM) == (pytest.approx(20, abs=0.15), pytest.approx(190, abs=0.15))


def test_only_the_first_page_of_a_letter_is_without_a_number_and_has_rules() -> None:
    long = specimens.longest(kind_of("D-GW-2"))["text"]
    first, second, *_more = red_of("D-GW-2", text=long)
    assert first.getbbox() is not None
    assert second.getbbox() is None
    job = press.Job("D-GW-2", specimens.everyday(kind_of("D-GW-2")) | {"text": long}, "1", facts.CREATED.isoformat())
    shown = [text.count("—") for text in pages.page_text(press.compose(job)).split("\f")]
    assert shown[:2] == [0, 2]


@pytest.mark.parametrize(("code", "top"), [("D-GW-1", 57), ("D-GW-3", 72)])
def test_the_mark_of_an_order_stands_at_20_mm_and_of_minutes_at_35(code: str, top: float) -> None:
    first, *_others = red_of(code)
    assert runs(first)[0][0] == pytest.approx(top, abs=0.25)


def test_an_order_names_who_signed_and_minutes_who_attended() -> None:
    def text(code: str) -> str:
        job = press.Job(code, specimens.everyday(kind_of(code)), "青委令〔2026〕2号", facts.CREATED.isoformat())
        return "".join(pages.page_text(press.compose(job)).split())

    order, minutes = text("D-GW-1"), text("D-GW-3")
    assert order.index("中共清河县青石镇委员会令") < order.index("此令。") < order.index("书记马建国2026年11月24日")
    places = [minutes.index(part) for part in ("原则同意", "出席：马建国", "请假：", "列席：", "2026年11月24日印发")]
    assert places == sorted(places)


def test_a_seal_in_a_box_covers_the_date_it_belongs_to() -> None:
    kind = kind_of("D-DS-9")
    seal = base64.b64encode(_dot()).decode()
    job = press.Job(kind.code, specimens.everyday(kind), "1", facts.CREATED.isoformat(), seal=seal)
    last = Image.open(io.BytesIO(pages.page_images(press.compose(job), scale=SCALE)[-1])).convert("RGB")
    left, top, right, bottom = _red(last).getbbox() or (0, 0, 0, 0)
    assert (right - left) * MM == pytest.approx(42, abs=0.5)
    below = (
        last.crop((left, (top + bottom) // 2, right, bottom)).convert("L").point(lambda value: 255 if value < 60 else 0)
    )
    assert below.getbbox() is not None


def _dot() -> bytes:
    """A red ring with nothing in it."""
    from PIL import ImageDraw

    image = Image.new("RGBA", (992, 992), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((4, 4, 988, 988), outline=(230, 0, 18, 255), width=30)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
