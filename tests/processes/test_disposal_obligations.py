"""What is asked of every disposal, written down a second time (``written_down/``) and held against the courses.

A course could lose an obligation and still be proved, since nothing would ask for it any more. This is what notices. The
tables are read beside the regulation by people who do not read the courses: one line for each node.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workflows.engine import catalogue
from workflows.engine.words import Outcome, Process

TABLES = Path(__file__).with_name("written_down")
PROCESSES = sorted(place.stem for place in TABLES.glob("*.txt"))
# What several ends need together, by the name under which the tables say it.
TOGETHER = {
    "(proposed)": "prior_filed proposal_on_file",
    "(inquired)": "looked_into report_on_file",
    "(heard)": "talked heard talk_on_file offered",
    "(voted)": "opinion called carried minuted resolved",
    "(above)": "shown requested passed_on examined approved approval_on_file",
    "(told)": "decided served service_on_file announced",
}
UNTIL_APPROVED = ("consent", "talk", "conclude", "convene", "vote", "pass_on", "review", "answer", "approve")
Row = tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], tuple[str, ...], str]
NOTHING: Row = (frozenset(), frozenset(), frozenset(), frozenset(), (), "")


def words(text: str) -> frozenset[str]:
    for name, meant in TOGETHER.items():
        text = text.replace(name, meant)
    return frozenset(text.split())


def table(name: str) -> dict[str, Row]:
    """The rows of a process by node."""
    found = {}
    for line in (TABLES / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("|")] + [""] * 6
        node, needs, forbids, meets, undoes, rules, kind = cells[:7]
        found[node] = (words(needs), words(forbids), words(meets), words(undoes), tuple(rules.split()), kind)
    return found


def row_of(node: Any) -> Row:
    """The same of a node of the course."""
    kind = getattr(node, "kind", "")
    return (
        frozenset(one.name for one in node.needed),
        frozenset(one.name for one in node.forbidden),
        frozenset(f"{one.name}@{outcome}" for outcome, met in node.met.items() for one in met),
        frozenset(one.name for undone in node.undone.values() for one in undone),
        tuple(guard.name for guard in getattr(node, "guards", ())),
        str(kind) if isinstance(kind, str) and kind != "act" else "",
    )


def course(name: str) -> type[Process]:
    return catalogue.process(name)


@pytest.mark.parametrize("name", PROCESSES)
def test_what_each_node_asks_for(name: str) -> None:
    nodes = {node: row_of(one) for node, one in course(name).in_order()}
    assert {node: row for node, row in nodes.items() if row != NOTHING} == table(name)


@pytest.mark.parametrize("name", ["correction", "persuasion", "removal"])
def test_nothing_is_in_force_that_was_not_heard_voted_approved_and_told(name: str) -> None:
    """Handbook 20.4, said once for all: every end at which something happened to the member needs all of it."""
    ends = {
        "correction": ("mended", "not_mended", "worse"),
        "persuasion": ("left", "removed"),
        "removal": ("removed",),
    }
    needed = words(" ".join(TOGETHER))
    for end in ends[name]:
        node = next(node for node, one in course(name).in_order() if isinstance(one, Outcome) and one.code == end)
        assert needed <= table(name)[node][0], end


def test_where_somebody_can_call_it_off() -> None:
    """An appeal and a request of his own are his alone to take back; nothing else about a member is called off once begun."""
    found = {name: (course(name).withdrawal, course(name).suspension, course(name).termination) for name in PROCESSES}
    called_off = {name: (tuple(one.at), one.alone) for name, (one, _s, _t) in found.items() if one is not None}
    assert called_off == {
        "appeal": (("registration", "examine"), True),
        "own_request": (("consent", "talk", "educate", "study", "convene", "discuss", "announce"), True),
        "restoration": (UNTIL_APPROVED, True),
    }
    assert {name for name, (_w, suspended, ended) in found.items() if suspended or ended} == set()
