"""The ways real cases went are ways the checker has explored; one that no case can go is not."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from registry.models import User
from tests import desk
from tests.soundness import tracing
from workflows.engine import deciding, undoing
from workflows.engine.models import Case, Decision
from workflows.engine.soundness import proving
from workflows.processes.instruction import Instruction
from workflows.processes.instruction.walks import WALKS as REQUESTS
from workflows.processes.transfer import Transfer
from workflows.processes.transfer.walks import WALKS

MODEL = proving.models_of(Transfer)[0]
COUNTERSIGNED = proving.models_of(Instruction)[0]
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


# -- rounds of several signatures -----------------------------------------------------------------------------------------


@pytest.fixture
def signing(world: Demo) -> Case:
    """A request that has come to its two signers."""
    case = driving.until(driving.begin("instruction", REQUESTS["declined"]), "consult")
    desk.settle()
    return case


def sign(case: Case, role: str, outcome: str = "agree") -> tuple[Decision, User]:
    """One of the signers gives his opinion."""
    turn = case.assignments.select_related("task", "post", "case").get(closed_at__isnull=True, post__role=role)
    by, said = driving.actor_for(turn), {"outcome": outcome, "opinion": "理由如下。"}
    return deciding.decide(turn.public_id, by=by, data=said, key=desk.key()), by


def take_back(signature: tuple[Decision, User]) -> None:
    decision, by = signature
    undoing.recall(decision.public_id, by=by, key=desk.key())


def consulted(case: Case) -> list[str]:
    """By which outcomes the case left the countersigned step; every way it went was explored."""
    way, stands = tracing.way_of(Case.objects.get(pk=case.pk))
    assert tracing.explored(COUNTERSIGNED, way, stands)
    return [outcome for step, outcome in way if step == "consult"]


def test_a_signature_taken_back_while_others_still_sign_ended_nothing(signing: Case) -> None:
    take_back(sign(signing, "deputy_secretary"))
    assert consulted(signing) == []
    sign(signing, "deputy_secretary")
    sign(signing, "department_head")
    assert consulted(signing) == ["agree"]


def test_the_last_signature_taken_back_reopens_the_round_at_a_task_of_its_own(signing: Case) -> None:
    sign(signing, "deputy_secretary")
    take_back(sign(signing, "department_head", "disagree"))
    assert consulted(signing) == []
    take_back(sign(signing, "department_head", "return"))
    assert consulted(signing) == []
    sign(signing, "department_head")
    assert consulted(signing) == ["agree"]
    assert signing.signings.count() == 1


def test_both_kinds_of_signatures_taken_back_in_one_round(signing: Case) -> None:
    take_back(sign(signing, "deputy_secretary"))
    sign(signing, "department_head")
    take_back(sign(signing, "deputy_secretary", "disagree"))
    sign(signing, "deputy_secretary", "disagree")
    assert consulted(signing) == ["disagree"]


def test_a_case_called_off_after_somebody_signed(signing: Case) -> None:
    sign(signing, "deputy_secretary")
    desk.settle()
    undoing.withdraw(signing.pk, by=signing.opened_by, reason="有变。", key=desk.key())
    assert consulted(signing) == ["called off"]
