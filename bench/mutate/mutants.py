"""The mutants of a course: each takes one thing away, and gives it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from workflows.engine import catalogue
from workflows.engine.words import Process, Step

SORTS = (
    "edge",
    "guard",
    "obligation",
    "kind",
    "lapse",
    "repeatable",
    "withdrawal",
    "termination",
    "suspension",
    "step",
)


@dataclass(frozen=True)
class Mutant:
    """One thing taken away from a course (变异体); ``name`` tells which and finds it again."""

    process: type[Process]
    sort: str
    name: str
    changes: tuple[tuple[Any, str, Any], ...]

    @contextmanager
    def alive(self) -> Iterator[None]:
        """The course without that thing, for as long as the block lasts."""
        with ExitStack() as stack:
            for target, attribute, value in self.changes:
                stack.enter_context(patch.object(target, attribute, value))
            yield


def mutants_of(process: type[Process]) -> Iterator[Mutant]:
    """Every mutant of a course."""
    for name, node in process.in_order():
        for make in (_edges, _guards, _obligations, _acts, _repeatable):
            for sort, what, changes in make(node):
                yield Mutant(process, sort, f"{process.name}:{name}:{sort}:{what}", changes)
        for what, changes in _skipped(process, node):
            yield Mutant(process, "step", f"{process.name}:{name}:step:{what}", changes)
    for what in ("withdrawal", "termination", "suspension"):
        yield from _places(process, what)


def find(name: str) -> Mutant:
    """A mutant by its name; KeyError if there is none."""
    process = catalogue.process(name.split(":", maxsplit=1)[0])
    return {mutant.name: mutant for mutant in mutants_of(process)}[name]


Made = Iterator[tuple[str, str, tuple[tuple[Any, str, Any], ...]]]


def _without(mapping: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def _edges(node: Any) -> Made:
    for outcome in node.targets:
        yield "edge", outcome, ((node, "targets", _without(node.targets, outcome)),)


def _guards(node: Any) -> Made:
    for guard in getattr(node, "guards", ()):
        yield "guard", guard.name, ((node, "guards", tuple(g for g in node.guards if g != guard)),)


def _obligations(node: Any) -> Made:
    for attribute in ("met", "undone"):
        by_outcome = getattr(node, attribute)
        for outcome, obligations in by_outcome.items():
            for one in obligations:
                left = {**by_outcome, outcome: tuple(o for o in obligations if o != one)}
                yield "obligation", f"{attribute}:{one.name}", ((node, attribute, left),)
    for attribute in ("needed", "forbidden"):
        for one in getattr(node, attribute):
            left = tuple(o for o in getattr(node, attribute) if o != one)
            yield "obligation", f"{attribute}:{one.name}", ((node, attribute, left),)


def _acts(node: Any) -> Made:
    if isinstance(node, Step) and node.kind != "act":
        yield "kind", str(node.kind), ((node, "kind", "act"),)
    if isinstance(node, Step) and node.lapse is not None:
        yield "lapse", "lapse", ((node, "lapse", None), (node, "targets", _without(node.targets, "lapsed")))


def _repeatable(node: Any) -> Made:
    """Without the word no return leads across the node any more."""
    if getattr(node, "repeatable", False):
        yield "repeatable", "repeatable", ((node, "repeatable", False),)


def _skipped(process: type[Process], node: Any) -> Iterator[tuple[str, tuple[tuple[Any, str, Any], ...]]]:
    """The node left out: whatever led to it leads to where each of its outcomes leads."""
    for outcome, target in node.targets.items():
        leading = [(n, o) for _, n in process.in_order() for o, t in n.targets.items() if t is node and n is not node]
        changed = {id(n): (n, {**n.targets}) for n, _ in leading}
        for before, by in leading:
            changed[id(before)][1][by] = target
        if leading and target is not node:
            yield outcome, tuple((n, "targets", targets) for n, targets in changed.values())


def _places(process: type[Process], what: str) -> Iterator[Mutant]:
    """A step at which the whole case can no longer be called off, ended, or suspended."""
    act = getattr(process, what)
    for name in act.at if act is not None else ():
        left = replace(act, at=tuple(at for at in act.at if at != name))
        yield Mutant(process, what, f"{process.name}:{name}:{what}:at", ((process, what, left),))
