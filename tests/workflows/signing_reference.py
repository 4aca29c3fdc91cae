"""A second way to compute a round of signatures, to hold the first one against: lists, pairs and all completions.

Nothing here is clever. A seat is a small dictionary; who signs before whom is a set of pairs; a result is certain when
every way of answering the open seats gives it.
"""

from __future__ import annotations

import copy
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

from workflows.engine.signing import Added, Back, Event, Left, Opened, Removed, Rule, Signed, TakenBack


@cache
def passes(rule: Rule, yes: int, base: int) -> bool:
    """Whether so many of a base carry it, in fractions."""
    if rule.number:
        return yes >= rule.number
    share = Fraction(yes, base)
    return share > Fraction(rule.part, rule.of) if rule.strictly else share >= Fraction(rule.part, rule.of)


@cache
def outcome(rule: Rule, answers: tuple[str, ...]) -> str:
    """The result of the answers of the seats that count; ``?`` for one that is still open."""
    if "return" in answers:
        return "returned"
    if len(answers) < rule.least:
        return "too_few"
    still = answers.count("?")
    found = {
        passes(rule, answers.count("agree") + said.count("agree"), len(answers))
        for said in product(("agree", "disagree"), repeat=still)
    }
    return "open" if len(found) == 2 else "agreed" if found == {True} else "refused"


class Reference:
    """A round, told event by event."""

    def __init__(self, opened: Opened) -> None:
        self.rule, self.in_order = opened.rule, opened.in_order
        self.seats: list[dict[str, Any]] = [self._seat(number) for number in opened.roll]
        pairs = [(a, b) for n, b in enumerate(opened.roll) for a in opened.roll[:n]]
        self.first = set(pairs) if opened.in_order else set()
        self.newest: Any = None
        self.found = ""

    @staticmethod
    def _seat(number: int) -> dict[str, Any]:
        return {"number": number, "answer": "?", "person": None, "why": ""}

    def seat(self, number: int) -> dict[str, Any] | None:
        return next((seat for seat in self.seats if seat["number"] == number), None)

    def counting(self) -> list[dict[str, Any]]:
        return [seat for seat in self.seats if not seat["why"]]

    def result(self) -> str:
        if not self.found:
            self.found = outcome(self.rule, tuple(seat["answer"] for seat in self.counting()))
        return self.found

    def may_sign(self) -> list[int]:
        if self.result() != "open":
            return []
        todo = [seat["number"] for seat in self.counting() if seat["answer"] == "?"]
        return [b for b in todo if not any((a, b) in self.first for a in todo)]

    # -- what can happen --------------------------------------------------------------------------------------------------

    def can(self, event: Event) -> bool:
        """Whether it may happen now."""
        seat = self.seat(event.seat)  # type: ignore[union-attr]
        if isinstance(event, TakenBack):
            return self._can_take_back(event, seat)
        if self.result() != "open":
            return False
        if isinstance(event, Added):
            new = seat is None or seat["why"] == "removed"
            return new and (event.by is None or event.by in self.may_sign())
        if seat is None:
            return False
        if isinstance(event, Back):
            return seat["why"] not in ("", "removed")
        return not seat["why"] and self._can(event, seat)

    def _can(self, event: Event, seat: dict[str, Any]) -> bool:
        """Of a seat that counts, while the round is open."""
        if isinstance(event, Signed):
            return event.seat in self.may_sign() and event.person not in [s["person"] for s in self.seats]
        if isinstance(event, Removed):
            return seat["answer"] == "?" and len(self.counting()) - 1 >= self.rule.least
        assert isinstance(event, Left)
        return seat["answer"] == "?" or event.why == "aside"

    def _can_take_back(self, event: TakenBack, seat: dict[str, Any] | None) -> bool:
        if seat is None or seat["answer"] == "?" or seat["why"]:
            return False
        if self.result() != "open" and self.newest != ("signed", event.seat):
            return False
        return not any((event.seat, later["number"]) in self.first for later in self.seats if later["answer"] != "?")

    def do(self, event: Event) -> Reference:
        """The round after the event."""
        new = copy.copy(self)
        new.found = ""
        new.seats = [dict(seat) for seat in self.seats]
        new.newest = ("signed", event.seat) if isinstance(event, Signed) else None  # type: ignore[union-attr]
        seat = new.seat(event.seat)  # type: ignore[union-attr]
        if isinstance(event, Added):
            new._add(event)
        elif isinstance(event, Signed):
            seat.update(answer=str(event.answer), person=event.person)
        elif isinstance(event, TakenBack):
            seat.update(answer="?", person=None)
        elif isinstance(event, Removed):
            seat["why"] = "removed"
        elif isinstance(event, Left):
            seat["why"] = str(event.why)
        else:
            seat["why"] = ""
        return new

    def _add(self, event: Added) -> None:
        number, by = event.seat, event.by
        self.first = {(a, b) for a, b in self.first if number not in (a, b)}
        others = [seat["number"] for seat in self.seats if seat["number"] != number]
        earlier = {(a, number) for a, b in self.first if b == by}
        later = {(number, b) for a, b in self.first if a == by}
        if by is None:
            earlier, later = {(a, number) for a in others} if self.in_order else set(), set()
        elif event.place == "before":
            later.add((number, by))
        elif event.place == "after":
            earlier.add((by, number))
        self.first |= earlier | later
        self.seats = [seat for seat in self.seats if seat["number"] != number] + [self._seat(number)]

    def key(self) -> tuple[Any, ...]:
        """Everything that matters about the round, seats by number."""
        seats = sorted((s["number"], s["answer"], s["person"] is not None, s["why"]) for s in self.seats)
        return tuple(seats), tuple(sorted(self.first)), self.newest
