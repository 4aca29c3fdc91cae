"""``python -m documents.validating [CODE ...] [--all] [--out DIR]``: papers before validators (校验), as one JSON object.

Without codes, one kind of each format. Each validator has a verdict on each kind, or a sentence that says why it was not
asked. Exit code 1 if one finds a fault.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.conf import settings

from documents import kinds
from documents.validating import oxide, preflight, reading, structure
from documents.validating.files import Specimen, specimen
from documents.validating.verdict import Asked, Verdict

FORMATS = frozenset(f"kit/{path.name}" for path in (kinds.TEMPLATES / "kit").iterdir()) - {"kit/page.html"}


def one_of_each_format() -> list[str]:
    """The first code of each format: a template of the kit that others build on, and a style sheet."""
    found: dict[tuple[str, str], str] = {}
    for code, kind in sorted(kinds.all_kinds().items()):
        base = next((name for name in reversed(kinds.lineage(kind.template)) if name in FORMATS), "")
        found.setdefault((base, kind.styles[-1]), code)
    return sorted(found.values())


def made(code: str) -> Specimen:
    """A specimen by the code of its kind, which can be sent from process to process."""
    return specimen(kinds.kind_of(code))


def validated(specimens: Sequence[Specimen]) -> dict[str, Asked]:
    """Every validator's verdicts."""
    by_code = {one.kind.code: one for one in specimens}
    peer = oxide.library()
    ours: dict[str, Asked] = {
        "preflight 1b": preflight.ask({code: one.files[preflight.VARIANT] for code, one in by_code.items()}),
        "qpdf": {code: structure.checked(one) for code, one in by_code.items()},
        "text by pdfium": {code: reading.by_pdfium(one) for code, one in by_code.items()},
    }
    if peer is None:
        return ours | dict.fromkeys(("pdf_oxide pdf/a", "pdf_oxide pdf/ua", "text by pdf_oxide"), oxide.MISSING)
    return ours | {
        "pdf_oxide pdf/a": {code: oxide.archival(peer, one) for code, one in by_code.items()},
        "pdf_oxide pdf/ua": {code: oxide.accessible(peer, one) for code, one in by_code.items()},
        "text by pdf_oxide": {
            code: reading.compared(one, oxide.text_of(peer, one.issued)) for code, one in by_code.items()
        },
    }


def report(codes: Iterable[str], asked: dict[str, Asked]) -> dict[str, Any]:
    """Verdicts by kind and validator; who was not asked, and why."""
    answered = {name: said for name, said in asked.items() if not isinstance(said, str)}
    verdicts = {code: {name: _said(said.get(code)) for name, said in answered.items()} for code in codes}
    silent = {name: said for name, said in asked.items() if isinstance(said, str)}
    valid = all(one["valid"] for found in verdicts.values() for one in found.values())
    return {"pass": valid, "kinds": verdicts, "not_asked": silent}


def _said(verdict: Verdict | None) -> dict[str, Any]:
    """A verdict as JSON; a validator that says nothing of a file has not found it valid."""
    if verdict is None:
        return {"valid": False, "faults": ["no verdict"]}
    return {"valid": verdict.valid} | ({"faults": list(verdict.faults)} if verdict.faults else {})


def _keep(folder: Path, specimens: Sequence[Specimen]) -> None:
    """Write the files, to look at them or to show them to others."""
    for one in specimens:
        for variant, content in one.files.items():
            target = folder / one.kind.code / f"{variant.removeprefix('pdf/')}.pdf"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def main(arguments: Sequence[str]) -> int:
    """Make the files with two processes, ask, print."""
    parser = argparse.ArgumentParser(prog="documents.validating", description=__doc__)
    parser.add_argument("codes", nargs="*", help="codes of kinds; one may end in *")
    parser.add_argument("--all", action="store_true", help="every kind")
    parser.add_argument("--out", type=Path, help="keep the files in this folder")
    options = parser.parse_args(arguments)
    wanted = ["*"] if options.all else options.codes or one_of_each_format()
    codes = [code for code in sorted(kinds.all_kinds()) if any(fnmatch(code, one) for one in wanted)]
    with ProcessPoolExecutor(2) as pool:
        specimens = list(pool.map(made, codes))
    if options.out:
        _keep(options.out, specimens)
    found = report(codes, validated(specimens))
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return 0 if found["pass"] else 1


if __name__ == "__main__":
    settings.configure(USE_I18N=False, VAR_DIR=Path("var").resolve())
    sys.exit(main(sys.argv[1:]))
