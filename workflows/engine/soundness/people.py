"""Who may act at a step (办理人抽象): three people stand for all, and the engine's own rules decide about them.

Somebody able, the initiator, and the subject hold the posts in turn, or a post is vacant. Assumed: at the highest level
somebody able holds each post that a level has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _n

from registry.establishment import POSTS_OF_A_LEVEL
from workflows.engine.authority import Capacity, capacity
from workflows.engine.models import Decision
from workflows.engine.routing import PostOf, Seat, choose, wanted
from workflows.engine.sentences import Sentence, say
from workflows.engine.turns import aside
from workflows.engine.words import Intervention, Step, Subject

ABLE, OPENER, SUBJECT = 1, 2, 3
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
    to = step.to.recorded_by if isinstance(step.to, Subject) else step.to
    held = list(situations(to))
    if not held:
        yield "nobody", say(_n("No level is sure to have this post."))
    for opener, subject in ((OPENER, SUBJECT), (SUBJECT, SUBJECT)):
        recused = aside(step.kind, opener, subject)
        for seats in held:
            seat, _notes = choose(seats, recused)
            yield from _of_a_seat(step, seat, frozenset({opener, subject}), recused)


def _of_a_seat(
    step: Step | Intervention, seat: Seat | None, own: frozenset[int], recused: frozenset[int]
) -> Iterator[tuple[str, Sentence]]:
    if seat is None:
        yield "nobody", say(_n("If the posts below are vacant, nobody up to the highest level can act."))
        return
    turn_of = SUBJECT if isinstance(step.to, Subject) else None
    acting = {
        person
        for person in (ABLE, OPENER, SUBJECT)
        if capacity(person_id=person, subject_turn_of=turn_of, holds_post=person in seat.holders, recused=recused)
        in ACTS
    }
    if not acting:
        yield "nobody", say(_n("It goes to a post where nobody may act."))
    if step.kind != Decision.Kind.ACT and acting & own:
        yield "own case", say(_n("Whoever initiated the case or is its subject could decide it here."))


def situations(to: PostOf) -> Iterator[list[Seat]]:
    """Every way the posts a step can go to may be held, as far as it matters: up to one able seat, in the order tried."""
    levels = list(POSTS_OF_A_LEVEL)
    for start in (i for i, level in enumerate(levels) if set(POSTS_OF_A_LEVEL[level]) & set(wanted(to.roles))):
        places = [
            (level, role) for level in levels[start:] for role in wanted(to.roles) if role in POSTS_OF_A_LEVEL[level]
        ]
        highest = [n for n, (level, _role) in enumerate(places) if level == levels[-1]] or [len(places)]
        for able in range(highest[0] + 1):
            for others in (frozenset[int](), frozenset({OPENER}), frozenset({SUBJECT})):
                for company in (frozenset({ABLE}), frozenset({ABLE, OPENER, SUBJECT})):
                    yield [
                        _seat(n, place, others if n < able else company) for n, place in enumerate(places[: able + 1])
                    ]


def _seat(number: int, place: tuple[str, str], holders: frozenset[int]) -> Seat:
    organisation: Any = Body(list(POSTS_OF_A_LEVEL).index(place[0]), place[0])
    post: Any = Body(number, f"{place[0]} {place[1]}")
    return Seat(organisation, post, holders)
