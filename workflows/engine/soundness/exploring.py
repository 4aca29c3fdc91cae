"""Exploring a model (状态空间遍历): every state a case can reach, each by its shortest way."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from workflows.engine.soundness.model import Model, Move, State

OPENING = State("start")


@dataclass
class Exploration:
    """What was found (遍历结果): each state with the move it was first reached by, and all moves between them."""

    model: Model
    came: dict[State, tuple[State, Move] | None] = field(default_factory=dict)
    moves: list[tuple[State, Move, State]] = field(default_factory=list)

    def way_to(self, state: State) -> list[tuple[State, Move]]:
        """A shortest way from the opening to a state: each state left, and by which move."""
        way: list[tuple[State, Move]] = []
        while (step := self.came[state]) is not None:
            way.append(step)
            state = step[0]
        return way[::-1]

    def first_at(self, node: str) -> State | None:
        """The nearest state at a node; None if no way leads there."""
        return next((state for state in self.came if state.node == node), None)

    def surely_from(self, state: State) -> set[State]:
        """Every state that can be reached from one by moves that no guard can refuse, itself included."""
        found, todo = {state}, [state]
        while todo:
            for move, target in self.model.next(todo.pop()):
                if move.sure and target not in found:
                    found.add(target)
                    todo.append(target)
        return found

    def able_to_end(self) -> set[State]:
        """The states from which the case can end though every guard that may block does."""
        before: dict[State, list[State]] = {}
        for source, move, target in self.moves:
            if move.sure:
                before.setdefault(target, []).append(source)
        found = {state for state in self.came if self.model.ends(state)}
        todo = list(found)
        while todo:
            for source in before.get(todo.pop(), ()):
                if source not in found:
                    found.add(source)
                    todo.append(source)
        return found


def explore(model: Model, start: State = OPENING) -> Exploration:
    """Every state that can be reached from the opening, or from another state, nearest first."""
    found = Exploration(model)
    found.came[start] = None
    todo = deque([start])
    while todo:
        state = todo.popleft()
        for move, target in model.next(state):
            found.moves.append((state, move, target))
            if target not in found.came:
                found.came[target] = (state, move)
                todo.append(target)
    return found
