"""The seal over a perforation (骑缝章): half on the stub, half on what is torn off it, the same picture as over the date."""

from __future__ import annotations

import base64

import pytest

from documents import figures, press
from documents.measuring import reader
from documents.measuring.page import Box
from tests.documents import facts
from tests.documents.measured import EVERYDAY, NUMBER

SEAL = base64.b64encode(figures.sample_seal()).decode()
KINDS = pytest.mark.parametrize(("code", "perforation"), [("D-TR-2", 74.5), ("D-TR-4", 94.0)])


def set_with(code: str, **more: object) -> bytes:
    return press.compose(press.Job(code, EVERYDAY[code], NUMBER, facts.CREATED.isoformat(), **more))  # type: ignore[arg-type]


def seals_on(pdf: bytes) -> list[Box]:
    """The pictures of 42 mm on the one page, from above."""
    (page,) = reader.read(pdf)
    found = [one.box for one in page.pictures if round(one.box.width, 2) == round(one.box.height, 2) == 42.0]
    return sorted(found, key=lambda box: box.top)


@KINDS
def test_it_stands_half_above_the_perforation(code: str, perforation: float) -> None:
    joint, over_the_date = seals_on(set_with(code, seal=SEAL))
    assert (round(joint.middle, 1), round(joint.left, 1)) == (perforation, 14.0)
    assert over_the_date.top > joint.bottom


@KINDS
@pytest.mark.parametrize("more", [{}, {"seal": SEAL, "draft": True}], ids=["no seal", "draft"])
def test_without_a_seal_the_words_say_where_it_is_to_be_stamped(
    code: str, perforation: float, more: dict[str, object]
) -> None:
    pdf = set_with(code, **more)
    assert seals_on(pdf) == []
    (page,) = reader.read(pdf)
    under = [g for g in page.glyphs if abs(g.box.middle - perforation) < 1 and g.box.left > 14 and g.box.right < 56]
    assert "".join(glyph.char for glyph in under).strip() == "（骑缝章）"
