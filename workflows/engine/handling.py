"""What is known of a case while one function or one page deals with it, and what will be written about it (经办).

A write function reads the case under its lock, once; whatever is asked again while it works is answered from here.
What it decides is gathered and written in one statement at the end. A page keeps what it has read, and writes nothing.
Nothing of this outlives the function or the page: the next one reads anew.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from audit import clock, journal
from audit.journal import Actor, Head
from registry import calendar, rows
from registry.calendar import Calendar
from registry.kinship import kin_of
from workflows.engine.models import Case, Command, Decision, Involvement, Pause, TaskAssignment
from workflows.engine.sentences import Sentence

if TYPE_CHECKING:
    from viewflow.workflow.models import Task

T = TypeVar("T")


class Handling:
    """One function or page dealing with one case."""

    def __init__(self) -> None:
        # What was read under the lock; None where it was not.
        self.task: Task | None = None
        self.turn: TaskAssignment | None = None
        self.command: Command | None = None
        self.waits = False
        # The suspension that runs; why the next turn is opened, besides its route.
        self.pause: Pause | None = None
        self.because: list[Sentence] = []
        self.head: Head | None = None
        self.edited: calendar.Edited | None = None
        self.numbers: dict[str, list[int]] = {}
        # Who is related to the subject, and who stands aside in this case: ids of persons, with the ground.
        self.kin: frozenset[int] | None = None
        self.recusals: tuple[tuple[int, str], ...] | None = None
        # What was said: the latest decision of each step, and its answers, typed.
        self.latest: dict[str, Decision] | None = None
        self.typed: dict[str, dict[str, Any]] = {}
        self.made: list[Decision] = []
        # Of steps that several people sign: how a round ended just now; one that is taken up again at a new task.
        self.ended: dict[str, str] = {}
        self.reopens: Any = None
        # What the signers of a step say on a path ahead, in place of what they have said.
        self.opinions: dict[str, list[Any]] = {}
        # Where a path ahead looks at the case as it will be: the day that is supposed. Nothing is written then.
        self.on: dt.date | None = None
        self.rows = rows.Rows()
        self.writing = False
        self._known: dict[str, Any] = {}
        self._involved: set[int] = set()

    def once(self, name: str, find: Callable[[], T]) -> T:
        """What was found in the registers under a name before; else it is found now. Not for what was said."""
        if name not in self._known:
            self._known[name] = find()
        found: T = self._known[name]
        return found

    def supposing(self, on: dt.date) -> Handling:
        """The same knowledge on a supposed day, to which more can be supposed; what is known here stays as it is."""
        other = Handling()
        other.on, other.edited, other.kin, other.recusals = on, self.edited, self.kin, self.recusals
        other.latest, other.made = None if self.latest is None else dict(self.latest), list(self.made)
        other.ended, other.opinions = dict(self.ended), dict(self.opinions)
        other.typed, other._known = dict(self.typed), dict(self._known)
        return other

    def know(self, name: str, found: Any) -> None:
        """Take this for what registers say under a name, without asking them."""
        self._known[name] = found

    def forget(self) -> None:
        """After the registers were changed: what is asked again is read again."""
        self._known.clear()

    def reserve(self, *tables: str, subject: int | None = None) -> None:
        """Take the numbers of new rows that others will refer to, one for each table named, with the edited days.

        And who is related to the person a new case is about.
        """
        sql = f"SELECT {rows.next_numbers(*tables)}, {calendar.EDITED}, {kin_of('%s')}"
        ((*numbers, edited, kin),) = rows.read(sql, [subject, subject])
        self.edited = calendar.edited_from(edited) if self.edited is None else self.edited
        if subject is not None:
            self.kin = frozenset(json.loads(kin or "[]"))
        for table, number in zip(tables, numbers, strict=True):
            self.numbers.setdefault(table, []).append(number)

    def number(self, table: str) -> int:
        """The number of a new row that others will refer to."""
        if not self.numbers.get(table):
            self.reserve(table)
        return self.numbers[table].pop(0)

    def calendar(self, day: dt.date) -> Calendar:
        """The calendar around a day, its edited days read at most once."""
        if self.edited is None:
            self.edited = calendar.edited_days()
        return calendar.calendar_around(day, self.edited)

    def involve(self, case: Case, organisation_id: int) -> None:
        """Let an organisation, and all above it, see the case."""
        if organisation_id not in self._involved:
            self._involved.add(organisation_id)
            self.rows.add_once(Involvement(case=case, organisation_id=organisation_id))

    def decided(self, decision: Decision, answers: Mapping[str, Any]) -> None:
        """A decision counts from now on, before its row is written."""
        self.made.append(decision)
        if self.latest is not None:
            self.latest[decision.step] = decision
        self.typed[decision.step] = dict(answers)


@contextmanager
def handling(case: Case) -> Iterator[Handling]:
    """Deal with a case, whose lock is held; the outermost block writes what was gathered, unless something is raised."""
    if case.handling is not None and case.handling.writing:
        yield case.handling
        return
    if case.handling is not None and case.handling.on is not None:
        raise RuntimeError(f"{case.reference} is looked at as it will be; nothing of that is written")
    mine = case.handling or Handling()
    case.handling, mine.writing = mine, True
    try:
        yield mine
        mine.rows.write()
    finally:
        case.handling = None


def looked_at(turn: TaskAssignment) -> None:
    """A page deals with a turn from here on: what is read of its case is read once, and papers are for this post."""
    if turn.case.handling is None:
        turn.case.handling = Handling()
        turn.case.handling.turn = turn


def once(case: Case, name: str, find: Callable[[], T]) -> T:
    """What registers say, found once while one function or page deals with the case; outside of both, each time."""
    return case.handling.once(name, find) if case.handling is not None else find()


def suppose(case: Case, name: str, found: Any) -> None:
    """A case on a path ahead is supposed to find this in the registers, under the name by which ``once`` asks."""
    if case.handling is None or case.handling.on is None:
        raise RuntimeError(f"{name} would be supposed of a case that is really there")
    case.handling.know(name, found)


def day_of(case: Case) -> dt.date:
    """The day on which a case is looked at: today, or the day that a path ahead supposes."""
    return case.handling.on if case.handling is not None and case.handling.on is not None else clock.today()


def note(
    case: Case, act: str, *, by: Actor, article: str = "", facts: Mapping[str, Any] | None = None,
    words: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write to the journal of a case whose lock is held: its newest entry is known, its row goes with the others."""
    with handling(case) as at:
        entry = journal.write(
            case.stream, act, by=by, article=article, facts=facts, words=words, after=at.head, keep=at.rows.add
        )
        at.head = Head(entry.sequence, entry.leaf)
