"""Checking before a decision (办前核对): guards over the facts, and a trial of the papers it will issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from documents import kinds
from documents.kinds import PaperKind
from documents.trials import Trial, try_paper
from registry.models import Person
from workflows.engine.errors import Refused
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.sentences import Sentence
from workflows.engine.words import Fork, Guard, Issue, Step, Weight


@dataclass(frozen=True)
class Checked:
    """One machine check (系统核对) as pages show it."""

    name: str
    weight: Weight
    sentence: Sentence
    source: Sentence
    article: str
    protects: tuple[str, ...]


def checks(guards: tuple[Guard, ...], facts: Any) -> list[Checked]:
    """Every guard of a step over the facts, in order."""
    found = []
    for guard in guards:
        verdict = guard.rule(facts)
        found.append(
            Checked(guard.name, verdict.weight, verdict.sentence, verdict.source, guard.article, guard.protects)
        )
    return found


def blocking(guards: tuple[Guard, ...], facts: Any, outcome: str) -> list[Checked]:
    """The guards that block an outcome."""
    return [check for check in checks(guards, facts) if check.weight is Weight.BLOCK and outcome in check.protects]


def refuse_blocked(guards: tuple[Guard, ...], facts: Any, outcome: str) -> None:
    """Refuse an outcome that a guard blocks, with every sentence that says so."""
    if blocked := blocking(guards, facts, outcome):
        raise Refused(" ".join(str(check.sentence) for check in blocked))


def paper_node(step: Step, case: Case, outcome: str) -> Issue | None:
    """The paper that an outcome of a step issues next, if any; where it depends on a question, the one that it says."""
    name = step.papers.get(outcome)
    node = case.flow_class.instance.node(name, no_obsolete=True) if name else None
    while isinstance(node, Fork):
        node = node.targets[node.answer(case)]
    return node


def paper_facts(node: Issue, case: Case, said: Said) -> dict[str, Any]:
    """The facts a paper would print now."""
    return node.facts_of(case, said)


def facts_digest(step: Step, case: Case, outcome: str, pending: Mapping[str, Any], actor: Person | None) -> str:
    """Digest of what the paper of an outcome would print with these answers; empty if it issues none."""
    node = paper_node(step, case, outcome)
    if node is None:
        return ""
    said = Said(case, {step.name: (outcome, pending)}, actor)
    return kinds.digest(node.kind, paper_facts(node, case, said))


def trial(
    step: Step, case: Case, outcome: str, pending: Mapping[str, Any], actor: Person | None
) -> tuple[PaperKind, Trial] | None:
    """Typeset the paper of an outcome as a draft; Refused names every field that cannot be printed.

    The same facts are typeset once: the result is kept by their digest.
    """
    node = paper_node(step, case, outcome)
    if node is None:
        return None
    said = Said(case, {step.name: (outcome, pending)}, actor)
    tried = try_paper(node.kind, paper_facts(node, case, said))
    if tried.problems:
        lines = [f"{label}：{problem}" for label, problems in tried.problems.items() for problem in problems]
        raise Refused(_("The paper cannot be printed like this.") + " " + "；".join(lines))
    return node.kind, tried
