"""The QR code in the margin of issued papers: in its place, outside the type area, and nothing else moves for it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import pytest

from config.demo.building import Demo
from documents import figures, issuing, kinds, press, rendering
from documents.gallery import specimens
from documents.kinds import kind_of
from documents.measuring import judge, reader
from documents.measuring.page import Glyph, Page
from tests.documents import facts

ADDRESS = "https://dangwu.example.gov.cn/verify/7QH3K9ZD2M/71abc6060b3a/"
TASKS = itertools.count(90_000)
# Kind -> left and upper edge of the code on its first page, in millimetres.
PLACES = {
    "D-TR-8": (28.0, 265.0), "D-IN-1": (28.0, 265.0), "D-GW-2": (28.0, 279.0), "D-GW-3": (28.0, 265.0),
    "D-GW-1": (28.0, 265.0), "D-DS-8a": (28.0, 265.0), "D-DS-9": (171.0, 7.0), "D-AP-1c": (247.0, 10.0),
    "D-TR-10": (171.0, 7.0), "D-TR-3": (20.0, 5.0),
}  # fmt: skip


def compose(code: str, **more: Any) -> bytes:
    kind = kind_of(code)
    job = press.Job(code, specimens.everyday(kind), specimens.number_of(kind), facts.CREATED.isoformat(), **more)
    return press.compose(job)


def small(page: Page) -> list[Glyph]:
    return [glyph for glyph in page.glyphs if glyph.size < 8]


def others(pages: Iterable[Page]) -> list[tuple[Any, ...]]:
    """All that stands on some pages but the code and its words."""
    return [
        (sorted((g.char, g.font, g.size, *vars(g.box).values()) for g in page.glyphs if g.size >= 8), page.rules)
        for page in pages
    ]


@pytest.mark.parametrize("code", PLACES)
def test_the_code_stands_in_its_place_and_nothing_else_has_moved(code: str) -> None:
    with_code, without = reader.read(compose(code, check=ADDRESS)), reader.read(compose(code))
    assert others(with_code) == others(without)
    first, *rest = with_code
    assert "".join(glyph.char for glyph in small(first)).replace(" ", "") == "扫码核验校验码71ab-c606-0b3a"
    assert not any(small(page) or page.pictures for page in rest)
    (picture,) = (one.box for one in first.pictures)
    assert (round(picture.left, 1), round(picture.top, 1)) == PLACES[code]
    assert (round(picture.width, 1), round(picture.height, 1)) == (13.0, 13.0)
    assert not any(page.pictures for page in without)


@pytest.mark.parametrize("code", ["D-TR-8", "D-GW-2", "D-GW-3", "D-GW-1", "D-DS-8a"])
def test_what_is_measured_is_the_same_with_the_code(code: str) -> None:
    (_with, found), (_without, before) = (
        judge.measure(reader.read(compose(code, **more))) for more in ({"check": ADDRESS}, {})
    )
    assert found == before
    assert len(found) > 12


def test_a_draft_has_none() -> None:
    assert compose("D-TR-10", check=ADDRESS, draft=True).count(b"/Image") == 0


def test_ballots_and_what_a_person_writes_himself_carry_none() -> None:
    without = {code for code, kind in kinds.all_kinds().items() if not kind.carries_code}
    assert without == {
        "D-AC-5a", "D-AC-5b", "D-APL-1a", "D-AP-1a", "D-AP-1b", "D-DS-7a", "D-BL-4a", "D-FL-3", "D-BL-8", "D-ML-1b", "D-MT-5a", "D-MT-5b",
        "D-SU-4a", "D-DS-15", "D-ST-1", "D-TR-4", "D-TR-1", "D-TR-2", "D-TR-5", "D-WD-1",
    }  # fmt: skip


@pytest.mark.parametrize(("code", "carries"), [("D-TR-8", True), ("D-TR-1", False)])
def test_an_issued_paper_is_set_with_its_own_address(
    code: str, carries: bool, world: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    committee, given = world.organisations["QH01"], []
    paper = issuing.reserve(
        kind_of(code), task_id=next(TASKS), case_reference="CODE", facts=facts.EVERYDAY[code], issuer=committee,
        addressees=[committee], subject=None, dated=facts.CREATED.date(),
    )  # fmt: skip
    monkeypatch.setattr(rendering, "typeset", lambda *_what, **how: given.append(how["check"]) or rendering.Typeset())
    issuing.typeset(paper)
    assert given == [paper.verify_url if carries else ""]
    assert paper.verify_url.endswith(f"/verify/{paper.public_id}/{paper.check_code}/")


def test_the_picture_is_the_code_of_the_address() -> None:
    html = press._html(kind_of("D-TR-10"), press.Job("D-TR-10", facts.EVERYDAY["D-TR-10"], "1", "", check=ADDRESS), "1")
    assert html.count("<img") == 1
    assert f'src="{figures.qr_code(ADDRESS)}"' in html
