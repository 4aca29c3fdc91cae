"""What rules and questions can say (规则可能的结论): every answer of a pure function over finitely many facts.

A field of the facts is given a value only when the rule reads it, so the number of trials is that of the ways through
the rule, not of all combinations of facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, get_type_hints

from workflows.engine.obligations import Guard
from workflows.engine.words import Process, Question, Weight
from workflows.policy.terms import Pack

TODAY = dt.date(2026, 11, 24)
ONE = dt.timedelta(days=1)

# What a field of a type may be; a course adds to it in ``domains``, where a rule compares with something else.
BY_TYPE: dict[Any, tuple[Any, ...]] = {
    bool: (False, True),
    str: ("", "x"),
    dt.date: (TODAY - ONE, TODAY, TODAY + ONE),
    dt.date | None: (None, TODAY - ONE, TODAY, TODAY + ONE),
    int: tuple(range(13)),
    int | None: (None, *range(13)),
    tuple[str, ...]: ((), ("x",)),
}


class Unread(Exception):
    """A rule read a field that has no value yet."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Supposed:
    """Facts of which only some are supposed so far (假设的事实)."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known

    def __getattr__(self, name: str) -> Any:
        if name not in self._known:
            raise Unread(name)
        return self._known[name]


def domains_of(process: type[Process], pack: Pack) -> dict[str, tuple[Any, ...]]:
    """What each field of a process's facts may be under a pack; TypeError for a field nobody has said anything about."""
    hints, found = get_type_hints(process.known), {}
    for field in fields(process.known):
        kind = hints[field.name]
        known = {Pack: (pack,), **BY_TYPE}.get(kind)
        if field.name not in process.domains and known is None:
            raise TypeError(f"{process.name}: say in domains what the fact {field.name} may be")
        found[field.name] = process.domains.get(field.name, known or ())
    return found | ({"today": (TODAY,)} if "today" in found else {})


def answers(rule: Callable[[Any], Any], domains: Mapping[str, tuple[Any, ...]]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Every answer of a rule, with the facts it read."""
    todo: list[dict[str, Any]] = [{}]
    while todo:
        known = todo.pop()
        try:
            answer = rule(Supposed(known))
        except Unread as missing:
            todo += [{**known, missing.name: value} for value in reversed(domains[missing.name])]
        else:
            yield known, answer


@dataclass(frozen=True)
class Abilities:
    """What the guards and questions of a course can say under a pack (规则能力)."""

    weights: Mapping[str, frozenset[Weight]]
    answers: Mapping[str, frozenset[bool]]

    def may_block(self, guard: Guard) -> bool:
        """True if some facts make the guard block."""
        return Weight.BLOCK in self.weights[guard.name]

    def may_pass(self, guard: Guard) -> bool:
        """True if some facts make the guard let an outcome pass."""
        return bool(self.weights[guard.name] - {Weight.BLOCK})


def abilities_of(
    process: type[Process], pack: Pack, guards: Mapping[str, Guard], questions: Mapping[str, Question]
) -> Abilities:
    """Ask every guard and question of a course over all facts they read."""
    course: Any = process  # a class of viewflow's, which types do not know to be hashable
    return Abilities(
        {name: _weights(course, pack, guard) for name, guard in guards.items()},
        {name: _yes_or_no(course, pack, question) for name, question in questions.items()},
    )


@cache
def _weights(process: Any, pack: Pack, guard: Guard) -> frozenset[Weight]:
    return frozenset(verdict.weight for _, verdict in answers(guard.rule, domains_of(process, pack)))


@cache
def _yes_or_no(process: Any, pack: Pack, question: Question) -> frozenset[bool]:
    return frozenset(bool(yes) for _, yes in answers(question.ask, domains_of(process, pack)))
