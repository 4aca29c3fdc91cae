"""A bundle passes if it is valid as it was made, and only then, and not with a byte changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import bundles


@pytest.mark.parametrize(
    ("as_made", "changed", "holds"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_both_must_be_told_apart(monkeypatch: pytest.MonkeyPatch, as_made: bool, changed: bool, holds: bool) -> None:
    content = b"%PDF-1.7\n%%EOF\n"

    def made(folder: Path) -> Path:
        paper = folder / "bag" / "data" / "cases" / "1" / "papers" / "a.pdf"
        paper.parent.mkdir(parents=True)
        paper.write_bytes(content)
        return folder / "bag"

    def judged(bag: Path) -> dict[str, bool]:
        (paper,) = bag.glob("data/cases/*/papers/*.pdf")
        return {"valid": as_made if paper.read_bytes() == content else changed}

    monkeypatch.setattr(bundles, "made", made)
    monkeypatch.setattr(bundles, "judged", judged)
    found = bundles.validated()
    assert (found["papers"], found["pass"]) == (1, holds)
    assert (found["as made"], found["one byte changed"]) == ({"valid": as_made}, {"valid": changed})
