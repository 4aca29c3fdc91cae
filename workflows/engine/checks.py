"""System checks over the courses (流程检查): an unsafe or unexplained course does not start."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register

from workflows.engine import catalogue, nodes
from workflows.engine.soundness import proving
from workflows.engine.words import Fork, Outcome, Process, Step

MANIFEST = Path(__file__).with_name("manifest.json")


@register()
def check_courses(**_options: Any) -> list[CheckMessage]:
    """Every course: our lock, an article at each node, a way for each outcome. The rest is proved, see ``soundness``."""
    return [message for process in catalogue.every_edition() for message in faults_of(process)]


def faults_of(process: type[Process]) -> Iterator[CheckMessage]:
    """Everything that is wrong with the structure of one course."""
    if not isinstance(process.lock_impl, nodes.CaseLock):
        yield Error(f"{process.name}: the course does not use the case lock.", id="workflows.E001")
    for name, node in process.in_order():
        if hasattr(Process, name):
            yield Error(f"{process.name}.{name}: a process knows something else by this name.", id="workflows.E014")
        if not node.article:
            yield Error(f"{process.name}.{name}: no article is cited.", id="workflows.E002")
        if isinstance(node, Fork) and node.targets.keys() != {"yes", "no"}:
            yield Error(f"{process.name}.{name}: a question needs a way for yes and one for no.", id="workflows.E009")
        if isinstance(node, Step) and (odd := _odd_outcomes(node)):
            yield Error(f"{process.name}.{name}: outcomes {odd} do not match the edges.", id="workflows.E003")
        if isinstance(node, Outcome) and node.leads_to and not catalogue.editions(node.leads_to):
            yield Error(f"{process.name}.{name}: leads to {node.leads_to}, which is no process.", id="workflows.E013")


def _odd_outcomes(step: Step) -> set[str]:
    """Outcomes of the form without an edge, or edges without an outcome."""
    outcomes = {str(value) for value in step.form.outcomes.values} | ({"lapsed"} if step.lapse else set())
    return outcomes ^ step.targets.keys()


@register()
def check_editions(**_options: Any) -> list[CheckMessage]:
    """On every day exactly one edition of each process is in force, and each edition is a course of its own."""
    every = catalogue.every_edition()
    names = dict.fromkeys(edition.name for edition in every)
    found = [message for name in names for message in faults_of_editions(catalogue.editions(name))]
    return found + [message for edition in every for message in astray(edition)]


def astray(edition: type[Process]) -> Iterator[CheckMessage]:
    """Nodes that lead into another edition: viewflow gives a subclass copies of nodes whose edges end in the old course."""
    for name, node in edition.in_order():
        if elsewhere := [target.name for target in node.targets.values() if target.flow_class is not edition]:
            hint = "An edition is a course of its own, not a subclass of another edition."
            yield Error(
                f"{edition.name}.{name}: leads into another edition at {elsewhere}.", hint=hint, id="workflows.E012"
            )


def faults_of_editions(editions: Sequence[type[Process]]) -> Iterator[CheckMessage]:
    """Two editions from the same day, or none in force at the beginning."""
    name, since = editions[0].name, [edition.in_force_from for edition in editions]
    for one, other in pairwise(editions):
        if one.in_force_from == other.in_force_from:
            paths = f"{catalogue.path_of(one)} and {catalogue.path_of(other)}"
            hint = "Give the newer one the day from which it is in force: in_force_from."
            yield Error(f"{name}: {paths} are in force from the same day.", hint=hint, id="workflows.E010")
    if None not in since:
        hint = "The first edition of a process has no in_force_from."
        yield Error(f"{name}: no edition is in force before {since[0]}.", hint=hint, id="workflows.E011")


def manifest() -> dict[str, list[str]]:
    """The nodes of every course as they are now; paths of classes and nodes are stored in the database."""
    return {
        catalogue.path_of(process): sorted(name for name, _ in process.in_order())
        for process in catalogue.every_edition()
    }


@register()
def check_manifest(**_options: Any) -> list[CheckMessage]:
    """A node that is gone would break the inbox of everyone who holds such a task."""
    stored: dict[str, list[str]] = json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {}
    current = manifest()
    gone = [f"{path}.{n}" for path, names in stored.items() for n in names if n not in current.get(path, [])]
    new = [f"{path}.{n}" for path, names in current.items() for n in names if n not in stored.get(path, [])]
    messages: list[CheckMessage] = [
        Error(f"{node} is gone: open tasks may stand there.", hint="Keep it in this edition.", id="workflows.E006")
        for node in gone
    ]
    hint = "Run: manage.py node_manifest --write"
    return messages + [Error(f"{node} is not in the manifest.", hint=hint, id="workflows.E007") for node in new]


@register()
def check_proofs(**_options: Any) -> list[CheckMessage]:
    """A course that is not as it was proved is not served."""
    hint = "Run: manage.py check_processes --write"
    return [Error(f"{p.name}: not as it was proved.", hint=hint, id="workflows.E008") for p in proving.unproved()]
