"""Proving a course (流程证明): explore it under every pack, and keep the digest of what was proved.

The server compares the digest with the course it is about to serve and refuses one that was not proved. What counts is
everything the proof looked at: the course, what its rules can say under each pack, and the checker with the engine's
own rules on people.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from workflows.engine import authority, catalogue, obligations, recusal, routing
from workflows.engine.routing import Place, PostOf
from workflows.engine.signing import absences
from workflows.engine.soundness import keeping
from workflows.engine.soundness.exploring import explore
from workflows.engine.soundness.keeping import Returns, edition_of
from workflows.engine.soundness.model import Model, Return, model_of, obligations_of
from workflows.engine.soundness.properties import Violation, violations
from workflows.engine.soundness.returns import lasts, returns_of
from workflows.engine.words import Countersign, Intervention, Process, Step, Subject, Withdrawal
from workflows.policy import loading

PROPERTIES = ("declaration", "dead", "endless", "obligation", "own case", "recused", "nobody")


@dataclass(frozen=True)
class Proof:
    """The result for one course (证明结果)."""

    process: type[Process]
    packs: tuple[str, ...]
    states: int
    moves: int
    violations: tuple[Violation, ...]
    returns: Returns
    digest: str

    @property
    def holds(self) -> bool:
        """True if nothing is wrong."""
        return not self.violations

    def as_json(self) -> dict[str, Any]:
        """The proof as plain data."""
        broken = {violation.kind for violation in self.violations}
        return {
            "process": self.process.name,
            "edition": edition_of(self.process),
            "packs": list(self.packs),
            "states": self.states,
            "moves": self.moves,
            "obligations": list(obligations_of(self.process)),
            "properties": {name: name not in broken for name in PROPERTIES},
            "proved": self.holds,
            "returns": {node: {to: list(undone) for to, undone in back.items()} for node, back in self.returns.items()},
            "violations": [violation.as_json() for violation in self.violations],
            "digest": self.digest,
        }


def models_of(process: type[Process]) -> list[Model]:
    """The course under every pack there is."""
    return [model_of(process, pack) for _key, pack in sorted(loading.packs().items())]


def faults(process: type[Process]) -> list[Violation]:
    """What is wrong with a course, without asking where it may be returned to."""
    return violations([explore(model) for model in models_of(process)])


def prove(process: type[Process]) -> Proof:
    """Explore a course under every pack and look for anything that must not be."""
    models = models_of(process)
    explored = [explore(model) for model in models]
    found = tuple(violations(explored))
    returns = _by_step(() if found else returns_of(explored))
    return Proof(
        process,
        tuple(f"{model.pack.name}@{model.pack.version}" for model in models),
        states=sum(len(exploration.came) for exploration in explored),
        moves=sum(len(exploration.moves) for exploration in explored),
        violations=found,
        returns=returns,
        digest=digest_of(models, returns),
    )


def _by_step(returns: Iterable[Return]) -> Returns:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for back in returns:
        found.setdefault(back.node, {})[back.to] = back.undone
    return found


# -- the digest -----------------------------------------------------------------------------------------------------------


def digest_of(models: Iterable[Model], returns: Returns) -> str:
    """SHA-256 of everything the proof of a course looks at, and of the returns it found."""
    content = {"checker": checker(), "models": [_canonical(model) for model in models], "returns": returns}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@cache
def checker() -> str:
    """SHA-256 of the checker and of the engine's rules on people."""
    texts = [path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py"))]
    texts.append(Path(obligations.__file__).read_text("utf-8"))
    rules: tuple[Any, ...] = (
        routing.choose, routing.wanted, authority.capacity, authority.able, recusal.aside, recusal.Parties, absences,
    )  # fmt: skip
    texts += [inspect.getsource(rule) for rule in rules]
    return hashlib.sha256(
        "\0".join([*texts, repr(routing.STAND_INS), repr(recusal.BEFORE_A_SUPERIOR)]).encode()
    ).hexdigest()


def _canonical(model: Model) -> dict[str, Any]:
    withdrawal, termination = model.process.withdrawal, model.process.termination
    return {
        "pack": [model.pack.name, model.pack.version],
        "nodes": {name: _node(node) for name, node in model.nodes.items()},
        "moves": [[m.node, m.outcome, m.target, m.sure, m.answer] for moves in model.moves.values() for m in moves],
        "guards": {name: sorted(weights) for name, weights in model.abilities.weights.items()},
        "settled": {name: list(question.settled_by) for name, question in model.questions.items()},
        "obligations": {
            n: [o.kind, [g.name for g in o.guards], o.own] for n, o in obligations_of(model.process).items()
        },
        "withdrawal": _calling_off(withdrawal) if withdrawal else None,
        "termination": [*_act(termination), termination.then] if termination else None,
        "suspension": _act(model.process.suspension) if model.process.suspension else None,
        "incidents": [[act.name, *_act(act), act.then] for act in model.process.incidents],
    }


def _calling_off(withdrawal: Withdrawal) -> list[Any]:
    said: list[Any] = [withdrawal.article, list(withdrawal.at), withdrawal.then]
    return [*said, "alone"] if withdrawal.alone else said


def _act(act: Intervention) -> list[Any]:
    return [act.article, list(act.at), list(act.by.roles), str(act.by.of.why)]


def _node(node: Any) -> dict[str, Any]:
    to = node.to.recorded_by if isinstance(getattr(node, "to", None), Subject) else getattr(node, "to", None)
    return {
        "type": type(node).__name__,
        "article": node.article,
        "kind": str(getattr(node, "kind", "")),
        "to": [list(to.roles), str(to.of.why)] if to else None,
        "own": isinstance(node, Step) and isinstance(node.to, Subject),
        "guards": [[g.name, list(g.protects)] for g in getattr(node, "guards", ())],
        "signed": _signed(node) if isinstance(node, Countersign) else None,
        "lapses": isinstance(node, Step) and node.lapse is not None,
        "lasts": [outcome for outcome in node.targets if lasts(node, outcome)],
        "met": {outcome: [o.name for o in met] for outcome, met in node.met.items()},
        "undone": {outcome: [o.name for o in undone] for outcome, undone in node.undone.items()},
        "needed": [o.name for o in node.needed],
        "forbidden": [o.name for o in node.forbidden],
    }


def _signed(node: Countersign) -> dict[str, Any]:
    return {
        "signers": [[list(who.roles), str(who.of.why)] for who in node.signers],
        "rule": vars(node.rule),
        "in order": node.in_order,
        "may add": [[list(getattr(who, "roles", ())), str(_place(who).why)] for who in node.may_add],
        "sender may change": node.sender_may_change,
        "endings": {str(result): outcome for result, outcome in node.endings.items()},
    }


def _place(who: PostOf | Place) -> Place:
    return who.of if isinstance(who, PostOf) else who


# -- what is kept ---------------------------------------------------------------------------------------------------------


def keep(proofs: Iterable[Proof]) -> None:
    """Store the digests and the returns of courses that were proved; ValueError for one that was not."""
    kept = dict(keeping.stored())
    for proof in proofs:
        if not proof.holds:
            raise ValueError(f"{proof.process.name} is not proved")
        kept[edition_of(proof.process)] = {"digest": proof.digest, "returns": proof.returns}
    editions = {edition_of(process) for process in catalogue.every_edition()}
    keeping.write({edition: proof for edition, proof in kept.items() if edition in editions})


def unproved() -> Iterator[type[Process]]:
    """The courses that are not as they were proved, or whose returns are not."""
    for process in catalogue.every_edition():
        if keeping.digest_kept(process) != digest_of(models_of(process), keeping.returns_kept(process)):
            yield process


def refuse_unproved() -> None:
    """Before the first request or job: ImproperlyConfigured if a course is not as it was proved."""
    if names := ", ".join(catalogue.label(process) for process in unproved()):
        raise ImproperlyConfigured(
            f"Not served, because these processes are not as they were proved: {names}. "
            "Run: manage.py check_processes --write"
        )
