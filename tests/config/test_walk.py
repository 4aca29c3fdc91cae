"""``walk`` needs nothing that another command has left behind: it runs on an installation where nothing was ever run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from workflows.engine import catalogue
from workflows.engine.walks import walks_of

ROOT = Path(__file__).resolve().parents[2]


def walk(var: Path, *arguments: str) -> list[dict[str, object]]:
    """What the command prints, in an installation of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEMO")}
    done = subprocess.run(
        [sys.executable, "manage.py", "walk", *arguments, "--json"],
        cwd=ROOT, env={**environment, "VAR_DIR": str(var)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_walk_on_an_empty_installation_leaves_its_papers(tmp_path: Path) -> None:
    out = tmp_path / "papers"
    told = walk(tmp_path / "var", "transfer", "--outcome", "withdrawn", "--out", str(out))
    assert [record["step"] for record in told] == ["start", "consent", "branch_check", "examine", "end"]
    assert told[-1]["outcome"] == "withdrawn"
    files = [paper["file"] for record in told for paper in record["papers"]]  # type: ignore[attr-defined]
    assert sorted(files) == sorted(place.name for place in out.iterdir())
    assert [name.split("-", 2)[2] for name in sorted(files)] == ["D-TR-1.pdf", "D-TR-1B.pdf", "D-TR-10.pdf"]
    assert {place.read_bytes()[:5] for place in out.iterdir()} == {b"%PDF-"}


def test_every_walk_is_named(tmp_path: Path) -> None:
    told = [(record["process"], record["outcome"]) for record in walk(tmp_path, "--list")]
    assert told == [(name, outcome) for name in catalogue.processes() for outcome in walks_of(name)]
    assert {name for name, _outcome in told} == {
        "arrival",
        "correction",
        "instruction",
        "meeting",
        "own_request",
        "restoration",
        "stay",
        "suspension",
        "transfer",
    }
