"""The list of papers of a case against the courses: what every way to an end issues must be there, no other may be."""

from __future__ import annotations

from collections import defaultdict

import pytest

from documents.completeness import SETS
from workflows.engine import catalogue
from workflows.engine.soundness.exploring import OPENING, Exploration, explore
from workflows.engine.soundness.model import State, model_of
from workflows.engine.words import Issue, Outcome, Process
from workflows.policy import loading

PACKS = sorted(loading.packs())
SHIPPED = sorted(catalogue.every_edition(), key=lambda edition: edition.name)


def papers_at_ends(process: type[Process], pack: tuple[str, str]) -> dict[str, tuple[set[str], set[str]]]:
    """By code of an end: the papers of every way there, and those of some."""
    found = explore(model_of(process, loading.packs()[pack]))
    always, ever = _papers(found)
    ends: dict[str, list[State]] = defaultdict(list)
    for state in found.came:
        node = found.model.nodes[state.node]
        if isinstance(node, Outcome):
            ends[node.code].append(state)
    return {
        code: (set.intersection(*(always[state] for state in states)), set.union(*(ever[state] for state in states)))
        for code, states in ends.items()
    }


def _papers(found: Exploration) -> tuple[dict[State, set[str]], dict[State, set[str]]]:
    """For each state the papers issued on every way to it, and on some; grown until nothing changes."""
    after: dict[State, list[State]] = defaultdict(list)
    for source, _move, target in found.moves:
        after[source].append(target)
    always: dict[State, set[str]] = {OPENING: set()}
    ever: dict[State, set[str]] = defaultdict(set)
    todo = [OPENING]
    while todo:
        state = todo.pop()
        node = found.model.nodes[state.node]
        issued = {node.kind.code} if isinstance(node, Issue) else set()
        for target in after[state]:
            surely, possibly = always[state] | issued, ever[state] | issued
            kept = always[target] & surely if target in always else surely
            if kept != always.get(target) or not possibly <= ever[target]:
                always[target] = kept
                ever[target] |= possibly
                todo.append(target)
    return always, ever


@pytest.mark.parametrize("process", SHIPPED, ids=lambda edition: edition.name)
def test_the_list_is_what_the_course_issues(process: type[Process]) -> None:
    """Under whichever rules: a paper must be there that is issued on every way under each pack that has such an end."""
    by_pack = [papers_at_ends(process, pack) for pack in PACKS]
    courses = {
        code: (
            set.intersection(*(ends[code][0] for ends in by_pack if code in ends)),
            set.union(*(ends[code][1] for ends in by_pack if code in ends)),
        )
        for code in {code for ends in by_pack for code in ends}
    }
    declared = {outcome: papers for (name, outcome), papers in SETS.items() if name == process.name}
    assert {code: (sorted(must), sorted(ever - must)) for code, (must, ever) in courses.items()} == {
        code: (sorted(set(papers.must)), sorted(papers.may)) for code, papers in declared.items()
    }
