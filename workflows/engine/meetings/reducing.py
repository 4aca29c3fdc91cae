"""Filling fewer seats (减少名额), R-EL-07: those present agree by a show of hands, where an election left few seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from audit import clock
from registry.models import User
from workflows.engine.errors import Conflict, Refused
from workflows.engine.meetings import standing
from workflows.engine.meetings.acting import Acting, acting
from workflows.engine.meetings.numbers import judged
from workflows.engine.meetings.presiding import running
from workflows.engine.meetings.reading import items_of, roll_of
from workflows.engine.models import AgendaItem, Ballot, Meeting, Reduction
from workflows.engine.sentences import Sentence, say
from workflows.engine.votes import elections
from workflows.engine.votes.elections import Elected, Ending
from workflows.engine.votes.faults import Impossible
from workflows.engine.votes.kinds import Kind, election_terms
from workflows.engine.votes.reasons import Reason

FEWER = gettext_noop("Seats to be filled: %(fewer)s instead of %(seats)s.")
AS_BEFORE = gettext_noop(
    "Seats to be filled stay %(seats)s; there is a separate election for those that are left: %(left)s."
)


def reduce_seats(public_id: str, *, by: User, ballot: str, agreeing: int, key: str) -> Reduction:
    """Note how many of those present agree to fill fewer seats (减少名额), and what follows from it; asked once for a ballot.

    Raises PermissionDenied, Conflict (asked already, elected separately, a ballot is open), Refused (no seats or too many are
    left, more agree than are present).
    """
    with acting(public_id, by=by, name="reduce_seats", key=key) as act:
        if act.done:
            return Reduction.objects.get(ballot__public_id=act.done["ballot"])
        meeting = act.meeting()
        about = left_by(items_of(meeting), ballot)
        if standing.reduction_of(about) is not None:
            raise Conflict(_("Those present were asked already whether fewer seats are filled."))
        row = _row(act, meeting, about, agreeing)
        row.save(force_insert=True)
        facts = {"ballot": ballot, "agreeing": agreeing, "present": row.present, "entitled": row.entitled}
        act.note("meeting.fewer_seats_asked", meeting, facts | {"agreed": row.agreed, "seats": row.seats})
        act.keep(ballot=ballot)
    return row


def left_by(items: Sequence[AgendaItem], ballot: str) -> Ballot:
    """A ballot that left seats about which nothing was agreed yet; Conflict or Refused for any other."""
    found = next((one for item in items for one in item.ballots.all() if one.public_id == ballot), None)
    if found is None:
        raise Refused(_("There is no such ballot in this meeting."), field="ballot")
    if running(items):
        raise Conflict(_("A ballot is open: settle it first."))
    if found.verdict.result != Ending.SEATS_LEFT:
        raise Refused(_("This ballot has left no seats."), field="ballot")
    if any(item.missing_of_id == found.pk for item in items):
        raise Conflict(_("The seats that are left are elected separately: they stand on the agenda."))
    reduced = standing.reduction_of(found)
    if reduced is not None and reduced.agreed:
        raise Conflict(_("Those present have agreed to fill fewer seats: none are left."))
    return found


def _row(act: Acting, meeting: Meeting, ballot: Ballot, agreeing: int) -> Reduction:
    """What so many come to, of those in the room at this moment."""
    if type(agreeing) is not int:
        raise Refused(_("Write a whole number."), field="agreeing")
    found = judged(ballot, ballot.verdict.numbers, act.pack.votes)
    here = sum(1 for row in roll_of(meeting) if row.counts and row.present)
    found = replace(found, count=replace(found.count, present=here))
    reason = _reason(act, Kind(ballot.item.kind), found, agreeing)
    seats = len(standing.elected_by_then(ballot)) + found.open
    sentences = [sentence.as_json() for sentence in _sentences(reason, seats, found.open)]
    return Reduction(
        ballot=ballot, agreeing=agreeing, present=here, entitled=found.count.entitled, agreed=reason.met, seats=seats,
        sentences=sentences, article=reason.article, noted_by=act.by, noted_at=clock.now(),
    )  # fmt: skip


def _reason(act: Acting, kind: Kind, found: Elected, agreeing: int) -> Reason:
    try:
        return elections.reduction(election_terms(act.pack.votes, kind), found, agreeing, kind.voters)
    except Impossible as impossible:
        fault = impossible.faults[0]
        raise Refused(str(fault.sentence), field=fault.field) from impossible


def _sentences(reason: Reason, seats: int, left: int) -> tuple[Sentence, Sentence]:
    words = FEWER if reason.met else AS_BEFORE
    return reason.approval, say(words, fewer=seats - left, seats=seats, left=left)
