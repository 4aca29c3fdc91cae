"""Entering resolutions in the register (登记决议): once what closed the meeting can no longer be taken back."""

from __future__ import annotations

from typing import Any

from audit.journal import Actor
from registry.models import Elected, Resolution
from workflows.engine.handling import note
from workflows.engine.meetings import standing
from workflows.engine.meetings.numbers import count_of
from workflows.engine.meetings.reading import items_of, roll_of
from workflows.engine.models import AgendaItem, Ballot, Case, Meeting
from workflows.engine.turns import pack_of
from workflows.engine.votes.kinds import Kind, motion_terms

Row = tuple[Resolution, list[Elected]]


def resolve(case: Case, step: str, *, by: Actor, article: str = "") -> list[Resolution]:
    """Enter what the meetings of a step resolved, each once: on motions, and who was elected.

    Of a meeting that ended without a quorum, too: what it settled before stands, and whoever it elected before.
    """
    meetings = case.meetings.filter(step=step).select_related("organisation").order_by("attempt")
    settled = [(meeting, item) for meeting in meetings for item in items_of(meeting) if _is_resolved(item)]
    made = [_row(case, meeting, item) for meeting, item in settled]
    references = [row.reference for row, _elected in made]
    known = set(Resolution.objects.filter(reference__in=references).values_list("reference", flat=True))
    new = [row for row in made if row[0].reference not in known]
    for row, elected in new:
        row.save(force_insert=True)
        Elected.objects.bulk_create(elected)
        facts = {"item": row.reference, "kind": row.kind, "result": row.result, "on": str(row.on)}
        note(case, "meeting.resolved", by=by, article=article, facts=facts | _numbers(elected))
    return [row for row, _elected in new]


def _numbers(elected: list[Elected]) -> dict[str, Any]:
    return {"elected": [one.person.public_id for one in elected]} if elected else {}


def _is_resolved(item: AgendaItem) -> bool:
    """Whether a vote has settled the item, or elected somebody before the meeting lost its quorum."""
    verdicts = [standing.verdict_of(ballot) for ballot in item.ballots.all()]
    return standing.final(item) is not None or any(verdict.elected for verdict in verdicts if verdict)


def _row(case: Case, meeting: Meeting, item: AgendaItem) -> Row:
    settled = [ballot for ballot in item.ballots.all() if standing.verdict_of(ballot) is not None]
    last = settled[-1]
    row = Resolution(
        organisation=meeting.organisation, on=meeting.held_on, kind=item.kind, matter=item.matter,
        subject=item.subject.person if item.subject else None, entitled=last.entitled, present=last.present,
        article=last.verdict.article, case_reference=case.reference, reference=item.public_id,
        **(_election(item, settled) if Kind(item.kind).elects else _motion(case, last)),
    )  # fmt: skip
    return row, [one for ballot in settled for one in _elected(meeting, row, ballot)]


def _motion(case: Case, ballot: Ballot) -> dict[str, Any]:
    """What a resolution says of a motion; written opinions where they count among the votes."""
    terms, numbers = motion_terms(pack_of(case).votes, Kind(ballot.item.kind)), ballot.verdict.numbers
    return {name: numbers[name] for name in ("votes_for", "votes_against", "abstained")} | {
        "written_for": ballot.written_for if terms.written_opinions.value else 0,
        "result": ballot.verdict.result,
        "sentences": ballot.verdict.sentences,
    }


def _election(item: AgendaItem, settled: list[Ballot]) -> dict[str, Any]:
    """What a resolution says of an election: every ballot, and whether fewer seats are filled."""
    sentences = [sentence for ballot in settled for sentence in ballot.verdict.sentences]
    reduced, last = standing.reduction_of(settled[-1]), settled[-1].verdict
    fewer = last.left if reduced is not None and reduced.agreed else 0
    return {
        "result": standing.result_of(item) or Resolution.Result.SEATS_LEFT,
        "sentences": sentences + (reduced.sentences if reduced is not None else []),
        "seats": (item.seats or 0) - fewer,
    }


def _elected(meeting: Meeting, row: Resolution, ballot: Ballot) -> list[Elected]:
    """Whom a ballot has elected, each with his votes; names on a roll tell apart whoever shares one."""
    if not ballot.verdict.elected:
        return []
    people = {one.name: one.person for one in roll_of(meeting)}
    counted = count_of(ballot, list(ballot.item.candidates.all()), ballot.verdict.numbers)
    votes = {line.name: line.votes_for for line in counted.lines}
    return [
        Elected(resolution=row, person=people[name], name=name, votes_for=votes[name])
        for name in ballot.verdict.elected
    ]
