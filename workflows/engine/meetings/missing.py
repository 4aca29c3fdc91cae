"""Electing missing seats (不足名额另行选举), R-EL-07: a separate election in the same meeting, for the seats one has left."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from registry.models import Person, User
from workflows.engine.errors import Refused
from workflows.engine.meetings import agenda, standing
from workflows.engine.meetings.acting import Acting, acting
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.meetings.reading import items_of, roll_of
from workflows.engine.meetings.reducing import left_by
from workflows.engine.models import AgendaItem, Ballot, Meeting
from workflows.engine.models.meetings import LONGEST_MATTER
from workflows.engine.votes.candidates import Purpose, candidate_faults
from workflows.engine.votes.kinds import Kind, election_terms

SUFFIX = "（不足名额另行选举）"


def elect_missing(
    public_id: str, *, by: User, item: str, candidates: Sequence[Person], key: str, as_given: bool = False
) -> AgendaItem:
    """Put the seats that ``item`` has left to a separate election (不足名额另行选举), directly after it on the agenda.

    ``candidates`` are those the people present have chosen, ``as_given`` as in ``ItemAsked``. Raises PermissionDenied, Conflict
    (fewer seats were agreed on, elected separately already, a ballot is open), Refused (no seats are left, wrong candidates).
    """
    with acting(public_id, by=by, name="elect_missing", key=key) as act:
        if act.done:
            return AgendaItem.objects.get(public_id=act.done["item"])
        meeting = act.meeting()
        about = _about(act, meeting, item)
        asked = asked_for(about, candidates, as_given=as_given)
        _refuse_candidates(act, meeting, about, asked)
        row = _put(meeting, about, asked)
        facts = {"item": row.public_id, "of": item, "seats": row.seats, "candidates": len(candidates)}
        act.note("meeting.missing_seats_put", meeting, facts, {"matter": row.matter})
        act.keep(item=row.public_id)
    return row


def _about(act: Acting, meeting: Meeting, item: str) -> Ballot:
    """The last ballot of the item, which left the seats."""
    items = items_of(meeting)
    if act.step.agenda_is_given:
        raise Refused(_("What is voted on here follows from the case."))
    found = next((one for one in items if one.public_id == item), None)
    ballots = list(found.ballots.all()) if found is not None else []
    if not ballots:
        raise Refused(_("This item has left no seats."), field="item")
    about = left_by(items, ballots[-1].public_id)
    if len(items) >= agenda.MOST_ITEMS:
        most = {"most": agenda.MOST_ITEMS}
        raise Refused(_("At most %(most)d items: hold another meeting for the rest.") % most, field="items")
    return about


def asked_for(ballot: Ballot, candidates: Sequence[Person], *, as_given: bool = False) -> ItemAsked:
    """The item by which the seats that a ballot has left are elected. A secretary stays one: no margin binds there."""
    item = ballot.item
    purpose = Purpose.OFFICE if item.purpose == Purpose.OFFICE else Purpose.BY_ELECTION
    matter = item.matter.removesuffix(SUFFIX)[: LONGEST_MATTER - 2 * len(SUFFIX)] + SUFFIX
    return ItemAsked(
        Kind(item.kind), matter, secret=item.secret, seats=ballot.verdict.left, office=item.office, purpose=purpose,
        candidates=tuple(candidates), as_given=as_given,
    )  # fmt: skip


def electable(ballot: Ballot) -> list[Person]:
    """Who can stand for the seats that a ballot has left: whoever has a vote there and is not elected already, by name."""
    elected = set(standing.elected_by_then(ballot))
    return [row.person for row in roll_of(ballot.item.meeting) if row.votes and row.name not in elected]


def _refuse_candidates(act: Acting, meeting: Meeting, ballot: Ballot, asked: ItemAsked) -> None:
    """Refuse who has no vote there, who is elected already, and fewer than the margin asks for."""
    voters = {row.person_id: row.name for row in roll_of(meeting) if row.votes}
    elected = set(standing.elected_by_then(ballot))
    for person in asked.candidates:
        if person.pk not in voters:
            raise Refused(_("Only who has a vote there can be elected."), field="candidates")
        if voters[person.pk] in elected:
            words = _("%(name)s is elected already.") % {"name": voters[person.pk]}
            raise Refused(words, field="candidates")
    terms, people = election_terms(act.pack.votes, Kind(ballot.item.kind)), [str(one.pk) for one in asked.candidates]
    wrong = candidate_faults(terms, asked.seats or 0, people, asked.purpose or Purpose.BY_ELECTION)
    if wrong:
        raise Refused(str(wrong[0].sentence), field="candidates")


def _put(meeting: Meeting, ballot: Ballot, asked: ItemAsked) -> AgendaItem:
    """The row directly after the item, and every later one moved by one."""
    before = ballot.item
    meeting.items.filter(number__gt=before.number).update(number=F("number") + 1)
    row = AgendaItem.objects.create(
        meeting=meeting, number=before.number + 1, kind=before.kind, matter=asked.matter, secret=asked.secret,
        seats=asked.seats, office=asked.office, purpose=asked.purpose or "", missing_of=ballot,
    )  # fmt: skip
    agenda.write_candidates(row, asked)
    return row
