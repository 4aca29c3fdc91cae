"""Entering resolutions in the register (登记决议): once what closed the meeting can no longer be taken back."""

from __future__ import annotations

from audit.journal import Actor
from registry.models import Resolution
from workflows.engine.handling import note
from workflows.engine.meetings import standing
from workflows.engine.meetings.reading import items_of
from workflows.engine.models import AgendaItem, Case, Meeting, Verdict
from workflows.engine.turns import pack_of
from workflows.engine.votes.kinds import Kind, motion_terms


def resolve(case: Case, step: str, *, by: Actor, article: str = "") -> list[Resolution]:
    """Enter what the meetings of a step resolved on motions, each once; elections fill posts and have no resolution.

    Of a meeting that ended without a quorum, too: what it settled before stands.
    """
    meetings = case.meetings.filter(step=step).select_related("organisation").order_by("attempt")
    settled = [(meeting, item, standing.final(item)) for meeting in meetings for item in items_of(meeting)]
    made = [_row(case, meeting, item, verdict) for meeting, item, verdict in settled if verdict and _moved(item)]
    known = set(
        Resolution.objects.filter(reference__in=[row.reference for row in made]).values_list("reference", flat=True)
    )
    new = [row for row in made if row.reference not in known]
    for row in new:
        row.save(force_insert=True)
        facts = {"item": row.reference, "kind": row.kind, "result": row.result, "on": str(row.on)}
        note(case, "meeting.resolved", by=by, article=article, facts=facts)
    return new


def _moved(item: AgendaItem) -> bool:
    return bool(item.kind) and not Kind(item.kind).elects


def _in_writing(case: Case, item: AgendaItem) -> bool:
    """Whether written opinions count among the votes."""
    return motion_terms(pack_of(case).votes, Kind(item.kind)).written_opinions.value


def _row(case: Case, meeting: Meeting, item: AgendaItem, verdict: Verdict) -> Resolution:
    ballot, numbers = verdict.ballot, verdict.numbers
    return Resolution(
        organisation=meeting.organisation, on=meeting.held_on, kind=item.kind, matter=item.matter,
        subject=item.subject.person if item.subject else None, entitled=ballot.entitled, present=ballot.present,
        votes_for=numbers["votes_for"], votes_against=numbers["votes_against"], abstained=numbers["abstained"],
        written_for=ballot.written_for if _in_writing(case, item) else 0, result=verdict.result,
        sentences=verdict.sentences, article=verdict.article,
        case_reference=case.reference, reference=item.public_id,
    )  # fmt: skip
