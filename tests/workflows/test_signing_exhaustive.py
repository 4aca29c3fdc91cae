"""Every small round of signatures, held against a second way of computing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from tests.workflows.signing_reference import Reference
from tests.workflows.test_signing import RULES
from workflows.engine.signing import (
    Absence,
    Added,
    Answer,
    Back,
    Event,
    Illegal,
    Left,
    Opened,
    Place,
    Removed,
    Result,
    Rule,
    Signed,
    State,
    TakenBack,
    state_of,
)

MOST_SEATS, MOST_EVENTS = 4, 6


def one_of_each(reference: Reference) -> list[int]:
    """The seats, of several that are alike in everything the first one: what can be done with one, can with the other."""
    found: dict[Any, int] = {}
    for seat in reference.seats:
        number = seat["number"]
        before = frozenset(a for a, b in reference.first if b == number)
        after = frozenset(b for a, b in reference.first if a == number)
        newest = reference.newest == ("signed", number)
        found.setdefault((seat["answer"], seat["why"], before, after, newest), number)
    return list(found.values())


def events(reference: Reference) -> Iterator[Event]:
    """Everything that could be tried with any seat there is, and with the next new one."""
    seats = one_of_each(reference)
    persons = [seat["person"] for seat in reference.seats if seat["person"]]
    for seat in seats:
        yield from (Signed(seat, 10 * seat, answer) for answer in Answer)
        yield from (Signed(seat, person, Answer.AGREE) for person in persons[:1])
        yield from (TakenBack(seat), Removed(seat), Back(seat), Left(seat, Absence.ASIDE), Left(seat, Absence.VACANT))
    new = [len(reference.seats) + 1] if len(reference.seats) < MOST_SEATS else []
    removed = [seat["number"] for seat in reference.seats if seat["why"] == "removed"]
    for seat in [*new, *removed, *seats[:1]]:
        yield Added(seat)
        yield from (Added(seat, by, place) for by in seats for place in Place)


def alike(reference: Reference) -> Any:
    """The round with its seats renamed so that alike ones are the same: the smallest of all names it could have."""
    seats, first, newest = reference.key()
    numbers = [seat[0] for seat in seats]
    found = []
    for names in permutations(range(len(numbers))):
        name = dict(zip(numbers, names, strict=True))
        found.append((
            sorted((name[number], *rest) for number, *rest in seats),
            sorted((name[a], name[b]) for a, b in first),
            name[newest[1]] if newest else -1,
        ))  # fmt: skip
    return repr(min(found))


def same(state: State, reference: Reference) -> None:
    """Both ways of computing say the same of a round."""
    assert str(state.result) == reference.result()
    assert sorted(state.may_sign) == sorted(reference.may_sign())
    assert sorted(state.present) == sorted(seat["number"] for seat in reference.counting())
    # A round that goes on can go on: somebody may sign. One that does not is closed to everybody.
    assert bool(state.may_sign) is (state.result is Result.OPEN)


def explored(rule: Rule, roll: int, most: int, *, in_order: bool) -> int:
    """Every round of up to so many events, alike ones once: how many there are."""
    opened = Opened(tuple(range(1, roll + 1)), rule, in_order)
    layer = [(state_of([opened]), Reference(opened))]
    seen, named = {layer[0][1].key()}, {alike(layer[0][1])}
    for _depth in range(most):
        following = []
        for after in [found for state, reference in layer for found in successors(state, reference)]:
            if (plain := after[1].key()) not in seen:
                seen.add(plain)
                if (key := alike(after[1])) not in named:
                    named.add(key)
                    following.append(after)
        layer = following
    return len(named)


def successors(state: State, reference: Reference) -> Iterator[tuple[State, Reference]]:
    """Every event is possible for both ways of computing or for none, and comes to the same."""
    for event in events(reference):
        possible = reference.can(event)
        try:
            after = state.after(event)
        except Illegal:
            assert not possible, (reference.key(), event)
        else:
            assert possible, (reference.key(), event)
            found = after, reference.do(event)
            same(*found)
            yield found


# seats, in order, events: how many rounds there are under each rule, alike ones once
SPACES = [(1, False, 4), (2, False, 4), (2, True, 4), (3, False, 5), (3, True, 4), (4, False, 6), (4, True, 4)]
ROUNDS = {
    "all": [546, 1142, 1256, 2434, 1631, 2038, 1506],
    "any": [546, 1142, 1256, 2434, 1631, 2038, 1506],
    "more than half": [609, 1352, 1387, 3339, 2055, 2947, 1904],
    "at least half": [609, 1352, 1387, 3339, 2055, 2947, 1904],
    "at least two thirds": [609, 1352, 1387, 3339, 2055, 2947, 1904],
    "two signatures": [1, 1136, 966, 2844, 1767, 2545, 1465],
    "all of at least two": [1, 931, 839, 1971, 1375, 1699, 1076],
}


@pytest.mark.parametrize("rule", RULES)
def test_both_ways_of_computing_agree_on_every_round(rule: str) -> None:
    """80,501 rounds of up to four seats and six events; each is tried with everything that could happen next."""
    found = [explored(RULES[rule], roll, most, in_order=in_order) for roll, in_order, most in SPACES]
    assert found == ROUNDS[rule]
