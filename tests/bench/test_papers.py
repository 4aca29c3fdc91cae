"""The benchmark of papers: everybody sets the same letters, and a gate holds, fails or says why it was not tried."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from bench.papers import __main__ as papers
from bench.papers import contestants, letters, measuring, parts
from bench.papers.measuring import Letter
from documents import kinds, pages


def taken(**milliseconds: float) -> dict[str, list[Letter]]:
    """One round."""
    return {name: [Letter(spent, 90_000)] for name, spent in milliseconds.items()}


def test_no_two_letters_say_the_same() -> None:
    kind = kinds.kind_of(letters.CODE)
    said = [letters.facts_of(place) for place in range(200)]
    assert all(kinds.problems(kind, one) == {} for one in said)
    assert len({kinds.digest(kind, one) for one in said}) == 200
    assert len({one["name"] for one in said}) > 150


def test_ours_is_archival_and_tagged(tmp_path: Path) -> None:
    pdf = contestants.ours(tmp_path)(3)
    assert papers.archival(pdf) == {"pdfa": "3A", "tagged": True, "pages": 1, "attached": ["facts.json"]}
    assert letters.facts_of(3)["id_number"] in pages.page_text(pdf)


@pytest.mark.parametrize(("name", "pdfa"), [("typst", "3A"), ("reportlab", "")])
def test_a_peer_sets_the_same_letter(name: str, pdfa: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name in contestants.missing():
        pytest.skip(f"{name} is not installed: make bench-papers does it")
    monkeypatch.setattr(sys, "path", [*sys.path, str(contestants.SITE)])
    pdf = contestants.ALL[name](tmp_path)(3)
    assert papers.archival(pdf)["pdfa"] == pdfa
    text = "".join(pages.page_text(pdf).split())
    said = letters.facts_of(3)
    assert [text.count(said[field]) for field in ("name", "id_number", "phone")] == [3, 1, 1]
    assert "校验码0000-0000-5ccd" in text
    assert "骑缝章" not in text  # the seal stands there


def test_gates_hold_fail_or_say_why_not() -> None:
    found = papers.gates(taken(ours=10, reportlab=4, naive=80, naive_plain=30))
    assert [(gate["gate"], gate["pass"]) for gate in found] == [
        ("ours to typst", None), ("ours to reportlab", False), ("naive to ours", True), ("kilobytes", True),
    ]  # fmt: skip
    assert found[0]["why"] == "typst is not installed: make bench-papers does it"
    assert found[1]["found"] == {"median": 2.5, "from": 2.5, "to": 2.5}


def test_every_replaced_part_can_be_left_out() -> None:
    modules = {path.stem for path in (kinds.HERE / "reuse").glob("*.py")} - {"__init__"}
    assert sorted(modules) == sorted(name for names in parts.PARTS.values() for name in names)


def test_rounds_take_turns_and_drop_the_warm_letters() -> None:
    asked: list[tuple[str, int]] = []

    class Worker:
        def __init__(self, name: str) -> None:
            self.name = name

        def set(self, place: int) -> Letter:
            asked.append((self.name, place))
            return Letter(1.0, place)

    workers: Any = [Worker("a"), Worker("b")]
    found = measuring.rounds(workers, 2, warm=1)
    assert asked == [("a", 0), ("b", 0), ("a", 1), ("b", 1), ("b", 2), ("a", 2)]
    assert [one.size for one in found["a"]] == [1, 2]
