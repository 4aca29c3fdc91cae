"""What a case holds for somebody who takes it away (移交): papers, attachments, the newest journal entry; all logged as read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404

from audit import journal
from audit.journal import Head
from documents.models import Paper
from registry.access import Viewer
from workflows.engine import access
from workflows.engine.models import Attachment, Case


@dataclass(frozen=True)
class Holding:
    """What there is in a case (卷内材料): the papers in their order, those still being made too, and the files."""

    papers: list[Paper]
    attachments: list[Attachment]
    head: Head


def taken(viewer: Viewer, case_id: int, *, purpose: str) -> tuple[Case, Holding]:
    """A case with what it holds, for an official who takes it away for a purpose; Http404 for everybody else."""
    cases = access.official_cases_for(viewer).select_related("organisation", "subject__person")
    case = cases.filter(pk=case_id).first()
    if case is None:
        raise Http404
    holding = Holding(access.papers_of(viewer, case), access.attachments_of(viewer, case), journal.head_of(case.stream))
    journal.log_accesses(_looks(case, holding), by=viewer.user.actor, purpose=purpose)
    return case, holding


def _looks(case: Case, holding: Holding) -> Iterator[tuple[str, str, str]]:
    yield ("case", case.reference, "bundle")
    yield from (("paper", paper.public_id, "paper") for paper in holding.papers if paper.state != Paper.State.RESERVED)
    yield from (("attachment", file.public_id, "attachment") for file in holding.attachments)
