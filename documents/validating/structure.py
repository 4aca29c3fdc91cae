"""Structure (结构): qpdf, through pikepdf, reads every object; and what an archive needs is there."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from documents.validating.files import Specimen
from documents.validating.verdict import Verdict


def checked(specimen: Specimen) -> Verdict:
    """What qpdf finds, and what the issued file lacks."""
    with pikepdf.open(io.BytesIO(specimen.issued)) as pdf:
        return Verdict.of([*map(str, pdf.check_pdf_syntax()), *_lacks(pdf)])


def _lacks(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is not there."""
    with pdf.open_metadata() as metadata:
        if metadata.pdfa_status != "3A":
            yield f"it calls itself PDF/A-{metadata.pdfa_status or 'nothing'}"
    wanted = ("/Lang", "/MarkInfo", "/StructTreeRoot", "/OutputIntents", "/AF")
    yield from (f"{name} is missing" for name in wanted if name not in pdf.Root)
    if sorted(pdf.attachments) != ["facts.json"]:
        yield f"attached are {sorted(pdf.attachments)}"
    for name, font in _fonts(pdf):
        if "/ToUnicode" not in font or "/FontFile2" not in font.DescendantFonts[0].FontDescriptor:
            yield f"the font {name} is not embedded with its text"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    for page in pdf.pages:
        yield from page.resources.get("/Font", {}).items()
