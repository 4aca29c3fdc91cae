"""The gallery: a specimen as PDF and pictures, made once, and the page that shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.gallery import __main__ as gallery
from documents.gallery import measures, specimens
from documents.kinds import kind_of

SLIP = kind_of("D-ML-1b")


def test_a_specimen_is_made_once_and_shown_with_its_kind(tmp_path: Path) -> None:
    pages = gallery.made(SLIP, "shortest", tmp_path)
    assert [page.name for page in pages] == ["shortest-1.png"]
    assert (tmp_path / "D-ML-1b" / "shortest.pdf").read_bytes()[:5] == b"%PDF-"
    written = pages[0].stat().st_mtime_ns
    assert measures.kept(tmp_path / "D-ML-1b" / "shortest.json") == measures.Outcome()  # a slip has no figures
    assert gallery.made(SLIP, "shortest", tmp_path)[0].stat().st_mtime_ns == written
    gallery.index(tmp_path, [SLIP])
    page = (tmp_path / "index.html").read_text("utf-8")
    assert ('src="D-ML-1b/shortest-1.png"' in page, "组织生活请假条" in page, "党员 → 党支部" in page) == (
        True,
        True,
        True,
    )


def test_what_is_beyond_its_tolerance_stands_below_the_specimen(tmp_path: Path) -> None:
    (tmp_path / "D-ML-1b").mkdir()
    measures.keep(measures.Outcome(7, ["1: table <right>"]), tmp_path / "D-ML-1b" / "rare.json")
    gallery.index(tmp_path, [SLIP])
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "rare</a><br><b>1: table &lt;right&gt;</b>" in page
    assert "1 papers measured, 7 figures of GB/T 9704-2012, 1 beyond their tolerance" in page


def test_what_does_not_fit_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(specimens.BY_CODE, "D-ML-1b", {"reason": "因公出差，" * 900})
    assert gallery._kind("D-ML-1b", tmp_path) == ("D-ML-1b", "everyday: reason does not fit")


def test_the_same_people_have_rare_names() -> None:
    said = specimens.rare(SLIP)
    assert said["name"] == "周𬭎㛃"
    assert specimens.everyday(SLIP) | {"name": said["name"], "branch_signer": said["branch_signer"]} == said
