"""What a vacancy would do (空缺影响): where open turns would go, and what nobody could start any more. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from registry.models import Organisation, Post
from registry.posts import held_posts
from workflows.engine import catalogue
from workflows.engine.handling import Handling
from workflows.engine.models import TaskAssignment
from workflows.engine.routing import Gone, NoPost
from workflows.engine.sentences import Sentence
from workflows.engine.turns import route_of


@dataclass(frozen=True)
class Going:
    """An open turn, and where it would go (待办去向): ``to`` is None where nobody up to the highest level could act."""

    turn: TaskAssignment
    to: Post | None
    names: str = ""
    why: tuple[Sentence, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "case": self.turn.case.number,
            "process": self.turn.process_name,
            "step": self.turn.step,
            "turn": self.turn.public_id,
            "at": str(self.turn.post),
            "to": str(self.to) if self.to else None,
            "to_post": self.to.pk if self.to else None,
            "holders": self.names,
            "why": [str(sentence) for sentence in self.why],
        }


@dataclass(frozen=True)
class Unopened:
    """A process that nobody could start somewhere (无人可发起的流程); the member himself may where ``by_subject``."""

    process: Any
    organisation: Organisation
    by_subject: bool

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "process": self.process.name,
            "organisation": self.organisation.code,
            "by_subject": self.by_subject,
        }


def open_turns(posts: Iterable[int]) -> QuerySet[TaskAssignment]:
    """The open turns of some posts (ids) with what their routing needs, oldest case first; without seats in rounds."""
    read = ("task", "post__organisation", "case__organisation", "case__subject__person")
    return _open(posts).filter(signer__isnull=True).select_related(*read)


def open_seats(posts: Iterable[int]) -> QuerySet[TaskAssignment]:
    """The open turns of some posts (ids) in rounds, oldest case first: a vacant seat leaves the count, and goes nowhere."""
    return _open(posts).filter(signer__isnull=False)


def _open(posts: Iterable[int]) -> QuerySet[TaskAssignment]:
    found = TaskAssignment.objects.filter(post_id__in=list(posts), closed_at__isnull=True)
    return found.order_by("case_id", "pk")


def going(turn: TaskAssignment, on: dt.date, gone: Gone) -> Going:
    """Where an open turn would go on a day without some persons or posts."""
    turn.case.handling = turn.case.handling or Handling()
    try:
        route = route_of(turn.definition, turn.case, on, gone)
    except NoPost as error:
        return Going(turn, None, why=tuple(error.reasons))
    return Going(turn, route.post, route.named, tuple(route.why))


def unopened(posts: Iterable[Post], on: dt.date, gone: Gone) -> list[Unopened]:
    """What nobody could start on a day, where these posts are, without some persons or posts."""
    there = list(posts)
    places = {post.organisation_id: post.organisation for post in there}
    found = []
    for process in catalogue.processes(on).values():
        for place in places.values():
            roles = {post.role for post in there if post.organisation_id == place.pk}
            if place.level in process.opened_at_levels and roles & set(process.opened_by):
                held = held_posts([place], process.opened_by, on)
                if not any(_stays(post, holder, gone) for post, holder in held):
                    found.append(Unopened(process, place, process.opened_by_subject))
    return found


def _stays(post: Post, holder: Any, gone: Gone) -> bool:
    return holder is not None and holder.person not in gone.persons and post.pk not in gone.posts
