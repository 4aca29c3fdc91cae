"""docs/known-pains.md names a test for each pain of others; each of them exists, and no pain is left out."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "docs/known-pains.md").read_text("utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES if line.startswith("| ")]
PAINS = [row for row in ROWS if row[0] != "where"]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")

WANTED = {
    "ruoyi-vue-pro": {"#668", "#867", "#1128", "#1069", "#939", "#896", "#566"},
    "AntFlow-activiti": {"#7"},
    "springboot-framework": {"#108", "#183"},
    "lemon": {"#141"},
    "FlowLong": {"IAAVIR", "I9HTX1", "IB7SSY", "IC1EG0", "ICL7WL", "ID284C", "IJU6OD"},
    "Warm-Flow": {"skip-TODO", "≥ threshold", "last voter decides alone"},
    "viewflow": {"#373"},
    "frappe": {"#7822"},
    "hrms": {"#3467"},
    "documenso": {"#3087"},
    "ProcessMaker": {"#6971", "#7116"},
    "pneumaticworkflow": {"#193"},
    "bonita-doc": {"#3367"},
    "objectstack": {"#3235"},
    "zammad": {"#263"},
}


@cache
def collected(path: str) -> frozenset[str]:
    """The tests of a file that pytest would collect, without importing it."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def test_every_pain_has_a_row_and_only_one() -> None:
    found: dict[str, list[str]] = {}
    for row in PAINS:
        found.setdefault(row[0], []).append(row[1].removesuffix(" (PR)"))
    assert {where: sorted(numbers) for where, numbers in found.items()} == {
        where: sorted(numbers) for where, numbers in WANTED.items()
    }


@pytest.mark.parametrize("row", PAINS, ids=[f"{row[0]} {row[1]}" for row in PAINS])
def test_the_tests_of_a_row_exist(row: list[str]) -> None:
    assert len(row) == 5
    assert all(row)
    named = TEST.findall(row[4])
    assert (len(named) > 0, row[4].count("`")) == (True, 2 * len(named))
    assert [f"{path}::{name}" for path, name in named if name not in collected(path)] == []


def test_a_test_that_is_not_there_would_be_noticed() -> None:
    assert "test_no_such" not in collected("tests/docs/test_known_pains.py")
    assert "test_a_test_that_is_not_there_would_be_noticed" in collected("tests/docs/test_known_pains.py")
