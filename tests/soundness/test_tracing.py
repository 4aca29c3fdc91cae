"""The ways real cases went are ways the checker has explored; one that no case can go is not."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from tests.soundness import tracing
from workflows.engine.soundness import proving
from workflows.processes.transfer import Transfer
from workflows.processes.transfer.walks import WALKS

MODEL = proving.models_of(Transfer)[0]
INSIDE = [
    ("start", "done"), ("consent", "confirm"), ("request_paper", "done"), ("branch_check", "pass"),
    ("dues_noted", "done"), ("check_sheet", "done"), ("reassign", "agree"), ("internal_notice", "done"),
    ("moved_inside", "done"), ("join", "done"),
]  # fmt: skip


def test_the_way_of_a_case(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["internal"]))
    assert tracing.way_of(case) == (INSIDE, "internal")
    assert tracing.explored(MODEL, INSIDE, "internal")


def test_the_way_of_a_case_that_was_called_off(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["withdrawn"]))
    way, stands = tracing.way_of(case)
    assert (way[-2:], stands) == ([("examine", "called off"), ("withdrawal_form", "done")], "withdrawn")
    assert tracing.explored(MODEL, way, stands)


def test_the_way_of_a_case_that_was_sent_back(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["sent_back"]))
    way, stands = tracing.way_of(case)
    assert ("approve", "sent_back:branch_check") in way
    assert tracing.explored(MODEL, way, stands)
    (back,) = [n for n, (_node, outcome) in enumerate(way) if outcome.startswith("sent_back")]
    jumped = [*way[:back], ("approve", "sent_back:hand_over"), *way[back + 1 :]]
    assert not tracing.explored(MODEL, jumped, stands)
    assert not tracing.explored(MODEL, [*way[: back + 1], *way[way.index(("examine", "pass"), back) + 1 :]], stands)


def test_the_way_of_a_case_that_was_ended(world: Demo) -> None:
    case = driving.to_the_end(driving.begin("transfer", WALKS["terminated"]))
    way, stands = tracing.way_of(case)
    assert (way[-2:], stands) == ([("examine", "terminated"), ("termination_notice", "done")], "terminated")
    assert tracing.explored(MODEL, way, stands)


@pytest.mark.parametrize(
    ("way", "stands"),
    [
        (INSIDE, "closed"),
        (INSIDE[:-1], "internal"),
        ([step for step in INSIDE if step[0] != "reassign"], "internal"),
        ([("start", "done"), ("consent", "object")], "consent"),
    ],
)
def test_a_way_no_case_can_go(way: list[tuple[str, str]], stands: str) -> None:
    assert not tracing.explored(MODEL, way, stands)
