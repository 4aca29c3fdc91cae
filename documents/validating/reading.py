"""Reading order (阅读顺序): what a screen reader says is what the template says, word for word and in its order."""

from __future__ import annotations

from difflib import SequenceMatcher

from documents import pages
from documents.validating.files import Specimen, squeezed
from documents.validating.verdict import Verdict

SHOWN = 20


def by_pdfium(specimen: Specimen) -> Verdict:
    """The text that PDFium reads."""
    return compared(specimen, squeezed(pages.page_text(specimen.issued, marked=False)))


def compared(specimen: Specimen, read: str) -> Verdict:
    """Valid if a text is that of the specimen; else each place where they differ. A table's head may be read again."""
    steps = SequenceMatcher(None, specimen.text, read, autojunk=False).get_opcodes()
    places = [(specimen.text[a:b], read[c:d]) for tag, a, b, c, d in steps if tag != "equal"]
    return Verdict.of([_difference(*place) for place in places if place not in {("", head) for head in specimen.heads}])


def _difference(written: str, read: str) -> str:
    return f"written “{written[:SHOWN]}”, read “{read[:SHOWN]}”"
