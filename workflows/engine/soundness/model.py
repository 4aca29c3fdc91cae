"""The model of a course (流程模型): its nodes and the ways on from them, as they are under one pack.

A state is where a case stands, which obligations are met, and which questions are settled. That is all the checker
remembers of a case: finitely many states, however often a case is returned. Forgetting more than the engine does only
adds ways, so what holds on every way here holds on every way there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from workflows.engine.models import SENT_BACK
from workflows.engine.obligations import Guard, Obligation
from workflows.engine.soundness.abilities import Abilities, abilities_of
from workflows.engine.words import Fork, Opening, Outcome, Process, Question
from workflows.policy.terms import Pack

CALLED_OFF = "called off"
TERMINATED = "terminated"


def sent_back(to: str) -> str:
    """How a node ends that sends the case back to another."""
    return f"{SENT_BACK}:{to}"


@dataclass(frozen=True)
class Move:
    """One way on from a node (去向). ``sure``: no guard can ever refuse it. ``answer`` is what a fork's question says."""

    node: str
    outcome: str
    target: str
    sure: bool = True
    answer: tuple[str, bool] | None = None


@dataclass(frozen=True)
class Return:
    """One way back (退回) from a step to an earlier one: what it undoes by name, and which of it are the subject's acts."""

    node: str
    to: str
    undone: tuple[str, ...]
    own: frozenset[str] = frozenset()

    def after(self, state: State) -> State:
        """The state in which it leaves a case. What was answered stays as it is until it is answered again."""
        # Whichever step sent it back: no question is settled by that.
        spent = state.spent | {(name, SENT_BACK) for name in self.own}
        return State(self.to, state.met - set(self.undone), state.settled, spent)


@dataclass(frozen=True)
class State:
    """Where a case stands (办件状态): at a node, with obligations met and questions settled, by name.

    ``spent`` are the subject's own acts that a later step has undone, with that step: an old answer speaks for them no
    more.
    """

    node: str
    met: frozenset[str] = frozenset()
    settled: frozenset[tuple[str, bool]] = frozenset()
    spent: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Model:
    """A course under one pack, ready to be explored (流程模型)."""

    process: type[Process]
    pack: Pack
    nodes: Mapping[str, Any]
    moves: Mapping[str, tuple[Move, ...]]
    abilities: Abilities
    questions: Mapping[str, Question]
    returns: Mapping[str, tuple[Return, ...]] = field(default_factory=dict)

    @cached_property
    def asked_later(self) -> dict[str, frozenset[str]]:
        """For each node the questions whose settled answers may still be asked for from there on.

        The others are forgotten: states that differ in nothing else are one state.
        """
        asked = {name: {node.question.name} if _remembers(node) else set() for name, node in self.nodes.items()}
        changed = True
        while changed:
            changed = False
            for name in self.nodes:
                found = self._asked_from(name, asked)
                changed |= not found <= asked[name]
                asked[name] |= found
        return {name: frozenset(later) for name, later in asked.items()}

    def _asked_from(self, name: str, asked: Mapping[str, set[str]]) -> set[str]:
        """What its ways on lead to, but for what its own answers settle anew; a way back settles nothing."""
        found = {
            question
            for move in self.moves[name]
            for question in asked[move.target]
            if name not in self.questions[question].settled_by
        }
        return found.union(*(asked[back.to] for back in self.returns.get(name, ())))

    def ends(self, state: State) -> bool:
        """True if the case is over there."""
        return isinstance(self.nodes[state.node], Outcome)

    def next(self, state: State) -> Iterator[tuple[Move, State]]:
        """Every way on from a state, and where it leads."""
        for move in self.moves[state.node]:
            if move.answer is None or self._may_answer(state, move.answer):
                yield move, self._remembered(self.after(state, move))
        for back in self.returns.get(state.node, ()):
            # Somebody may send it back; nobody counts on it.
            yield Move(state.node, sent_back(back.to), back.to, sure=False), self._remembered(back.after(state))

    def _may_answer(self, state: State, answer: tuple[str, bool]) -> bool:
        """True if a question may be answered so in a state: as it was settled, or as the obligation it is known by says."""
        question, yes = answer
        known_by = self.questions[question].known_by
        if known_by is not None:
            return (known_by.name in state.met) == yes
        return dict(state.settled).get(question, yes) == yes

    def _remembered(self, state: State) -> State:
        later = self.asked_later[state.node]
        kept = frozenset(answer for answer in state.settled if answer[0] in later)
        return state if kept == state.settled else replace(state, settled=kept)

    def after(self, state: State, move: Move) -> State:
        """The state behind a move from a state."""
        node = self.nodes[state.node]
        undone = node.undone.get(move.outcome, ())
        met = {o.name for o in node.met.get(move.outcome, ()) if not self._too_old(state, node, o)}
        settled = {(name, yes) for name, yes in state.settled if state.node not in self.questions[name].settled_by}
        spent = {(name, by) for name, by in state.spent if name not in met}
        spent |= {(obligation.name, state.node) for obligation in undone if obligation.own}
        return State(
            move.target,
            frozenset(state.met - {obligation.name for obligation in undone} | met),
            frozenset(settled | ({move.answer} if move.answer else set())),
            frozenset(spent),
        )

    def _too_old(self, state: State, node: Any, obligation: Obligation) -> bool:
        """True if a question would speak for an act of the subject that was undone after it was settled."""
        return isinstance(node, Fork) and any(
            name == obligation.name and by not in node.question.settled_by for name, by in state.spent
        )


