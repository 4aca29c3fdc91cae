"""A case as one file (卷宗): every paper in the order it came, under a list that also names what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from audit import clock, journal
from documents import binding, completeness, rendering
from documents.kinds import PaperKind, kind_of
from documents.models import Paper
from registry.access import Viewer
from web import road
from web.casefile import CaseFile
from web.purposes import stated
from workflows.engine import access
from workflows.engine.models import Case

CONTENTS = "D-CF-1"
_VOID, _MISSING = "作废", "缺"


def lacking(case: Case, papers: Sequence[Paper]) -> list[PaperKind]:
    """What a closed case must hold by its process and end and does not (缺件); nothing is missing while it is open."""
    if (case.process_name, case.outcome) not in completeness.SETS:  # an open case has no outcome
        return []
    codes = [paper.kind for paper in papers if paper.state == Paper.State.ISSUED]
    return [kind_of(code) for code in completeness.missing(case.process_name, case.outcome, codes)]


@transaction.atomic
def volume_for(viewer: Viewer, case: Case, *, purpose: str) -> bytes:
    """The whole file of a case that was fetched for the viewer, as one PDF; each paper is logged as read, with the purpose.

    Refused at the field ``purpose`` without one.
    """
    purpose = stated(purpose)
    journal.log_access(by=viewer.user.actor, kind="case", object_id=case.reference, what="volume", purpose=purpose)
    papers, now = CaseFile(case, viewer).papers, clock.now()
    parts = [(one.title, access.paper_for(viewer, one.public_id, purpose=purpose)[1]) for one in papers]
    # Papers are in Chinese, whatever the language of the page.
    with translation.override("zh-hans"):
        facts = _facts(case, papers, timezone.localdate(now))
    contents = rendering.typeset(kind_of(CONTENTS), facts, number="", created=now)
    return binding.bound(f"{case.number} {facts['process']}", contents, parts)


def ended(case: Case) -> str:
    """How a case has ended, as papers say it (办理结果): in Chinese where that is the language."""
    return str(road.closed_as(case)) if case.closed_at else "办理中"


def _facts(case: Case, papers: Sequence[Paper], on: dt.date) -> dict[str, Any]:
    missing = [{"title": kind.title, "note": _MISSING} for kind in lacking(case, papers)]
    entries = [*_entries(papers), *missing]
    return {
        "holder": case.organisation.name, "case_number": case.number, "process": str(case.flow_class.title), "about": case.about,
        "ended": ended(case), "entries": entries or [{"title": "（无）"}], "date": on.isoformat(),
    }  # fmt: skip


def _entries(papers: Sequence[Paper]) -> Iterator[dict[str, str]]:
    """A row for each paper, with the page it begins on."""
    page = 1
    for paper in papers:
        yield {
            "title": paper.title, "paper_number": paper.number, "made_by": paper.issuer.name, "dated": paper.dated.isoformat(),
            "page": str(page), "note": _VOID if paper.state == Paper.State.VOID else "",
        }  # fmt: skip
        page += paper.pages
