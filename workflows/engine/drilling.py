"""The vacancy drill (空岗推演): what stops if a post is empty on a day. The same resolver as the real routing, read only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from registry.models import Post
from workflows.engine import catalogue, vacancies
from workflows.engine.routing import Gone, Seat, choose, seats_from
from workflows.engine.sentences import Sentence
from workflows.engine.turns import posts_of
from workflows.engine.vacancies import Going, Unopened
from workflows.engine.words import Step

SOMEBODY = -1
"""Stands on the post that is asked about, so that its steps are those it has when it is filled."""


@dataclass(frozen=True)
class Replaced:
    """A step of the post, and who would have it then (接替): ``to`` is None where it stops."""

    process: Any
    step: Step
    to: Post | None
    names: str
    why: tuple[Sentence, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "process": self.process.name,
            "step": self.step.name,
            "title": str(self.step.title),
            "to": str(self.to) if self.to else None,
            "holders": self.names,
            "stops": self.to is None,
            "why": [str(sentence) for sentence in self.why],
        }


@dataclass(frozen=True)
class Drill:
    """What happens without one post on one day (推演结果). ``open`` counts its open turns, of which some are listed."""

    post: Post
    on: dt.date
    steps: list[Replaced]
    unopened: list[Unopened]
    open: int
    turns: list[Going]

    @property
    def stops(self) -> bool:
        """True if anything stops."""
        nowhere = [found.to for found in self.steps] + [found.to for found in self.turns]
        return None in nowhere or any(not found.by_subject for found in self.unopened)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "post": {"id": self.post.pk, "name": str(self.post), "role": self.post.role},
            "on": str(self.on),
            "stops": self.stops,
            "steps": [found.as_json() for found in self.steps],
            "unopened": [found.as_json() for found in self.unopened],
            "open_turns": self.open,
            "turns": [found.as_json() for found in self.turns],
        }


def drill(post: Post, on: dt.date, *, most: int = 200) -> Drill:
    """Suppose a post empty on a day; at most so many of its open turns are followed to where they would go."""
    gone = Gone(posts=frozenset({post.pk}))
    turns = vacancies.open_turns([post.pk])
    return Drill(
        post,
        on,
        steps=list(_steps(post, on, gone)),
        unopened=vacancies.unopened([post], on, gone),
        open=turns.order_by().count(),
        turns=[vacancies.going(turn, on, gone) for turn in turns[:most]],
    )


def _steps(post: Post, on: dt.date, gone: Gone) -> Iterator[Replaced]:
    """Every step that goes to the post while it is filled, with who would have it then."""
    found: dict[tuple[str, ...], list[Seat]] = {}
    for process in catalogue.processes(on).values():
        for step in process.steps().values():
            to = posts_of(step)
            if to.of.levels and post.organisation.level not in to.of.levels:
                continue
            if to.roles not in found:
                found[to.roles] = seats_from(post.organisation, to.roles, on)
            first, _notes = choose([_filled(seat, post) for seat in found[to.roles]], frozenset())
            if first is not None and first.post == post:
                seat, why = choose(gone.out_of(found[to.roles]), frozenset())
                yield Replaced(process, step, seat.post if seat else None, seat.named() if seat else "", tuple(why))


def _filled(seat: Seat, post: Post) -> Seat:
    return replace(seat, holders=seat.holders | {SOMEBODY}) if seat.post == post else seat
