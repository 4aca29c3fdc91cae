"""``python -m bench.papers.parts [--rounds 30]``: what each part that is kept or replaced is worth, as one JSON object.

Each contestant is the press without one of them, in a process of its own; a figure is the time of its letter to that of
the press with all, round by round.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from bench.papers import contestants, measuring
from bench.papers.contestants import Sets
from documents import reuse, settling, typefaces

# Name in docs/performance.md -> modules of documents.reuse.
PARTS: Mapping[str, tuple[str, ...]] = {
    "fonts": ("fonts",), "styles": ("cascade", "styles"), "objects": ("objects",), "lines": ("lines",),
    "pictures": ("pictures",), "reading": ("reading",), "boxes": ("boxes", "strokes"), "all": (),
}  # fmt: skip


def without(part: str, folder: Path) -> Sets:
    """The press without a part; without any, WeasyPrint's own with fonts and style sheets kept."""
    typefaces.ready()
    for name in PARTS[part]:
        _leave_out(import_module(f"documents.reuse.{name}"))
    if part == "all":
        reuse.VERSION = ""  # no WeasyPrint is of that version
    if part in {"objects", "all"}:
        settling.settle = lambda _document, _pdf: None
    return contestants.ours(folder)


def _leave_out(module: Any) -> None:
    if hasattr(module, "PARTS"):
        module.PARTS = ()
    else:  # the one that reads HTML replaces nothing of WeasyPrint's
        module._read = _no_xml


def _no_xml(_root: Any, _fetcher: Any) -> Any:
    raise ParseError("left to WeasyPrint's own parser")


ALL: Mapping[str, Callable[[Path], Sets]] = {f"without {part}": partial(without, part) for part in PARTS}


def main() -> None:
    """Measure them beside the press as it is."""
    parser = argparse.ArgumentParser(prog="bench.papers.parts", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--warm", type=int, default=12, help="letters that are not counted")
    options = parser.parse_args()
    with measuring.at_work(["ours", *ALL], str(measuring.ROOT / "var" / "cache")) as workers:
        letters = measuring.rounds(workers, options.rounds, options.warm)
    json.dump({name: measuring.ratio(letters, name, "ours") for name in ALL}, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
