"""What a bundle says about a case (移交件目录): papers, what is missing, files, journal; plain data, in Chinese."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.utils import timezone, translation

from documents import archive
from documents.models import Paper
from web import volumes
from workflows.engine.handing_over import Holding
from workflows.engine.models import Attachment, Case

BEING_MADE, VOID, DAMAGED = "being_made", "void", "damaged"


def listing_of(case: Case, holding: Holding) -> dict[str, Any]:
    """A case as the index of a bundle has it; files lie at paths below ``data``."""
    folder = f"cases/{case.number}"
    with translation.override("zh-hans"):
        return {
            "number": case.number,
            "reference": case.reference,
            "process": str(case.flow_class.title),
            "about": case.about,
            "organisation": case.organisation.name,
            "opened_on": case.opened_on.isoformat(),
            "closed_on": timezone.localdate(case.closed_at).isoformat() if case.closed_at else "",
            "ended": volumes.ended(case),
            "papers": [_paper(folder, n, paper) for n, paper in enumerate(holding.papers, 1)],
            "missing": [{"kind": k.code, "title": k.title} for k in volumes.lacking(case, holding.papers)],
            "attachments": [_attachment(folder, n, file) for n, file in enumerate(holding.attachments, 1)],
            "journal": {
                "file": f"{folder}/journal.jsonl", "entries": holding.head.sequence, "head": holding.head.leaf,
            },
        }  # fmt: skip


def _paper(folder: str, n: int, paper: Paper) -> dict[str, Any]:
    said = {
        "id": paper.public_id, "kind": paper.kind, "title": paper.title, "number": paper.number,
        "issuer": paper.issuer.name, "dated": paper.dated.isoformat(), "pages": paper.pages,
    }  # fmt: skip
    if paper.state == Paper.State.RESERVED:
        return {**said, "state": BEING_MADE}
    place = f"{folder}/papers/{n:02}_{paper.kind}.pdf"
    void = {"state": VOID, "reason": paper.serial.void_reason} if paper.state == Paper.State.VOID else {}
    return {**said, **void, **_file(place, paper.sha256, paper.size, archive.PAPERS)}


def _attachment(folder: str, n: int, file: Attachment) -> dict[str, Any]:
    ending = mimetypes.guess_extension(file.media) or ".bin"
    place = f"{folder}/attachments/{n:02}_{file.public_id}{ending}"
    said = {"id": file.public_id, "title": file.title, "media": file.media, "by": file.person.name}
    struck = {"state": VOID, "reason": file.struck_reason} if file.struck else {}
    return {**said, **struck, **_file(place, file.sha256, file.size, archive.ATTACHMENTS)}


def _file(place: str, sha256: str, size: int, shelf: str) -> dict[str, Any]:
    """Where the file lies in the bundle, and its digest; without a place where the archive has lost it."""
    try:
        archive.fetch(sha256, shelf)
    except archive.Damaged:
        return {"state": DAMAGED, "sha256": sha256}
    return {"file": place, "sha256": sha256, "size": size, "shelf": shelf}
