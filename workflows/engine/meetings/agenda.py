"""The agenda of a meeting (议程): what may stand on it, and its rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from registry.strokes import strokes_key
from workflows.engine.errors import Refused
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.meetings.quorum import terms_of
from workflows.engine.models import AgendaItem, Attendee, Body, Candidate, Meeting
from workflows.engine.models.meetings import LONGEST_MATTER
from workflows.engine.votes.candidates import candidate_faults, in_order
from workflows.engine.votes.kinds import Kind, election_terms
from workflows.policy.terms import MotionTerms, VotesTerms

MOST_ITEMS = 10  # what the minutes have room for


def refuse_items(body: Body, asked: Sequence[ItemAsked], votes: VotesTerms) -> None:
    """Refuse an agenda that such a meeting cannot have; the field says which item."""
    if not asked:
        raise Refused(_("Put at least one item on the agenda."), field="items")
    if len(asked) > MOST_ITEMS:
        raise Refused(
            _("At most %(most)d items: hold another meeting for the rest.") % {"most": MOST_ITEMS}, field="items"
        )
    for number, item in enumerate(asked, start=1):
        if wrong := _wrong(body, item, votes):
            raise Refused(_("Item %(number)d: %(wrong)s") % {"number": number, "wrong": wrong}, field=f"items.{number}")


def _wrong(body: Body, item: ItemAsked, votes: VotesTerms) -> str:
    """What is wrong with an item; empty if nothing is."""
    if not item.matter.strip():
        return _("say what it is about.")
    if len(item.matter.strip()) > LONGEST_MATTER:
        return _("at most %(most)d characters.") % {"most": LONGEST_MATTER}
    if item.kind is None:
        return _("what is not voted on has no candidates.") if item.candidates or item.seats else ""
    if item.kind not in body.kinds:
        return _("such a vote is not held in this kind of meeting.")
    return _wrong_election(item, votes) if item.kind.elects else _wrong_motion(item, votes)


def _wrong_motion(item: ItemAsked, votes: VotesTerms) -> str:
    terms = terms_of(votes, item.kind or Kind.GM_GENERAL)
    alone = isinstance(terms, MotionTerms) and terms.one_at_a_time.value
    if alone and item.subject is None:
        return _("each person is discussed and voted on by himself: say whom it is about.")
    return _("a motion has no candidates.") if item.candidates or item.seats or item.purpose else ""


def _wrong_election(item: ItemAsked, votes: VotesTerms) -> str:
    if item.purpose is None or item.kind is None:
        return _("say whether a committee, missing seats or an office is elected.")
    people = [str(person.pk) for person in item.candidates]
    wrong = candidate_faults(election_terms(votes, item.kind), item.seats or 0, people, item.purpose)
    return str(wrong[0].sentence) if wrong else ""


def refuse_people(asked: Sequence[ItemAsked], roll: Sequence[Attendee], body: Body) -> None:
    """Refuse whom the agenda names but the roll does not know: a branch decides about its own members, and elects electors."""
    known, electable = {row.person_id for row in roll}, {row.person_id for row in roll if row.votes}
    for number, item in enumerate(asked, start=1):
        subject = item.subject.person_id if item.subject else None
        if body == Body.GENERAL and item.kind and subject is not None and subject not in known:
            wrong = _("whom it is about does not belong to the branch.")
        elif any(person.pk not in electable for person in item.candidates):
            wrong = _("only who has a vote there can be elected.")
        else:
            continue
        raise Refused(_("Item %(number)d: %(wrong)s") % {"number": number, "wrong": wrong}, field=f"items.{number}")


def write(meeting: Meeting, asked: Sequence[ItemAsked], votes: VotesTerms) -> list[AgendaItem]:
    """Write the agenda as it is asked for: items that are named stay, the others are new, what is missing goes."""
    before = {item.public_id: item for item in meeting.items.all()}
    rows = [_row(meeting, number, item, before, votes) for number, item in enumerate(asked, start=1)]
    for gone in before.values():
        if gone.opinions.exists():
            raise Refused(_("“%(item)s” stays: opinions in writing were handed in on it.") % {"item": gone.matter})
        gone.delete()
    for row, item in zip(rows, asked, strict=True):
        row.save()
        write_candidates(row, item)
    return rows


def _row(
    meeting: Meeting, number: int, asked: ItemAsked, before: dict[str, AgendaItem], votes: VotesTerms
) -> AgendaItem:
    row = before.pop(asked.item, None) or AgendaItem(meeting=meeting)
    same = (row.kind, row.subject_id) == (asked.kind or "", asked.subject.pk if asked.subject else None)
    if row.pk and not same and row.opinions.exists():
        raise Refused(_("“%(item)s” stays: opinions in writing were handed in on it.") % {"item": row.matter})
    row.number, row.kind, row.matter = number, asked.kind or "", asked.matter.strip()
    row.subject, row.seats, row.office = asked.subject, asked.seats, asked.office.strip()
    row.purpose = asked.purpose or ""
    row.secret = asked.secret or (asked.kind is not None and terms_of(votes, asked.kind).ballot.value == "secret")
    return row


def write_candidates(row: AgendaItem, asked: ItemAsked) -> None:
    """Write the candidates in the order of the ballot, by the names of the roll, which tells apart whoever shares one."""
    row.candidates.all().delete()
    people = list(asked.candidates) if asked.as_given else in_order(asked.candidates, lambda p: strokes_key(p.name))
    names = dict(row.meeting.attendees.values_list("person_id", "name"))
    Candidate.objects.bulk_create(
        Candidate(item=row, number=number, person=person, name=names[person.pk])
        for number, person in enumerate(people, start=1)
    )
