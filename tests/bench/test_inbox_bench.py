"""The bench of the inbox at a tiny size, in a server of its own: the whole run, and that both see exactly their rows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# One worker, one run.
pytestmark = pytest.mark.xdist_group("inbox_bench")

ROOT = Path(__file__).resolve().parents[2]
SIZES = ("30", "60")
OF_AN_APPROVER = {
    "bare", "still", "badges", "inbox", "inbox_list", "inbox_fragment", "inbox_last_page", "inbox_by_name", "inbox_overdue",
    "my_open_cases", "decided", "search", "search_page_9", "search_by_name", "search_by_number", "search_by_common_word",
    "search_by_paper", "search_open", "search_closed", "search_outcome", "search_until", "search_branch",
    "search_unfinished", "search_open_by_name",
}  # fmt: skip


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """One run, its result and the folder of its plans."""
    place, plans = tmp_path_factory.mktemp("bench") / "server", tmp_path_factory.mktemp("plans")
    command = [sys.executable, "-m", "bench.inbox", "--open", *SIZES, "--closed", "800", "--rounds", "2"]
    more = ["--stock-rounds", "1", "--place", str(place), "--plans", str(plans)]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "VAR_DIR")}
    done = subprocess.run(
        [*command, *more], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert not place.exists()
    return json.loads(done.stdout), plans


def test_both_approvers_see_exactly_their_rows_at_each_size(run: tuple[dict[str, Any], Path]) -> None:
    """Nine and three were written for them; one of each is still held back by an undo."""
    assert {size: found["rows"] for size, found in run[0]["open"].items()} == {
        size: {"typical": 2, "busiest": 8} for size in SIZES
    }


def test_every_page_is_measured_for_everybody_and_compared(run: tuple[dict[str, Any], Path]) -> None:
    pages = run[0]["open"]["60"]["pages"]
    assert {person: set(found) for person, found in pages.items()} == {
        "typical": OF_AN_APPROVER,
        "busiest": OF_AN_APPROVER,
        "auditor": {"search", "search_open"},
        "member": {"me"},
    }
    measured = pages["busiest"]["inbox"]
    assert set(measured) == {
        "ms", "yards", "sql_ms", "sql_yards", "statements", "blocks", "to_smallest", "to_smallest_raw", "to_bare", "stock_takes",
    }  # fmt: skip


def test_a_page_sends_as_many_statements_at_each_size(run: tuple[dict[str, Any], Path]) -> None:
    counted = [
        {(person, page): one["statements"] for person, pages in found["pages"].items() for page, one in pages.items()}
        for found in run[0]["open"].values()
    ]
    assert counted[0] == counted[1]


def test_stock_viewflow_lists_the_same_turns(run: tuple[dict[str, Any], Path]) -> None:
    """All of them: it knows no undo hold. What it offers to everybody is in its queue."""
    assert {page: found["rows"] for page, found in run[0]["open"]["60"]["stock"].items()} == {
        "typical inbox": 3, "busiest inbox": 9, "typical queue": 2, "busiest queue": 2,
    }  # fmt: skip


def test_the_plans_are_kept_without_who_asked_and_where(run: tuple[dict[str, Any], Path]) -> None:
    files = {file.name: file.read_text("utf-8") for file in run[1].iterdir()}
    assert set(files) == {
        *(f"{page}-{person}.txt" for person in ("typical", "busiest") for page in OF_AN_APPROVER - {"still"}),
        "search-auditor.txt", "search_open-auditor.txt", "me-member.txt",
    }  # fmt: skip
    assert all("Execution Time" in text for text in files.values())
    assert not any("django_session" in text or str(ROOT) in text for text in files.values())
