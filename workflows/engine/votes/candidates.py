"""Candidates and who counts (候选人、监票人和计票人), handbook R-EL-08 to 10."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from workflows.engine.votes.faults import Fault, Wrong
from workflows.policy.terms import ElectionTerms

T = TypeVar("T")


class Purpose(StrEnum):
    """What is elected (选举事项): a whole committee, its missing seats (补选), or a secretary or deputy directly."""

    COMMITTEE = "committee"
    BY_ELECTION = "by_election"
    OFFICE = "office"


def least_candidates(terms: ElectionTerms, seats: int, purpose: Purpose) -> int:
    """How many candidates there have to be (候选人人数), R-EL-08: the margin is rounded up to a whole person.

    It binds the election of a committee, and a by-election from a number of seats on; never the one of an office.
    """
    many = purpose is Purpose.BY_ELECTION and seats >= terms.margin_by_election_seats.value
    binding = (purpose is Purpose.COMMITTEE or many) and not terms.equal_number.value
    margin = -(-seats * terms.margin_percent.value // 100) if binding else 0
    return seats + margin


def candidate_faults(
    terms: ElectionTerms, seats: int, candidates: Sequence[str], purpose: Purpose
) -> tuple[Fault, ...]:
    """What is wrong with a list of candidates (候选人名单核对): too few, one twice, or not as many as seats (等额)."""
    if seats < 1:
        return (Fault("seats", Wrong.NO_SEATS),)
    for place, name in enumerate(candidates):
        if name in candidates[:place]:
            return (Fault(f"candidates.{place}", Wrong.NAMED_TWICE),)
    found, least = len(candidates), least_candidates(terms, seats, purpose)
    if terms.equal_number.value and found != seats:
        return (Fault("candidates", Wrong.NOT_EQUAL_NUMBER, found=found, least=seats),)
    return (Fault("candidates", Wrong.TOO_FEW_CANDIDATES, found=found, least=least),) if found < least else ()


def teller_faults(
    tellers: Sequence[str], candidates: Container[str], electors_present: Container[str]
) -> tuple[Fault, ...]:
    """What is wrong with those who scrutinise and count (监票人、计票人资格), R-EL-09: electors present, no candidates."""
    if not tellers:
        return (Fault("tellers", Wrong.NO_TELLERS),)
    found = []
    for place, name in enumerate(tellers):
        wrong = [
            (name in tellers[:place], Wrong.NAMED_TWICE),
            (name in candidates, Wrong.TELLER_IS_CANDIDATE),
            (name not in electors_present, Wrong.TELLER_IS_NO_ELECTOR),
        ]
        found += [Fault(f"tellers.{place}", why) for so, why in wrong if so][:1]
    return tuple(found)


def in_order(candidates: Iterable[T], strokes: Callable[[T], Any]) -> list[T]:
    """Candidates as the ballot lists them (按姓氏笔画为序), R-EL-10; ``strokes`` gives the key of a name, equals keep their order."""
    return sorted(candidates, key=strokes)