def _remembers(node: Any) -> bool:
    """True of a fork whose answer is remembered: not where an obligation says it."""
    return isinstance(node, Fork) and node.question.known_by is None


def model_of(process: type[Process], pack: Pack) -> Model:
    """The model of a course under a pack. ValueError where two guards or questions share a name."""
    nodes = dict(process.in_order())
    guards = _by_name(guard for node in nodes.values() for guard in getattr(node, "guards", ()))
    questions = _by_name(node.question for node in nodes.values() if isinstance(node, Fork))
    abilities = abilities_of(process, pack, guards, questions)
    moves = {name: tuple(_moves(process, name, node, abilities)) for name, node in nodes.items()}
    return Model(process, pack, nodes, moves, abilities, questions)


def _by_name(named: Iterator[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in named:
        if found.setdefault(one.name, one) != one:
            raise ValueError(f"two different things are called {one.name}")
    return found


def _moves(process: type[Process], name: str, node: Any, abilities: Abilities) -> Iterator[Move]:
    for outcome, target in node.targets.items():
        if isinstance(node, Fork):
            answer = (node.question.name, outcome == "yes")
            if answer[1] in abilities.answers[answer[0]]:
                yield Move(name, outcome, target.name, answer=answer)
        else:
            guards: list[Guard] = [g for g in getattr(node, "guards", ()) if outcome in g.protects]
            if all(abilities.may_pass(guard) for guard in guards):
                # What is refused before a case is open leaves no case that could not end.
                sure = isinstance(node, Opening) or not any(abilities.may_block(guard) for guard in guards)
                yield Move(name, outcome, target.name, sure=sure)
    yield from _interruptions(process, name)


def _interruptions(process: type[Process], name: str) -> Iterator[Move]:
    """What leads away from a node whatever its outcomes: the case is called off, ended, or something happens to it."""
    if process.withdrawal is not None and name in process.withdrawal.at:
        yield Move(name, CALLED_OFF, process.withdrawal.then)
    if process.termination is not None and name in process.termination.at:
        # As with a return: that a superior may end the case is no way out to count on.
        yield Move(name, TERMINATED, process.termination.then, sure=False)
    for incident in process.incidents:
        if name in incident.at:
            yield Move(name, incident.name, incident.then, sure=False)


def with_returns(model: Model, returns: Iterable[Return]) -> Model:
    """The course in which a case may also be sent back like this."""
    by_node: dict[str, tuple[Return, ...]] = {}
    for back in returns:
        by_node[back.node] = (*by_node.get(back.node, ()), back)
    return replace(model, returns=by_node)


def obligations_of(process: type[Process]) -> dict[str, Obligation]:
    """Every obligation a course speaks of, by name, in the order in which it does."""
    found = []
    for _name, node in process.in_order():
        for obligations in (*node.met.values(), *node.undone.values(), node.needed, node.forbidden):
            found += obligations
    return _by_name(iter(found))
