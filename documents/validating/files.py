"""The files that are validated (待校验文件): a kind as it is issued, as its text was written, and as every part of PDF/A."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from documents import figures, press
from documents.gallery import specimens
from documents.gallery.samples import SAID
from documents.kinds import PaperKind

CREATED = "2026-11-24T09:30:00+08:00"
ISSUED = press.VARIANT
# All that our validators know; only part 3 has attachments.
VARIANTS = ("pdf/a-1b", "pdf/a-1a", "pdf/a-2b", "pdf/a-2u", "pdf/a-2a", "pdf/a-3b", "pdf/a-3u", ISSUED)


@dataclass(frozen=True)
class Specimen:
    """A kind of paper with everyday facts: its text in the order in which the template says it, its files by variant.

    ``heads`` are the heads of its tables, which stand again on each page that a table goes on to.
    """

    kind: PaperKind
    text: str
    heads: frozenset[str]
    files: Mapping[str, bytes]

    @property
    def issued(self) -> bytes:
        """The file as an office issues it."""
        return self.files[ISSUED]


def specimen(kind: PaperKind) -> Specimen:
    """The files of a kind, with a seal where one belongs: PDF/A-1 knows no transparency, so there it has none."""
    sealed = base64.b64encode(figures.sample_seal()).decode() if kind.sealed else ""
    files = {variant: press.compose(_job(kind, "" if "-1" in variant else sealed), variant) for variant in VARIANTS}
    body = press.body(_job(kind, sealed))
    heads = frozenset(squeezed("".join(head.itertext())) for head in body.iter("thead"))
    return Specimen(kind, squeezed("".join(body.itertext())), heads, files)


def _job(kind: PaperKind, seal: str) -> press.Job:
    check = str(SAID["verify_url"]) if kind.carries_code else ""
    return press.Job(kind.code, specimens.everyday(kind), specimens.number_of(kind), CREATED, seal=seal, check=check)


def squeezed(text: str) -> str:
    """A text without blanks, line ends and page numbers: these are the typesetting's, not the paper's."""
    return re.sub(r"—\d+—|第\d+页共\d+页", "", "".join(text.split()))
