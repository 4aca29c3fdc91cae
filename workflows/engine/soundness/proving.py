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
from workflows.engine.soundness.exploring import explore
from workflows.engine.soundness.model import Model, model_of, obligations_of
from workflows.engine.soundness.properties import Violation, violations
from workflows.engine.words import Countersign, Process, Step, Subject
from workflows.policy import loading

PROOFS = Path(__file__).with_name("proofs.json")
PROPERTIES = ("declaration", "dead", "endless", "obligation", "own case", "recused", "nobody")


@dataclass(frozen=True)
class Proof:
    """The result for one course (证明结果)."""

    process: type[Process]
    packs: tuple[str, ...]
    states: int
    moves: int
    violations: tuple[Violation, ...]
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
            "violations": [violation.as_json() for violation in self.violations],
            "digest": self.digest,
        }


def edition_of(process: type[Process]) -> str:
    """What a course is called in files: the path of its class."""
    return catalogue.path_of(process)


def models_of(process: type[Process]) -> list[Model]:
    """The course under every pack there is."""
    return [model_of(process, pack) for _key, pack in sorted(loading.packs().items())]


def prove(process: type[Process]) -> Proof:
    """Explore a course under every pack and look for anything that must not be."""
    models = models_of(process)
    explored = [explore(model) for model in models]
    return Proof(
        process,
        tuple(f"{model.pack.name}@{model.pack.version}" for model in models),
        states=sum(len(exploration.came) for exploration in explored),
        moves=sum(len(exploration.moves) for exploration in explored),
        violations=tuple(violations(explored)),
        digest=digest_of(models),
    )


# -- the digest -----------------------------------------------------------------------------------------------------------


def digest_of(models: Iterable[Model]) -> str:
    """SHA-256 of everything the proof of a course looks at."""
    content = {"checker": checker(), "models": [_canonical(model) for model in models]}
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
    withdrawal = model.process.withdrawal
    return {
        "pack": [model.pack.name, model.pack.version],
        "nodes": {name: _node(node) for name, node in model.nodes.items()},
        "moves": [[m.node, m.outcome, m.target, m.sure, m.answer] for moves in model.moves.values() for m in moves],
        "guards": {name: sorted(weights) for name, weights in model.abilities.weights.items()},
        "settled": {name: list(question.settled_by) for name, question in model.questions.items()},
        "obligations": {
            n: [o.kind, [g.name for g in o.guards], o.own] for n, o in obligations_of(model.process).items()
        },
        "withdrawal": [withdrawal.article, list(withdrawal.at), withdrawal.then] if withdrawal else None,
    }


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


def kept() -> dict[str, str]:
    """The digests of the courses that were proved, by edition."""
    found: dict[str, str] = json.loads(PROOFS.read_text("utf-8")) if PROOFS.exists() else {}
    return found


def keep(proofs: Iterable[Proof]) -> None:
    """Store the digests of courses that were proved; ValueError for one that was not."""
    digests = kept()
    for proof in proofs:
        if not proof.holds:
            raise ValueError(f"{proof.process.name} is not proved")
        digests[edition_of(proof.process)] = proof.digest
    editions = {edition_of(process) for process in catalogue.every_edition()}
    stored = {edition: digest for edition, digest in digests.items() if edition in editions}
    PROOFS.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", "utf-8")


def unproved() -> Iterator[type[Process]]:
    """The courses that are not as they were proved."""
    digests = kept()
    for process in catalogue.every_edition():
        if digests.get(edition_of(process)) != digest_of(models_of(process)):
            yield process


def refuse_unproved() -> None:
    """Before the first request or job: ImproperlyConfigured if a course is not as it was proved."""
    if names := ", ".join(catalogue.label(process) for process in unproved()):
        raise ImproperlyConfigured(
            f"Not served, because these processes are not as they were proved: {names}. "
            "Run: manage.py check_processes --write"
        )
