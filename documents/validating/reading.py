"""Reading order (阅读顺序): what a screen reader says is what the template says, word for word and in its order."""

from __future__ import annotations

from difflib import SequenceMatcher

from documents import pages
from documents.validating.files import Specimen, squeezed
from documents.validating.verdict import Verdict

SHOWN = 20


def by_pdfium(specimen: Specimen) -> Verdict:
    """The text that PDFium reads."""
    return compared(specimen.text, squeezed(pages.page_text(specimen.issued)))


def compared(written: str, read: str) -> Verdict:
    """Valid if both are the same; else each place where they differ."""
    steps = SequenceMatcher(None, written, read, autojunk=False).get_opcodes()
    return Verdict.of([_difference(written[a:b], read[c:d]) for tag, a, b, c, d in steps if tag != "equal"])


def _difference(written: str, read: str) -> str:
    return f"written “{written[:SHOWN]}”, read “{read[:SHOWN]}”"
