"""What tellers type in (计票数字): flat numbers by field, made into what ``votes`` judges, and its faults back at the fields.

A motion has ``votes_for``, ``votes_against``, ``abstained``. An election has ``issued``, ``collected``, ``void``, for each
candidate ``3.for``, ``3.against``, ``3.abstained`` by his row on the ballot, and ``written:`` with the name for each other
person who was written in.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from django.utils.translation import gettext as _

from workflows.engine.errors import Refused
from workflows.engine.meetings import standing
from workflows.engine.models import Ballot, Candidate
from workflows.engine.votes import counts, elections, motions
from workflows.engine.votes.counts import Count, Line
from workflows.engine.votes.elections import Elected
from workflows.engine.votes.faults import Fault
from workflows.engine.votes.kinds import Kind, election_terms
from workflows.engine.votes.motions import Tally
from workflows.policy.terms import VotesTerms

OF_MOTION = ("votes_for", "votes_against", "abstained")
OF_BALLOTS = ("issued", "collected", "void")
OF_CANDIDATE = ("for", "against", "abstained")
WRITTEN = "written:"


def fields_of(ballot: Ballot) -> tuple[str, ...]:
    """What has to be counted, in the order of the form; names written in come besides."""
    if not Kind(ballot.item.kind).elects:
        return OF_MOTION
    return (*OF_BALLOTS, *(f"{row}.{mark}" for row in ballot.rows for mark in OF_CANDIDATE))


def refuse_odd(ballot: Ballot, numbers: Mapping[str, int], electable: Container[str]) -> None:
    """Refuse numbers that are missing, are no whole numbers, or belong to nobody, each at its field."""
    wanted, elects, wrong = fields_of(ballot), Kind(ballot.item.kind).elects, {}
    for name in (*wanted, *(name for name in numbers if name not in wanted)):
        written = elects and name.startswith(WRITTEN)
        if name not in wanted and not written:
            wrong[name] = [_("This is not counted here.")]
        elif type(numbers.get(name)) is not int:
            wrong[name] = [_("Write a whole number.")]
        elif written and name.removeprefix(WRITTEN) not in electable:
            wrong[name] = [_("Only who has a vote there can be elected.")]
    if wrong:
        raise Refused(_("Look at the numbers that are marked."), errors=wrong)


def tally_of(ballot: Ballot, numbers: Mapping[str, int]) -> Tally:
    """The numbers of a motion, with those that were frozen when its ballot opened."""
    frozen = ("entitled", "present", "aside", "written_for", "written_against", "written_abstained")
    return Tally(**{name: getattr(ballot, name) for name in frozen}, **{name: numbers[name] for name in OF_MOTION})


def count_of(ballot: Ballot, candidates: Sequence[Candidate], numbers: Mapping[str, int]) -> Count:
    """The numbers of an election, with those that were frozen when its ballot opened."""
    names = {row.number: row.name for row in candidates}
    lines = [_line(names[row], row, numbers) for row in ballot.rows]
    others = [name for name in numbers if name.startswith(WRITTEN)]
    lines += [Line(name.removeprefix(WRITTEN), numbers[name], written_in=True) for name in others]
    issued, collected, void = (numbers[name] for name in OF_BALLOTS)
    return Count(ballot.entitled, ballot.present, issued, collected, void, tuple(lines))


def _line(name: str, row: int, numbers: Mapping[str, int]) -> Line:
    votes_for, votes_against, abstained = (numbers[f"{row}.{mark}"] for mark in OF_CANDIDATE)
    return Line(name, votes_for, votes_against, abstained)


def judged(ballot: Ballot, numbers: Mapping[str, int], votes: VotesTerms) -> Elected:
    """What the numbers of an election come to (选举结果), with what earlier ballots for the same seats came to."""
    kind = Kind(ballot.item.kind)
    counted, before = count_of(ballot, list(ballot.item.candidates.all()), numbers), standing.elected_before(ballot)
    return elections.judge(
        election_terms(votes, kind), counted, ballot.seats or 0, kind.voters, ballot=ballot.tie, before=len(before)
    )


def refuse_impossible(
    ballot: Ballot, candidates: Sequence[Candidate], numbers: Mapping[str, int], votes: VotesTerms
) -> None:
    """Refuse numbers that cannot be, each fault at its field."""
    kind = Kind(ballot.item.kind)
    if kind.elects:
        found = counts.faults(election_terms(votes, kind), count_of(ballot, candidates, numbers), ballot.seats or 0)
    else:
        found = motions.faults(tally_of(ballot, numbers))
    if found:
        names = [*(f"{row}.for" for row in ballot.rows), *(name for name in numbers if name.startswith(WRITTEN))]
        wrong = {_field(fault, names): [str(fault.sentence)] for fault in found}
        raise Refused(_("Look at the numbers that are marked."), errors=wrong)


def _field(fault: Fault, names: Sequence[str]) -> str:
    """Where a fault stands on the form: a line of an election at the candidate, or the name written in."""
    head, _dot, place = fault.field.partition(".")
    if head == "lines":
        return names[int(place)] if place else names[0]
    return next((name for name in names if name.startswith(WRITTEN)), head) if head == "written_in" else head
