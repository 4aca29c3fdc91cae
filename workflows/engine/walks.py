"""Walks (演练): how a process is driven to one of its ends, for ``walk``, the demo and the scenario tests.

A process may ship ``walks.py`` beside its course with ``WALKS``. A walk says what is answered at each step; who acts is
never said: whoever the case was routed to does.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.engine import catalogue
from workflows.engine.models import Case

Answers = Mapping[str, Any]
AnswersOf = Callable[[Case], Answers]


@dataclass(frozen=True)
class Do:
    """Something done with a turn besides deciding it (办件操作), before it is decided: a verb of the pages with its answers.

    Besides the verbs of cases and tasks: ``draft`` and ``undo`` with the answers to the task (saved; decided and taken
    back), ``delegate`` with those of a delegation, ``leave`` with the member whose posts end, last day and reason. ``of_turn`` is False for a verb of the whole case. ``by`` says which user does it; without it whoever may act.
    ``on`` is the day it is done, which the walk waits for; ``wait`` is how many days then pass (days). ``at_once``: it belongs
    to what was done before it, as ballots do to one meeting; a history in which every case has one move a day does both.
    """

    verb: str
    answers: AnswersOf
    of_turn: bool = True
    by: Callable[[Case], Any] | None = None
    wait: int = 0
    on: Callable[[Case], dt.date] | None = None
    at_once: bool = False


# Where a walk does something at each of several turns of a step: what stands before it belongs to one turn, then it is decided.
DECIDE = Do("", lambda case: {})


@dataclass(frozen=True)
class Walk:
    """One way through a process to one of its outcomes.

    ``opened_at`` and ``to`` are codes of organisations of the demo register. ``answers`` maps a step to what is said
    at its turns, one after another; the last one repeats. ``days`` is how long each turn is left lying (days, default
    1). ``leave`` names a step nobody acts on: the walk waits until it lapses, ``leaves`` times, or each time without it. ``call_off_at`` names the step at which
    the initiator calls the case off. ``by_subject`` lets the member open the case himself. ``does`` says what is done
    besides deciding, at the first turn of a step, and after each ``DECIDE`` at the next one. ``standing`` is that of the member, full without it. ``decides`` says which user decides at a step where it is not
    left to whoever holds the post. ``asks_again``: when the case has come to nothing its opener
    asks again, and the walk goes on with the new case. ``pack`` names a policy that the organisation takes up that day, if
    it works by another one.
    """

    outcome: str
    title: str
    opened_at: str
    opening: Callable[[Any, Any], Answers]
    answers: Mapping[str, tuple[AnswersOf, ...]]
    days: Mapping[str, int] = field(default_factory=dict)
    leave: str = ""
    call_off_at: str = ""
    by_subject: bool = False
    ends_as: str = ""
    does: Mapping[str, tuple[Do, ...]] = field(default_factory=dict)
    decides: Mapping[str, Callable[[Case], Any]] = field(default_factory=dict)
    asks_again: bool = False
    standing: str = "full"
    leaves: int = 0
    pack: str = ""
    before: tuple[str, str] | None = None

    @property
    def end(self) -> str:
        """The outcome of the process in which the walk ends."""
        return self.ends_as or self.outcome

    @property
    def shows(self) -> tuple[str, ...]:
        """What is done on the way besides deciding (演示的操作), each once, in order."""
        done = [do.verb for does in self.does.values() for do in does if do is not DECIDE]
        done += ["withdraw"] * bool(self.call_off_at) + ["lapse"] * bool(self.leave) + ["ask-again"] * self.asks_again
        return tuple(dict.fromkeys(done))

    def answer(self, step: str, turn: int, case: Case) -> Answers:
        """What is said at the n-th turn of a step (0 is the first)."""
        said = self.answers[step]
        return said[min(turn, len(said) - 1)](case)


def walks_of(process_name: str) -> dict[str, Walk]:
    """The walks a process ships, by name of the outcome."""
    process = catalogue.process(process_name)
    module = importlib.import_module(f"{process.__module__}.walks")
    found: dict[str, Walk] = module.WALKS
    return found
