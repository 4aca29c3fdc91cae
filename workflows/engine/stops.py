"""What a path ahead consists of (站与路径): each step to come with its post, its people and its days, and how it ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from registry.models import Appointment, Person, Post
from workflows.engine.models import TaskAssignment
from workflows.engine.sentences import Sentence
from workflows.engine.signing import Absence
from workflows.engine.words import Issue, Outcome, Step


@dataclass(frozen=True)
class SeatAhead:
    """One post on the roll of a step that several people sign (会签席): who can sign for it, whether that is over, or why
    it does not count."""

    post: Post
    holders: tuple[Appointment, ...] = ()
    signed: bool = False
    absent: Absence | None = None

    @property
    def is_to_sign(self) -> bool:
        """True if its signature is still awaited."""
        return not self.signed and self.absent is None


@dataclass(frozen=True)
class Stop:
    """One step on the path (站): who has it, from when, and until when at the latest.

    ``holders`` are the terms of those who hold the post on the day it comes there and need not stand aside; deputies are
    not among them. From ``vacant_from`` on nobody holds it, if that day comes before the last one. Where several people
    sign, ``roll`` has their posts instead of ``post``. ``turns`` are its open ones. ``stuck`` says why nobody could take it, ``blocked`` what the rules would say
    against the ordinary outcome on the last day, ``open_question`` what has still to be chosen before a post can be named.
    Days are None behind a step without a term. ``papers`` are issued when it ends.
    """

    step: Step
    opens_on: dt.date | None = None
    due_on: dt.date | None = None
    provisional: bool = False
    lapses_on: dt.date | None = None
    post: Post | None = None
    person: Person | None = None
    holders: tuple[Appointment, ...] = ()
    roll: tuple[SeatAhead, ...] = ()
    vacant_from: dt.date | None = None
    why: tuple[Sentence, ...] = ()
    stuck: tuple[Sentence, ...] = ()
    blocked: tuple[Sentence, ...] = ()
    open_question: Sentence | None = None
    papers: tuple[Issue, ...] = ()
    turns: tuple[TaskAssignment, ...] = ()

    @property
    def turn(self) -> TaskAssignment | None:
        """The open turn, the oldest one where several people sign; None if it is still to come."""
        return next(iter(self.turns), None)

    @property
    def posts(self) -> tuple[Post, ...]:
        """Whom it waits for: the post, or those that are still to sign."""
        if self.post is not None:
            return (self.post,)
        return tuple(seat.post for seat in self.roll if seat.is_to_sign)

    def holders_for(self, turn: TaskAssignment) -> tuple[Appointment, ...]:
        """Who can act on one of its open turns."""
        seats = (seat.holders for seat in self.roll if seat.post.pk == turn.post_id)
        return next(seats, ()) if turn.signer_id is not None else self.holders

    @property
    def last_day(self) -> dt.date | None:
        """The last day in time: the end of the term, else the day after which it goes on by itself."""
        return self.due_on or self.lapses_on

    @property
    def who(self) -> str:
        """Whom to name on a button: the member himself, else the one holder, else the post."""
        if self.person is not None:
            return self.person.name
        if len(self.holders) == 1:
            return self.holders[0].person.name
        return "、".join(str(post) for post in self.posts) or str(self.open_question or "")


@dataclass(frozen=True)
class Path:
    """The path ahead of a case (后续路径): the open step first, where one is open, and how it ends.

    ``papers`` are issued before the first stop. Without ``end`` the path stops at its last stop, which says why.
    """

    stops: tuple[Stop, ...] = ()
    papers: tuple[Issue, ...] = ()
    end: Outcome | None = None
    ends_on: dt.date | None = None

    @property
    def to_come(self) -> tuple[Stop, ...]:
        """The stops behind the open step."""
        return tuple(stop for stop in self.stops if not stop.turns)

    @property
    def all_papers(self) -> tuple[Issue, ...]:
        """Every paper on the way, in order."""
        return (*self.papers, *(paper for stop in self.stops for paper in stop.papers))
