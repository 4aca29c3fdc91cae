"""pdf_oxide (Rust): PDF/A of every part and level, PDF/UA-1, and the text as it reads it. Some of its checks are shallow."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

from documents.kinds import HERE
from documents.validating.files import Specimen, squeezed
from documents.validating.verdict import Verdict

SITE = HERE.parent / "var" / "bench" / "site"
MISSING = "pdf_oxide is not installed: make validate does it"


def library(site: Path = SITE) -> Any:
    """The library, from the folder of the benchmarks' peers or from this environment; None if it is in neither."""
    if site.exists() and str(site) not in sys.path:
        sys.path.append(str(site))
    if importlib.util.find_spec("pdf_oxide") is None:
        return None
    return importlib.import_module("pdf_oxide")


def archival(peer: Any, specimen: Specimen) -> Verdict:
    """PDF/A: each file against what it says it is."""
    faults = []
    for variant, content in specimen.files.items():
        level = variant.removeprefix("pdf/a-")
        with peer.PdfDocument.from_bytes(content) as opened:
            faults += [f"{level}: {error}" for error in opened.validate_pdf_a(level)["errors"]]
    return Verdict.of(faults)


def accessible(peer: Any, specimen: Specimen) -> Verdict:
    """PDF/UA-1: the issued file."""
    with peer.PdfDocument.from_bytes(specimen.issued) as opened:
        return Verdict.of(opened.validate_pdf_ua()["errors"])


def text_of(peer: Any, content: bytes) -> str:
    """The text of a file in the order in which it is read."""
    with peer.PdfDocument.from_bytes(content) as opened:
        return squeezed("".join(opened.extract_text(place) for place in range(opened.page_count())))
