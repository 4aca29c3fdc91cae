"""Who may act at a step (办理人抽象): a few people stand for all, and the engine's own rules decide about them.

Somebody able, the initiator, the holder for whom a proxy initiated, the subject, and somebody who takes no part in the
case at all (a relative of the subject, who reported it, decided it before, or declared an interest) hold the posts in
turn, or a post is vacant. Each of them and one who has no part in the case may be anybody's proxy, or the proxy of a
proxy. Assumed: at the highest level somebody able holds each post that a level has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from django.utils.translation import gettext_noop as _n

from registry.establishment import POSTS_OF_A_LEVEL
from workflows.engine.authority import Capacity, capacity
from workflows.engine.models import Decision
from workflows.engine.recusal import BEFORE_A_SUPERIOR, Ground, Parties, aside
from workflows.engine.routing import PostOf, Seat, choose, wanted
from workflows.engine.sentences import Sentence, say
from workflows.engine.signing import absences
from workflows.engine.words import Countersign, Intervention, Step, Subject

ABLE, OPENER, SUBJECT, BEHIND, DEPUTY, RECUSED = EVERYBODY = (1, 2, 3, 4, 5, 6)
# Whoever initiated: somebody, the subject himself, or a proxy and the holder for whom he did.
INITIATORS = (frozenset({OPENER}), frozenset({SUBJECT}), frozenset({OPENER, BEHIND}))
ACTS = (Capacity.SUBJECT, Capacity.POST)


@dataclass(frozen=True)
class Body:
    """An organisation or a post of the abstraction (抽象组织): a number and a name."""

    pk: int
    name: str


def faults(step: Step | Intervention) -> Iterator[tuple[str, Sentence]]:
    """What is wrong with who may act at a step, or may suspend or end a case: kind and sentence."""
    if isinstance(step.to, Subject) and step.kind != Decision.Kind.ACT:
        yield "own case", say(_n("A step of the member's own cannot be the decision of a superior."))
    if isinstance(step, Countersign):
        yield from _of_signers(step)
    to = step.to.recorded_by if isinstance(step.to, Subject) else step.to
    held = list(situations(to))
    if not held:
        yield "nobody", say(_n("No level is sure to have this post."))
    for parties in involved():
        recused = frozenset(aside(step.kind, parties, own_step=isinstance(step.to, Subject)))
        for seats in held:
            seat, _notes = choose(seats, recused)
            yield from _of_a_seat(step, seat, parties, recused)


def involved() -> Iterator[Parties]:
    """Every way somebody can have to do with a case: who initiated it, and one more person on any other ground."""
    for initiators in INITIATORS:
        for ground in Ground:
            if ground not in BEFORE_A_SUPERIOR:
                known = Parties(opener=initiators, subject=frozenset({SUBJECT}))
                yield replace(known, **{str(ground): frozenset({RECUSED})})


def _of_signers(step: Countersign) -> Iterator[tuple[str, Sentence]]:
    """A seat that counts is one that somebody may sign, and never for his own case; the rest is up to ``otherwise``."""
    for parties in involved():
        recused = frozenset(aside(step.kind, parties))
        for several in range(6):
            for holders in combinations((ABLE, OPENER, SUBJECT, BEHIND, RECUSED), several):
                counts = not absences({1: frozenset(holders)}, recused, {})
                seat = _seat(1, (next(iter(POSTS_OF_A_LEVEL)), step.signers[0].roles[0]), frozenset(holders))
                if counts:
                    yield from _of_a_seat(step, seat, parties, recused)


def _of_a_seat(
    step: Step | Intervention, seat: Seat | None, parties: Parties, recused: frozenset[int]
) -> Iterator[tuple[str, Sentence]]:
    if seat is None:
        yield "nobody", say(_n("If the posts below are vacant, nobody up to the highest level can act."))
        return
    turn_of = SUBJECT if isinstance(step.to, Subject) else None
    acting = [
        (person, way)
        for person in EVERYBODY
        for way in ([frozenset[int]()] if person == turn_of else ways(person, seat.holders))
        if capacity(person_id=person, subject_turn_of=turn_of, ways=[way] if way else [], recused=recused) in ACTS
    ]
    if not any(len(way) <= 1 for _person, way in acting):
        # Nobody can be sure of a delegation.
        yield "nobody", say(_n("It goes to a post where nobody may act."))
    if any(person == RECUSED or RECUSED in way for person, way in acting):
        yield "recused", say(_n("Somebody who must stand aside in the whole case could act here."))
    if step.kind != Decision.Kind.ACT:
        yield from _own_case(acting, parties.opener | parties.subject)


def _own_case(acting: list[tuple[int, frozenset[int]]], own: frozenset[int]) -> Iterator[tuple[str, Sentence]]:
    if any(person in own for person, _way in acting):
        yield "own case", say(_n("Whoever initiated the case or is its subject could decide it here."))
    if any(person not in own and not own.isdisjoint(way) for person, way in acting):
        yield "own case", say(_n("Whoever initiated the case or is its subject could let a deputy decide it here."))


def ways(person: int, holders: frozenset[int]) -> list[frozenset[int]]:
    """Every way in which a person can have a post: by himself, by delegation from a holder or through one more, or not."""
    if person in holders:
        return [frozenset({person})]
    hands = [(holder,) for holder in holders] + [(holder, other) for holder in holders for other in EVERYBODY]
    return [frozenset(), *(frozenset({person, *through}) for through in hands if person not in through)]


def situations(to: PostOf) -> Iterator[list[Seat]]:
    """Every way the posts a step can go to may be held, as far as it matters: up to one able seat, in the order tried."""
    levels = list(POSTS_OF_A_LEVEL)
    for start in (i for i, level in enumerate(levels) if set(POSTS_OF_A_LEVEL[level]) & set(wanted(to.roles))):
        places = [
            (level, role) for level in levels[start:] for role in wanted(to.roles) if role in POSTS_OF_A_LEVEL[level]
        ]
        highest = [n for n, (level, _role) in enumerate(places) if level == levels[-1]] or [len(places)]
        for able in range(highest[0] + 1):
            for others in (frozenset[int](), *(frozenset({person}) for person in (OPENER, SUBJECT, BEHIND, RECUSED))):
                for company in (frozenset({ABLE}), frozenset({ABLE, OPENER, SUBJECT, BEHIND, RECUSED})):
                    yield [
                        _seat(n, place, others if n < able else company) for n, place in enumerate(places[: able + 1])
                    ]


def _seat(number: int, place: tuple[str, str], holders: frozenset[int]) -> Seat:
    organisation: Any = Body(list(POSTS_OF_A_LEVEL).index(place[0]), place[0])
    post: Any = Body(number, f"{place[0]} {place[1]}")
    return Seat(organisation, post, holders)
