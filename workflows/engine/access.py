"""Fetching cases, turns and papers for a viewer (查阅办件): what may not be seen does not exist for him.

A case fetched here remembers what its page reads of it; the next page fetches it anew.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet, Subquery
from django.http import Http404

from audit import journal
from audit.models import Entry
from documents import archive
from documents.models import Letter, Paper
from registry.access import Viewer
from registry.models import Member
from workflows.engine.handling import Handling
from workflows.engine.models import Case, TaskAssignment


def cases_for(viewer: Viewer) -> QuerySet[Case]:
    """Cases in whose organisations the viewer holds a post or stands above; his own; those he opened.

    One condition over columns of the case alone, each with its index: the database joins what the indexes find, or
    walks the newest cases where the viewer stands above nearly all of them.
    """
    seen = Q(seen_from__overlap=list(viewer.roots)) if viewer.roots else Q()
    if person := viewer.user.person_id:
        as_member = Member.objects.filter(person_id=person).values("pk")[:1]
        seen |= Q(subject_id=Subquery(as_member)) | Q(opener_id=person)
    return Case.objects.filter(seen) if seen else Case.objects.none()


def case_for(viewer: Viewer, reference: str) -> Case:
    """One case the viewer may see, with the access logged; Http404 otherwise."""
    found = (
        cases_for(viewer)
        .filter(reference=reference)
        .select_related("organisation", "subject__person", "opener")
        .first()
    )
    if found is None:
        raise Http404
    journal.log_access(by=viewer.user.actor, kind="case", object_id=reference, what="case")
    found.handling = Handling()
    return found


def turn_for(viewer: Viewer, public_id: str) -> TaskAssignment:
    """One turn of a case the viewer may see; Http404 otherwise. Whether he may act is another question (403)."""
    found = (
        TaskAssignment.objects.filter(public_id=public_id)
        .select_related(
            "task",
            "post__organisation",
            "person",
            "case__organisation",
            "case__subject__person",
            "escalated_to__organisation",
        )
        .first()
    )
    if found is None or not cases_for(viewer).filter(pk=found.case_id).exists():
        raise Http404
    found.case.handling = Handling()
    return found


def papers_of(viewer: Viewer, case: Case) -> list[Paper]:
    """The papers of a case that was fetched for the viewer, oldest first."""
    return list(Paper.objects.filter(case_reference=case.reference).select_related("issuer", "serial").order_by("pk"))


def paper_for(viewer: Viewer, public_id: str, *, purpose: str = "") -> tuple[Paper, bytes]:
    """An issued paper with its bytes, for whoever may see its case; the access is logged; Http404 otherwise."""
    paper = Paper.objects.filter(public_id=public_id).exclude(state=Paper.State.RESERVED).first()
    if paper is None or not cases_for(viewer).filter(reference=paper.case_reference).exists():
        raise Http404
    journal.log_access(by=viewer.user.actor, kind="paper", object_id=public_id, what="paper", purpose=purpose)
    return paper, archive.fetch(paper.sha256)


def letters_for(viewer: Viewer) -> QuerySet[Letter]:
    """The letters that organisations of the viewer sent or receive."""
    if not viewer.roots:
        return Letter.objects.none()
    roots = list(viewer.roots)
    return Letter.objects.filter(Q(sender__lineage__overlap=roots) | Q(receiver__lineage__overlap=roots))


def trail_of(viewer: Viewer, case: Case) -> list[Entry]:
    """The journal of a case that was fetched for the viewer; looking at it is logged too."""
    journal.log_access(by=viewer.user.actor, kind="case", object_id=case.reference, what="trail")
    return journal.entries_of(case.stream)
