"""What is proved of a course (可靠性性质), and the shortest way to each state that breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _n

from workflows.engine.obligations import Obligation
from workflows.engine.sentences import Sentence, say
from workflows.engine.soundness import people
from workflows.engine.soundness.exploring import Exploration
from workflows.engine.soundness.model import State, obligations_of
from workflows.engine.soundness.telling import Stage, outcome_of, told
from workflows.engine.words import Fork, Process, Step, Subject


@dataclass(frozen=True)
class Violation:
    """A property that does not hold (违反): which, where, why, and the shortest way there."""

    kind: str
    node: str
    sentence: Sentence
    way: tuple[Stage, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The violation as plain data."""
        way = [stage.as_json() for stage in self.way]
        return {"kind": self.kind, "node": self.node, "sentence": str(self.sentence), "way": way}


def violations(explored: Sequence[Exploration]) -> list[Violation]:
    """Everything that is wrong with a course, explored under every pack; each fault once, by its shortest way."""
    found = [*badly_declared(explored), *dead(explored)]
    for exploration in explored:
        found += [*endless(exploration), *unmet(exploration)]
    found += people_at(explored)
    once: dict[tuple[str, str, str], Violation] = {}
    for violation in found:
        once.setdefault((violation.kind, violation.node, str(violation.sentence)), violation)
    return list(once.values())


def _at(kind: str, exploration: Exploration, state: State, sentence: Sentence) -> Violation:
    way = told(exploration.model, exploration.way_to(state), state.node)
    return Violation(kind, state.node, sentence, way)


def _of(kind: str, exploration: Exploration, node: str, sentence: Sentence) -> Violation:
    """A fault of a node itself, with the nearest way to it if there is one."""
    state = exploration.first_at(node)
    return Violation(kind, node, sentence, told(exploration.model, exploration.way_to(state) if state else (), node))


# -- each state can reach an end ------------------------------------------------------------------------------------------


def endless(exploration: Exploration) -> Iterator[Violation]:
    """Where a case stays for ever though every guard that may block does: the nearest state of each such place."""
    able, seen = exploration.able_to_end(), set[State]()
    for state in exploration.came:
        if state not in able and state not in seen:
            around = exploration.surely_from(state)
            if all(state in exploration.surely_from(other) for other in around):
                seen |= around
                yield _at("endless", exploration, state, say(_n("From here the case can be unable to end.")))


# -- no step is dead ------------------------------------------------------------------------------------------------------


def dead(explored: Sequence[Exploration]) -> Iterator[Violation]:
    """Nodes no way leads to and outcomes that can never be, under any pack."""
    gone = {move.node + ":" + move.outcome for e in explored for _, move, _ in e.moves}
    reached = {state.node for e in explored for state in e.came}
    for name, node in explored[0].model.nodes.items():
        if name not in reached:
            yield _of("dead", explored[0], name, say(_n("No way leads here.")))
            continue
        for outcome in node.targets:
            if f"{name}:{outcome}" not in gone:
                yield _of("dead", explored[0], name, _never(node, outcome))


def _never(node: Any, outcome: str) -> Sentence:
    return say(_n("It can never end like this: %(outcome)s."), outcome=outcome_of(node, outcome) or outcome)


# -- each obligation holds where it is needed -----------------------------------------------------------------------------


def unmet(exploration: Exploration) -> Iterator[Violation]:
    """The nearest state at which a needed obligation is not met, or a forbidden one is."""
    seen: set[tuple[str, str]] = set()
    for state in exploration.came:
        node = exploration.model.nodes[state.node]
        missing = [(o, _n("Skipped: %(what)s (%(article)s).")) for o in node.needed if o.name not in state.met]
        wrong = [(o, _n("Not allowed here: %(what)s (%(article)s).")) for o in node.forbidden if o.name in state.met]
        for obligation, msgid in missing + wrong:
            if (state.node, obligation.name) not in seen:
                seen.add((state.node, obligation.name))
                sentence = say(msgid, what=obligation.title, article=obligation.article)
                yield _at("obligation", exploration, state, sentence)


# -- the declarations make sense ------------------------------------------------------------------------------------------


def badly_declared(explored: Sequence[Exploration]) -> Iterator[Violation]:
    """Obligations met by an act of the wrong sort or without their guards; obligations nobody meets or needs; idle guards."""
    first = explored[0]
    for name, node in first.model.nodes.items():
        for outcome, obligations in node.met.items():
            for obligation in obligations:
                for sentence in _wrongly_met(node, outcome, obligation):
                    yield _of("declaration", first, name, sentence)
        yield from (_of("declaration", first, name, sentence) for sentence in _idle(explored, node))
    yield from _loose(first.model.process, first)


def _wrongly_met(node: Any, outcome: str, obligation: Obligation) -> Iterator[Sentence]:
    if outcome not in node.targets:
        yield say(_n("“%(what)s” would be met by an outcome that is not there."), what=obligation.title)
    if obligation.kind and getattr(node, "kind", "") != obligation.kind:
        yield say(_n("“%(what)s” is met by an act of another sort than the article demands."), what=obligation.title)
    if obligation.own and not (isinstance(node, Fork) or (isinstance(node, Step) and isinstance(node.to, Subject))):
        yield say(_n("“%(what)s” can only be met by the member himself."), what=obligation.title)
    for guard in obligation.guards:
        if guard not in getattr(node, "guards", ()) or outcome not in guard.protects:
            yield say(_n("“%(what)s” is met without the rule %(rule)s."), what=obligation.title, rule=guard.name)


def _idle(explored: Sequence[Exploration], node: Any) -> Iterator[Sentence]:
    """Guards that protect an outcome but cannot block it under any pack."""
    for guard in getattr(node, "guards", ()):
        if guard.protects and not any(e.model.abilities.may_block(guard) for e in explored):
            yield say(_n("The rule %(rule)s can never block."), rule=guard.name)


def _loose(process: type[Process], exploration: Exploration) -> Iterator[Violation]:
    nodes = exploration.model.nodes.values()
    met = {o for node in nodes for obligations in node.met.values() for o in obligations}
    asked = {o for node in nodes for o in (*node.needed, *node.forbidden)}
    for obligation in obligations_of(process).values():
        if obligation not in met:
            yield Violation("declaration", "", say(_n("Nothing meets “%(what)s”."), what=obligation.title))
        if obligation not in asked:
            yield Violation("declaration", "", say(_n("Nothing needs “%(what)s”."), what=obligation.title))


# -- who may act ----------------------------------------------------------------------------------------------------------


def people_at(explored: Sequence[Exploration]) -> Iterator[Violation]:
    """Steps where whoever initiated or is the subject could decide as a superior, or where nobody could act.

    Who may act is the same under every pack: each step is looked at once, where it is reached first.
    """
    for name, node in explored[0].model.nodes.items():
        reached = next((e for e in explored if e.first_at(name)), None)
        if isinstance(node, Step) and reached is not None:
            for kind, sentence in people.faults(node):
                yield _of(kind, reached, name, sentence)
    process = explored[0].model.process
    for act in filter(None, (process.suspension, process.termination, *process.incidents)):
        for kind, sentence in people.faults(act):
            yield _of(kind, explored[0], act.at[0], sentence)
