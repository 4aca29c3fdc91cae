"""``python -m bench.papers [--rounds 40]``: what a letter costs, beside others, as one JSON object; docs/performance.md.

Each gate says what was found, the bound and whether it holds; exit code 1 if one does not. A gate whose peer is not
installed says so and counts as neither.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from bench.papers import contestants, measuring
from bench.papers.measuring import Letter

KILOBYTES_AT_MOST = 100
Letters = Mapping[str, Sequence[Letter]]


def gates(letters: Letters) -> list[dict[str, Any]]:
    """Every gate, held or not."""
    return [
        _costs(letters, "typst", most=4.0, stretch=2.2),
        _costs(letters, "reportlab", most=2.0),
        _saves(letters, "naive", least=6.0),
        _small(letters["ours"]),
    ]


def _costs(letters: Letters, peer: str, *, most: float, stretch: float | None = None) -> dict[str, Any]:
    """Ours may take so many times what a peer takes."""
    gate: dict[str, Any] = {"gate": f"ours to {peer}", "at_most": most, "stretch": stretch}
    if peer not in letters:
        return gate | {"pass": None, "why": f"{peer} is not installed: make bench-papers does it"}
    found = measuring.ratio(letters, "ours", peer)
    return gate | {"found": found, "pass": found["median"] <= most}


def _saves(letters: Letters, other: str, *, least: float) -> dict[str, Any]:
    """Another takes at least so many times what ours takes."""
    found = measuring.ratio(letters, other, "ours")
    return {"gate": f"{other} to ours", "at_least": least, "found": found, "pass": found["median"] >= least}


def _small(ours: Sequence[Letter]) -> dict[str, Any]:
    """The largest letter, in kilobytes of 1000 bytes."""
    largest = max(one.size for one in ours) / 1000
    return {"gate": "kilobytes", "at_most": KILOBYTES_AT_MOST, "found": largest, "pass": largest <= KILOBYTES_AT_MOST}


def archival(pdf: bytes) -> dict[str, Any]:
    """What a letter says it is, and whether it is tagged."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        return {
            "pdfa": metadata.pdfa_status, "tagged": "/StructTreeRoot" in opened.Root, "pages": len(opened.pages),
            "attached": sorted(opened.attachments),
        }  # fmt: skip


def versions() -> dict[str, str]:
    """The libraries that were measured."""
    wanted = {"weasyprint", "pydyf", "uharfbuzz", *contestants.PEERS}
    found = {one.metadata["Name"]: one.version for one in distributions(path=[str(contestants.SITE), *sys.path])}
    return {"python": sys.version.split()[0]} | {name: found[name] for name in sorted(wanted & set(found))}


def run(names: Sequence[str], rounds: int, warm: int, cache: Path) -> dict[str, Any]:
    """Measure and judge."""
    with measuring.at_work(names, str(cache)) as workers:
        shown = {worker.name: archival(worker.set(0, keep=True).pdf) for worker in workers}
        letters = measuring.rounds(workers, rounds, warm)
    judged = gates(letters)
    return {
        "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "rounds": rounds, "letter": "three parts on a page, QR code, seal",
        "versions": versions(), "not_installed": contestants.missing(),
        "contestants": {name: measuring.described(letters[name]) | shown[name] for name in names},
        "naive_plain_to_ours": measuring.ratio(letters, "naive_plain", "ours"),
        "gates": judged, "pass": all(gate["pass"] is not False for gate in judged),
    }  # fmt: skip


def main() -> int:
    """Measure everybody who is there."""
    parser = argparse.ArgumentParser(prog="bench.papers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--warm", type=int, default=20, help="letters that are not counted")
    parser.add_argument("--cache", type=Path, default=measuring.ROOT / "var" / "cache", help="where fonts are unpacked")
    options = parser.parse_args()
    present = [name for name in contestants.ALL if name not in contestants.missing()]
    found = run(present, options.rounds, options.warm, options.cache.resolve())
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if found["pass"] else 1


if __name__ == "__main__":
    sys.exit(main())
