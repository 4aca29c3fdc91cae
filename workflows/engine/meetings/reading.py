"""Reading a meeting (读取会议): its rows in a fixed number of queries, made into the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Prefetch

from workflows.engine.meetings import quorum, standing
from workflows.engine.meetings.numbers import count_of, judged
from workflows.engine.meetings.record import (
    AttendeeRecord,
    BallotRecord,
    CandidateRecord,
    CountRecord,
    ItemRecord,
    MeetingRecord,
    OpinionRecord,
    ReductionRecord,
    VerdictRecord,
)
from workflows.engine.models import (
    AgendaItem,
    Attendee,
    Ballot,
    Meeting,
    Reduction,
    Teller,
    TellerCount,
    Verdict,
    WrittenOpinion,
)
from workflows.engine.sentences import Sentence, say
from workflows.engine.turns import pack_of
from workflows.engine.votes.elections import Ending, votes_of
from workflows.engine.votes.entitled import SAID, Why
from workflows.engine.votes.kinds import Kind, election_terms, motion_terms
from workflows.policy.terms import Pack


def record_of(meeting: Meeting) -> MeetingRecord:
    """Everything about a meeting as it stands now; asks nobody's permission."""
    pack, roll, items = pack_of(meeting.case), roll_of(meeting), items_of(meeting)
    again = {item.missing_of.item_id: item.number for item in items if item.missing_of is not None}
    closed = standing.closings(meeting.case, meeting.step)[meeting.attempt - 1 :]
    opened = [ballot.opened_at for item in items for ballot in item.ballots.all()]
    return MeetingRecord(
        reference=meeting.public_id, case=meeting.case.number, organisation=meeting.organisation.name, body=meeting.body,
        attempt=meeting.attempt, held_on=meeting.held_on, starts_at=meeting.starts_at, place=meeting.place,
        topic=meeting.topic, chair=meeting.chair.name, recorder=meeting.recorder.name, convened_at=meeting.convened_at,
        opened_at=meeting.opened_at, roll_frozen_at=min(opened, default=None), adjourned_at=meeting.adjourned_at,
        closed_at=closed[0].at if closed else None, ending=standing.ending(meeting, items),
        people=tuple(_attendee(one) for one in roll),
        items=tuple(replace(_item(item, roll, pack), elected_again=again.get(item.pk, 0)) for item in items),
        tellers=tuple(teller.attendee.name for teller in tellers_of(meeting)),
    )  # fmt: skip


