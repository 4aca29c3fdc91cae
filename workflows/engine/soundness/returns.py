"""Where a case may be sent back to (可退回环节), so that nothing it owes is skipped and nothing that lasts is repeated.

Pure: from the explored course alone. A pair (from, to) is offered if ``to`` can come before ``from``; no lasting act
lies on any way from ``to`` to ``from``; and the course in which a case may also go back like this still skips no
obligation and still ends by itself. Going back undoes every obligation that a node on these ways meets, ``from``
included: so each is met again, or nothing that needs it is reached.

A way ends where it first comes to ``from`` or back to ``to``: what happened between two visits of ``from`` the course
itself has made up for by leading there again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workflows.engine.soundness.exploring import Exploration, explore
from workflows.engine.soundness.model import Model, Move, Return, State, with_returns
from workflows.engine.soundness.properties import endless, unmet
from workflows.engine.words import Step, Subject


def returns_of(explored: Sequence[Exploration]) -> tuple[Return, ...]:
    """Every return that keeps all obligations: each alone, and all of them together, under every pack.

    More moves reach more states, never fewer, and no return helps a case to end: what is unsafe alone is unsafe in
    company. Of returns that are safe alone and not together the earlier ones in the course are kept.
    """
    course = Course([exploration.model for exploration in explored], [Graph.of(found) for found in explored])
    alone = [one for one in course.candidates() if course.sound([one])]
    if course.safe(alone):
        return tuple(alone)
    accepted: list[Return] = []
    for one in alone:
        if course.safe([*accepted, one]):
            accepted.append(one)
    return tuple(accepted)


@dataclass(frozen=True)
class Course:
    """A course as it is under every pack, with its ways (流程各版本)."""

    models: Sequence[Model]
    graphs: Sequence[Graph]

    @cached_property
    def steps(self) -> list[str]:
        """The steps in order."""
        return [name for name, node in self.models[0].nodes.items() if isinstance(node, Step)]

    @cached_property
    def ways(self) -> dict[tuple[str, str], list[Move]]:
        """All moves on the ways from one step to another, for each pair that has some."""
        pairs = {
            (to, node): [m for g in self.graphs for m in g.ways(to, node)] for to in self.steps for node in self.steps
        }
        return {pair: ways for pair, ways in pairs.items() if ways}

    @cached_property
    def across(self) -> set[tuple[str, str]]:
        """The pairs with something lasting between them."""
        nodes = self.models[0].nodes
        return {pair for pair, ways in self.ways.items() if any(lasts(nodes[m.node], m.outcome) for m in ways)}

    def candidates(self) -> Iterator[Return]:
        """The pairs with a way between them on which nothing lasts; his own turn is nobody's to send back."""
        model = self.models[0]
        for node in (name for name in self.steps if not isinstance(model.nodes[name].to, Subject)):
            for to in self.steps:
                if (to, node) in self.ways and (to, node) not in self.across:
                    yield _return(model, node, to, {move.node for move in self.ways[to, node]})

    def sound(self, returns: Sequence[Return]) -> bool:
        """True if the course with these returns skips no obligation and still ends by itself."""
        explored = (explore(with_returns(model, returns)) for model in self.models)
        return not any(any(unmet(exploration)) or any(endless(exploration)) for exploration in explored)

    def safe(self, returns: Sequence[Return]) -> bool:
        """True if it is sound, and no return after another leads back across what lasts, though neither does alone."""
        return not any(self._repeats(first, then) for first in returns for then in returns) and self.sound(returns)

    def _repeats(self, first: Return, then: Return) -> bool:
        between = (then.to, first.node) in self.across
        return between and any(graph.leads(first.to, then.node, around=then.to) for graph in self.graphs)


def _return(model: Model, node: str, to: str, passed: set[str]) -> Return:
    undone = [
        obligation
        for name in model.nodes
        if name in passed | {node}
        for obligations in model.nodes[name].met.values()
        for obligation in obligations
    ]
    own = frozenset(obligation.name for obligation in undone if obligation.own)
    return Return(node, to, tuple(dict.fromkeys(obligation.name for obligation in undone)), own)


def lasts(node: Any, outcome: str) -> bool:
    """True for an act that stays done when the case goes back: it left the house, or a register knows of it."""
    if outcome == "lapsed":
        return node.on_lapse is not None
    return getattr(node, "lasts", False) and not node.repeatable


@dataclass(frozen=True)
class Graph:
    """The moves of an exploration, by the state they leave and by the one they lead to (状态图)."""

    after: dict[State, list[tuple[Move, State]]]
    before: dict[State, list[State]]
    start: State

    @classmethod
    def of(cls, exploration: Exploration) -> Graph:
        """The graph of an exploration."""
        after: dict[State, list[tuple[Move, State]]] = {}
        before: dict[State, list[State]] = {}
        for source, move, target in exploration.moves:
            after.setdefault(source, []).append((move, target))
            before.setdefault(target, []).append(source)
        return cls(after, before, next(iter(exploration.came)))

    def ways(self, to: str, node: str) -> list[Move]:
        """Every move on a way from ``to`` to ``node``, where ``to`` was come to before ``node`` ever was."""
        if to == node:
            return []
        if not any(state.node == to for state in self._reached({self.start}, stop={node})):
            return []
        reached = self._reached({state for state in self.after if state.node == to}, stop={node, to})
        arriving = {state for state in reached if state.node == node}
        leading = self._leading(arriving, within=reached, stop=to)
        return [
            move
            for state in leading
            if state.node != node
            for move, target in self.after.get(state, ())
            if target in leading and target.node != to
        ]

    def leads(self, node: str, to: str, *, around: str) -> bool:
        """True if a way leads from one node to another that does not pass a third."""
        starts = {state for state in self.after if state.node == node != around}
        return any(state.node == to for state in self._reached(starts, stop={around}))

    def _reached(self, starts: set[State], *, stop: set[str]) -> set[State]:
        """What can be reached from some states; a state at one of the nodes to stop at is reached, but not left."""
        found, todo = set(starts), list(starts)
        while todo:
            for _move, target in self.after.get(todo.pop(), ()):
                if target not in found:
                    found.add(target)
                    if target.node not in stop:
                        todo.append(target)
        return found

    def _leading(self, ends: set[State], *, within: set[State], stop: str) -> set[State]:
        """The states among some from which one of the ends is reached."""
        found, todo = set(ends), list(ends)
        while todo:
            for source in self.before.get(todo.pop(), ()):
                if source in within and source not in found:
                    found.add(source)
                    if source.node != stop:
                        todo.append(source)
        return found
