"""What rules say and how long things may take (结论与期限): verdicts, questions, terms from the pack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.calendar import Calendar, add_months, the_calendar
from workflows.engine.obligations import Obligation
from workflows.engine.sentences import Sentence
from workflows.policy.terms import Pack, Provision


class Weight(StrEnum):
    """What a check says (核对结果): in order, to be looked at by a person, or not allowed."""

    OK = "ok"
    DOUBT = "doubt"
    BLOCK = "block"


@dataclass(frozen=True)
class Verdict:
    """The answer of a rule (结论), with its sentence and the record it was read from."""

    weight: Weight
    sentence: Sentence
    source: Sentence


@dataclass(frozen=True)
class Question:
    """A question at a fork (分支条件): a pure yes or no over the facts.

    ``settled_by`` names the steps whose answers settle it: it is open again after each of them, and stays as it is else.
    ``known_by`` is an obligation that says the same: the answer is yes once it is met, and no before.
    """

    name: str
    title: Any
    article: str
    ask: Callable[[Any], bool]
    settled_by: tuple[str, ...] = ("start",)
    known_by: Obligation | None = None


@dataclass(frozen=True)
class Term:
    """A term (期限) from the pack: so many working days, days or months after a step opens or a date in the facts.

    ``stops`` says whether it stands still while the case is suspended; a term of the law does so only where its article
    says it.
    """

    provision: Callable[[Pack], Provision[int]]
    unit: str
    since: Callable[[Any], dt.date] | None = None
    stops: bool = False

    def due(self, start: dt.date, pack: Pack, calendar: Calendar) -> dt.date:
        """The last day in time."""
        amount = self.provision(pack).value
        if self.unit == "working_days":
            return calendar.after(start, amount)
        return add_months(start, amount) if self.unit == "months" else start + dt.timedelta(days=amount)


def working_days(provision: Callable[[Pack], Provision[int]], *, stops: bool = False) -> Term:
    """A term in working days of the calendar with make-up days."""
    return Term(provision, "working_days", stops=stops)


def months(
    provision: Callable[[Pack], Provision[int]], since: Callable[[Any], dt.date] | None = None, *, stops: bool = False
) -> Term:
    """A term in calendar months, clamped to the month's end."""
    return Term(provision, "months", since, stops)


def calendar_for(day: dt.date) -> Calendar:
    """The working-day calendar around a day."""
    return the_calendar(day)
