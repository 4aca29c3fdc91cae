"""A case as one file (卷宗): every paper in the order it came, under a list that also names what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit import clock, journal
from documents import binding, completeness, rendering
from documents.kinds import kind_of
from documents.models import Paper
from registry.access import Viewer
from registry.refusals import Refused
from web import road
from workflows.engine import access
from workflows.engine.models import Case

CONTENTS = "D-CF-1"
LONGEST_PURPOSE = 200
_VOID, _MISSING = "作废", "缺"


@dataclass(frozen=True)
class Lacking:
    """A paper that the case must hold and does not (缺件)."""

    code: str

    @property
    def title(self) -> str:
        """Its title, as it would stand on it."""
        return kind_of(self.code).title


def issued(viewer: Viewer, case: Case) -> list[Paper]:
    """The papers of a case that was fetched for the viewer, void ones too, oldest first."""
    return [paper for paper in access.papers_of(viewer, case) if paper.state != Paper.State.RESERVED]


def lacking(case: Case, papers: list[Paper]) -> list[Lacking]:
    """What a closed case must hold by its process and end and does not; nothing is missing while it is open."""
    if case.closed_at is None or (case.process_name, case.outcome) not in completeness.SETS:
        return []
    codes = [paper.kind for paper in papers if paper.state == Paper.State.ISSUED]
    return [Lacking(code) for code in completeness.missing(case.process_name, case.outcome, codes)]


@transaction.atomic
def volume_for(viewer: Viewer, case: Case, *, purpose: str) -> bytes:
    """The whole file of a case that was fetched for the viewer, as one PDF; each paper is logged as read, with the purpose.

    Refused at the field ``purpose`` without one.
    """
    purpose = purpose.strip()[:LONGEST_PURPOSE]
    if not purpose:
        raise Refused(_("Say what you need the file for."), field="purpose")
    journal.log_access(by=viewer.user.actor, kind="case", object_id=case.reference, what="volume", purpose=purpose)
    found = [access.paper_for(viewer, paper.public_id, purpose=purpose) for paper in issued(viewer, case)]
    now = clock.now()
    # Papers are in Chinese, whatever the language of the page.
    with translation.override("zh-hans"):
        facts = _facts(case, found, timezone.localdate(now))
    contents = rendering.typeset(kind_of(CONTENTS), facts, number="", created=now)
    return binding.bound(f"{case.number} {facts['process']}", contents, [(p.title, content) for p, content in found])


def _facts(case: Case, found: list[tuple[Paper, bytes]], on: dt.date) -> dict[str, Any]:
    entries = [
        *_entries(found),
        *({"title": one.title, "note": _MISSING} for one in lacking(case, [p for p, _c in found])),
    ]
    ended = str(road.closed_as(case)) if case.closed_at else "办理中"
    return {
        "holder": case.organisation.name, "case_number": case.number, "process": str(case.flow_class.title), "about": case.about,
        "ended": ended, "entries": entries or [{"title": "（无）"}], "date": on.isoformat(),
    }  # fmt: skip


def _entries(found: list[tuple[Paper, bytes]]) -> Iterator[dict[str, str]]:
    page = 1
    for paper, content in found:
        yield {
            "title": paper.title, "paper_number": paper.number, "made_by": paper.issuer.name, "dated": paper.dated.isoformat(),
            "page": str(page), "note": _VOID if paper.state == Paper.State.VOID else "",
        }  # fmt: skip
        page += binding.pages_in(content)
