"""Fetching cases, turns and papers for a viewer (查阅办件): what may not be seen does not exist for him.

A case fetched here remembers what its page reads of it; the next page fetches it anew.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from audit import journal
from audit.models import Entry
from documents import archive
from documents.models import Letter, Paper
from registry.access import Viewer
from registry.models import Appointment, Member
from registry.organisations import stream_of
from workflows.engine.handling import Handling, looked_at
from workflows.engine.models import Attachment, Case, Comment, TaskAssignment


def cases_for(viewer: Viewer) -> QuerySet[Case]:
    """Cases in whose organisations the viewer holds a post or stands above; his own; those opened by or for him.

    A proxy sees those a holder of the post would see, of the kinds that were delegated to him.

    One condition over columns of the case alone, each with its index: the database joins what the indexes find, or
    walks the newest cases where the viewer stands above nearly all of them.
    """
    seen = Q()
    for process, roots in viewer.case_roots.items():
        if roots:
            of_a_kind = Q(process_name=process) if process else Q()
            seen |= Q(seen_from__overlap=list(roots)) & of_a_kind
    if person := viewer.user.person_id:
        as_member = Member.objects.filter(person_id=person).values("pk")[:1]
        seen |= Q(subject_id=Subquery(as_member)) | Q(opener_id=person) | Q(opened_for_id=person)
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
    looked_at(found)
    return found


def ended_post(viewer: Viewer, case: Case, since: dt.datetime) -> Appointment | None:
    """The last post by which a viewer could see a case at some time since, if it has ended meanwhile.

    Whoever had a page of the case open then may be told that it is his no more; to all others the case does not exist.
    An end that was recorded late counts from when it was recorded.
    """
    if viewer.user.person_id is None:
        return None
    ended = Appointment.objects.filter(person_id=viewer.user.person_id, until__lt=viewer.on)
    there = ended.filter(post__organisation_id__in=case.seen_from).select_related("post__organisation")
    day = timezone.localtime(since).date()
    found = [a for a in there.order_by("until", "pk") if (a.until and a.until >= day) or _ended_since(a, since)]
    return found[-1] if found else None


def _ended_since(term: Appointment, since: dt.datetime) -> bool:
    stream = stream_of(term.post.organisation)
    vacated = Entry.objects.filter(stream_kind=stream.kind, stream_id=stream.id, act="post.vacated", at__gte=since)
    return vacated.filter(facts__appointment=term.pk).exists()


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


def case_of_paper(viewer: Viewer, public_id: str) -> Case:
    """The case of an issued paper, for whoever may see it; Http404 otherwise. Nothing is logged: nothing is shown yet."""
    issued = Paper.objects.filter(public_id=public_id).exclude(state=Paper.State.RESERVED).values("case_reference")
    found = cases_for(viewer).filter(reference__in=issued).select_related("subject").first()
    if found is None:
        raise Http404
    return found


def as_official(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer sees a case by a post; never true for its subject, whatever posts he holds."""
    own = viewer.user.person_id is not None and viewer.user.person_id == case.subject_person_id
    return not own and any(held.post.organisation_id in case.seen_from for held in viewer.appointments)


def official_cases_for(viewer: Viewer) -> QuerySet[Case]:
    """The cases a viewer sees by a post of his own (经办范围): those ``as_official`` is true of."""
    if not viewer.roots:
        return Case.objects.none()
    by_post = Case.objects.filter(seen_from__overlap=list(viewer.roots))
    own = Member.objects.filter(person_id=viewer.user.person_id or 0).values("pk")[:1]
    # Without a record of his own the comparison would be with nothing, which is neither true nor false.
    return by_post.filter(Q(subject__isnull=True) | ~Q(subject_id=Coalesce(Subquery(own), 0)))


def comments_for(viewer: Viewer, case: Case) -> list[Comment]:
    """The comments of a case that was fetched for the viewer, newest last; those among officials only for officials."""
    found = case.comments.select_related("person").order_by("pk")
    return list(found if as_official(viewer, case) else found.filter(audience=Comment.Audience.EVERYONE))


def attachments_of(viewer: Viewer, case: Case) -> list[Attachment]:
    """The attachments of a case that was fetched for the viewer, oldest first, struck out ones too."""
    return list(case.attachments.select_related("person", "struck_by").order_by("pk"))


def attachment_for(viewer: Viewer, public_id: str) -> tuple[Attachment, bytes]:
    """An attachment with its bytes, for whoever may see its case; the access is logged; Http404 otherwise.

    One that was struck out is given to officials and to whoever attached it: it may have been about somebody else.
    """
    found = Attachment.objects.filter(public_id=public_id).select_related("case__subject").first()
    if found is None or not cases_for(viewer).filter(pk=found.case_id).exists() or not may_open(viewer, found):
        raise Http404
    journal.log_access(by=viewer.user.actor, kind="attachment", object_id=public_id, what="attachment")
    return found, archive.fetch(found.sha256, archive.ATTACHMENTS)


def may_open(viewer: Viewer, attachment: Attachment) -> bool:
    """Whether the bytes of an attachment are given to somebody who may see its case."""
    own = viewer.user.person_id == attachment.person_id
    return not attachment.struck or own or as_official(viewer, attachment.case)


def letters_for(viewer: Viewer) -> QuerySet[Letter]:
    """The letters that organisations of the viewer sent or receive."""
    if not viewer.roots:
        return Letter.objects.none()
    roots = list(viewer.roots)
    return Letter.objects.filter(Q(sender__lineage__overlap=roots) | Q(receiver__lineage__overlap=roots))


def trail_of(viewer: Viewer, case: Case) -> list[Entry]:
    """The journal of a case that was fetched for the viewer; looking at it is logged too.

    What officials say among themselves is left out for everybody else: their comments, and the remark with a copy.
    """
    journal.log_access(by=viewer.user.actor, kind="case", object_id=case.reference, what="trail")
    entries = journal.entries_of(case.stream)
    if as_official(viewer, case):
        return entries
    shown = [entry for entry in entries if entry.facts.get("audience") != Comment.Audience.OFFICIALS]
    for entry in shown:
        if entry.act == "case.copied":
            entry.words = {name: said for name, said in entry.words.items() if name != "note"}
    return shown
