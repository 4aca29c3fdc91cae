"""The gallery measured: a specimen of each combination of style sheets, and those with the hardest ends of pages."""

from __future__ import annotations

import pytest

from documents import typefaces
from documents.gallery import __main__ as gallery
from documents.gallery import measures, specimens
from documents.kinds import all_kinds, kind_of
from documents.typefaces import Role

FIRST = {kind.styles: code for code, kind in sorted(all_kinds().items(), reverse=True)}
# A listing in the text; a list of enclosures over two pages; a mark of one character; several who sign; names with
# characters that the typeface of signers lacks.
HARD = [
    ("D-SU-1", "longest"),
    ("D-DS-13a", "longest"),
    ("D-GW-2", "shortest"),
    ("D-AC-2a", "rare"),
    ("D-BL-1a", "rare"),
]


@pytest.mark.parametrize(("code", "shape"), [*((code, "everyday") for code in sorted(FIRST.values())), *HARD])
def test_a_specimen_keeps_every_figure(code: str, shape: str) -> None:
    kind = kind_of(code)
    outcome = measures.measured(gallery.composed(kind, specimens.SHAPES[shape](kind)))
    assert outcome.deviations == []
    assert outcome.figures >= (0 if {"slip.css", "letter.css", "certificate.css"} & set(kind.styles) else 4)


def test_the_ink_of_a_mark_goes_as_deep_as_its_deepest_character() -> None:
    depths = [typefaces.depth(text, Role.XIAOBIAOSONG) for text in ("", "甲", "会", "甲会")]
    assert depths == pytest.approx([0.0, 0.072, 0.09, 0.09])