def roll_of(meeting: Meeting) -> list[Attendee]:
    """Everybody on the roll, by name."""
    found = meeting.attendees.select_related("person", "leave_agreed_by")
    return list(found.order_by("person__name_sort", "pk"))


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda in order, with all that belongs to each item; whose missing seats an item is about is one of them, too."""
    counts = Prefetch(
        "teller_counts", TellerCount.objects.select_related("teller", "entered_by__person").order_by("pk")
    )
    ballots = Ballot.objects.select_related("verdict", "reduction").prefetch_related(counts)
    opinions = WrittenOpinion.objects.select_related("attendee").order_by("attendee__name", "pk")
    tellers = Teller.objects.filter(replaced_at__isnull=True).select_related("attendee").order_by("pk")
    items = meeting.items.select_related("subject__person").prefetch_related(
        "candidates", Prefetch("ballots", ballots), Prefetch("opinions", opinions), Prefetch("tellers", tellers)
    )
    found = list(items.order_by("number"))
    known = {ballot.pk: ballot for item in found for ballot in item.ballots.all()}
    for item in found:
        if item.missing_of_id is not None:
            item.missing_of = known[item.missing_of_id]
    return found


def tellers_of(meeting: Meeting) -> list[Teller]:
    """The tellers of the whole meeting as they are now."""
    found = meeting.tellers.filter(item__isnull=True, replaced_at__isnull=True)
    return list(found.select_related("attendee").order_by("pk"))


def _attendee(one: Attendee) -> AttendeeRecord:
    return AttendeeRecord(
        reference=one.public_id, person_id=one.person_id, name=one.name, post=one.post, standing=one.standing,
        counts=one.counts, votes=one.votes, why=say(SAID[Why(one.why)]) if one.why else None, article=one.article,
        left_out=one.left_out, superior_consent=one.superior_consent, meeting_consent=one.meeting_consent,
        amended_because=one.amended_because, arrived_at=one.arrived_at, left_at=one.left_at,
        absent_reason=one.absent_reason, leave_asked_on=one.leave_asked_on,
        leave_agreed_by=one.leave_agreed_by.name if one.leave_agreed_by else "",
    )  # fmt: skip


def _item(item: AgendaItem, roll: list[Attendee], pack: Pack) -> ItemRecord:
    kind = Kind(item.kind) if item.kind else None
    rows = {row.number: CandidateRecord(row.number, row.name, row.person_id) for row in item.candidates.all()}
    return ItemRecord(
        reference=item.public_id, number=item.number, kind=kind, matter=item.matter, secret=item.secret,
        subject=item.subject.person.name if item.subject else "",
        subject_person_id=item.subject.person_id if item.subject else None,
        seats=item.seats, office=item.office, purpose=item.purpose, candidates=tuple(rows.values()),
        opinions=tuple(_opinion(opinion) for opinion in item.opinions.all()),
        opinions_count=kind is not None and not kind.elects and motion_terms(pack.votes, kind).written_opinions.value,
        tellers=tuple(teller.attendee.name for teller in item.tellers.all()),
        ballots=tuple(_ballot(ballot, rows, pack) for ballot in item.ballots.all()),
        quorum=quorum.quorum(roll, kind, pack.votes) if kind else None,
    )  # fmt: skip


def _opinion(opinion: WrittenOpinion) -> OpinionRecord:
    who = opinion.attendee
    void = who.arrived_at is not None
    return OpinionRecord(who.public_id, who.name, opinion.choice, opinion.handed_in_on, void)


def _ballot(ballot: Ballot, rows: Mapping[int, CandidateRecord], pack: Pack) -> BallotRecord:
    verdict = standing.verdict_of(ballot)
    return BallotRecord(
        reference=ballot.public_id, number=ballot.number, opened_at=ballot.opened_at, entitled=ballot.entitled,
        present=ballot.present, aside=ballot.aside, written_for=ballot.written_for,
        written_against=ballot.written_against, written_abstained=ballot.written_abstained, seats=ballot.seats,
        candidates=tuple(rows[number] for number in ballot.rows),
        counts=tuple(_count(count) for count in ballot.teller_counts.all()),
        verdict=_verdict(ballot, verdict, pack) if verdict else None,
    )  # fmt: skip


def _count(count: TellerCount) -> CountRecord:
    return CountRecord(
        count.teller.public_id, count.teller.name, count.entry, count.numbers, str(count.entered_by), count.entered_at
    )


def _reasons(ballot: Ballot, verdict: Verdict, pack: Pack) -> tuple[tuple[str, Sentence], ...]:
    """Of an election what each name got, held against what it needs; of a motion the sentences say it."""
    kind = Kind(ballot.item.kind)
    if not kind.elects:
        return ()
    terms = election_terms(pack.votes, kind)
    counted = count_of(ballot, list(ballot.item.candidates.all()), verdict.numbers)
    return tuple((line.name, votes_of(terms, counted, line, kind.voters).approval) for line in counted.lines)


def _verdict(ballot: Ballot, verdict: Verdict, pack: Pack) -> VerdictRecord:
    reduced, left = standing.reduction_of(ballot), verdict.result == Ending.SEATS_LEFT
    return VerdictRecord(
        verdict.result, _said(verdict), verdict.article, verdict.numbers, verdict.settled_at, tuple(verdict.elected),
        tuple(verdict.tied), verdict.left, _reasons(ballot, verdict, pack),
        may_reduce=left and judged(ballot, verdict.numbers, pack.votes).may_reduce,
        reduction=_reduction(reduced, verdict) if reduced else None,
    )  # fmt: skip


def _reduction(found: Reduction, verdict: Verdict) -> ReductionRecord:
    return ReductionRecord(found.agreed, found.seats, found.seats - verdict.left, _said(found), found.article)


def _said(stored: Verdict | Reduction) -> tuple[Sentence, ...]:
    return tuple(Sentence.from_json(sentence) for sentence in stored.sentences)
