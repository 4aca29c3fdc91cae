"""Opening a ballot (开始表决): one at a time, with a quorum, its numbers taken from who is in the room at that moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from audit import clock
from registry.models import Person, User
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import standing
from workflows.engine.meetings.acting import Acting, acting
from workflows.engine.meetings.presiding import no_quorum, refuse_tellers, running
from workflows.engine.meetings.quorum import entitled_to, quorum
from workflows.engine.meetings.reading import items_of, roll_of, tellers_of
from workflows.engine.models import AgendaItem, Attendee, Ballot, Choice, Meeting, Teller, Verdict
from workflows.engine.votes.elections import Ending
from workflows.engine.votes.kinds import Kind


def open_ballot(public_id: str, *, by: User, item: str, key: str) -> Ballot:
    """Put an item to the vote (开始表决); after a tie or an invalid election once more, among those it is about then.

    Raises PermissionDenied, Conflict (another ballot is open, the item is settled), Refused (no quorum, nobody counts).
    """
    with acting(public_id, by=by, name="open_ballot", key=key) as act:
        if act.done:
            return Ballot.objects.get(public_id=act.done["ballot"])
        meeting = act.meeting()
        items, roll = items_of(meeting), roll_of(meeting)
        about = next((one for one in items if one.public_id == item), None)
        if about is None or not about.kind:
            raise Refused(_("Choose an item that is voted on."), field="item")
        _refuse(act, meeting, items, about, roll)
        ballot = _ballot(act, about, roll)
        ballot.save(force_insert=True)
        numbers = {"entitled": ballot.entitled, "present": ballot.present, "aside": ballot.aside}
        facts = {"item": item, "ballot": ballot.public_id, "number": ballot.number} | numbers
        act.note("meeting.ballot_opened", meeting, facts)
        act.keep(ballot=ballot.public_id)
    return ballot


def _refuse(
    act: Acting, meeting: Meeting, items: Sequence[AgendaItem], about: AgendaItem, roll: Sequence[Attendee]
) -> None:
    if meeting.opened_at is None:
        raise Refused(_("The meeting has yet to be opened."))
    if running(items):
        raise Conflict(_("A ballot is open: settle it first. One item is voted on after the other."))
    if standing.is_settled(about):
        raise Conflict(_("This item is settled."))
    found = quorum(roll, Kind(about.kind), act.pack.votes)
    if not found.met:
        raise Refused(no_quorum(found))
    refuse_tellers([teller.attendee for teller in counting(meeting, about)], list(about.candidates.all()), meeting)


def counting(meeting: Meeting, item: AgendaItem) -> list[Teller]:
    """Who counts on an item: its own tellers as they are now, else those of the meeting."""
    own = [teller for teller in item.tellers.all() if teller.replaced_at is None]
    return sorted(own, key=lambda teller: teller.pk) or tellers_of(meeting)


def mine_to_count(meeting: Meeting, item: AgendaItem, person: Person | None) -> Teller | None:
    """The teller that somebody is on an item (本人计票); None for everybody else."""
    if person is None:
        return None
    return next((teller for teller in counting(meeting, item) if teller.attendee.person_id == person.pk), None)


def _ballot(act: Acting, item: AgendaItem, roll: Sequence[Attendee]) -> Ballot:
    """The next ballot of an item, with everything that is frozen now."""
    before = list(item.ballots.all())
    counted = [row for row in roll if row.counts]
    ballot = Ballot(
        item=item, number=len(before) + 1, opened_at=clock.now(), entitled=len(counted),
        present=sum(1 for row in counted if row.present), aside=_aside(act, item, counted), seats=item.seats,
        tie=1 + sum(1 for one in before if one.verdict.result == Ending.SECOND_BALLOT),
        rows=[row.number for row in item.candidates.all()],
    )  # fmt: skip
    written = _written(act, item)
    ballot.written_for, ballot.written_against, ballot.written_abstained = (written[choice] for choice in Choice)
    if before:
        _once_more(ballot, before[-1].verdict, before[-1], item)
    return ballot


def _once_more(ballot: Ballot, verdict: Verdict, before: Ballot, item: AgendaItem) -> None:
    """After a tie there are only the seats that are left and those who are tied; after an invalid one it is held again."""
    ballot.seats, ballot.rows = before.seats, before.rows
    if verdict.result == Ending.SECOND_BALLOT:
        numbers = {row.name: row.number for row in item.candidates.all()}
        ballot.seats, ballot.rows = verdict.left, [numbers[name] for name in verdict.tied]


def _subject(item: AgendaItem) -> int | None:
    return item.subject.person_id if item.subject else None


def _aside(act: Acting, item: AgendaItem, counted: Sequence[Attendee]) -> int:
    """Who is in the room and counts, but does not vote in a matter of his own."""
    kind, terms = Kind(item.kind), act.pack.entitled
    here = [row for row in counted if row.present]
    return sum(1 for row in here if not entitled_to(row, kind, terms, subject=_subject(item)).votes)


def _written(act: Acting, item: AgendaItem) -> Counter[str]:
    """What was handed in by whoever has a vote and never came."""
    kind, terms = Kind(item.kind), act.pack.entitled
    valid = [opinion for opinion in item.opinions.all() if opinion.attendee.arrived_at is None]
    return Counter(
        opinion.choice for opinion in valid if entitled_to(opinion.attendee, kind, terms, subject=_subject(item)).votes
    )
