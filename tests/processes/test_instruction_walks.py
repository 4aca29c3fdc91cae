"""Every walk of the request for instructions, driven by the people it is routed to, ends as it says."""

from __future__ import annotations

import pytest

from audit import journal
from config.demo import driving
from config.demo.building import Demo
from documents import issuing
from documents.models import Paper
from tests.soundness import tracing
from workflows.engine.models import Case, Signing
from workflows.engine.said import Said
from workflows.engine.soundness import proving
from workflows.processes.instruction import Instruction
from workflows.processes.instruction.walks import WALKS

MODELS = proving.models_of(Instruction)
OUTCOMES = {
    "answered": [
        ("sign", "sign"), ("examine", "accept"), ("draft", "done"), ("approve", "agree"), ("acknowledge", "done"),
    ],
    "consulted": [
        ("sign", "sign"), ("examine", "accept"), ("draft", "done"), ("consult", "agree"), ("consult", "agree"),
        ("approve", "agree"), ("acknowledge", "done"),
    ],
    "sent_back": [
        ("sign", "sign"), ("examine", "accept"), ("draft", "done"), ("consult", "return"), ("draft", "done"),
        ("consult", "agree"), ("consult", "agree"), ("approve", "agree"), ("acknowledge", "done"),
    ],
    "differing": [
        ("sign", "sign"), ("examine", "accept"), ("draft", "done"), ("consult", "agree"), ("consult", "disagree"),
        ("coordinate", "report"), ("approve", "agree"), ("acknowledge", "done"),
    ],
    "reconciled": [
        ("sign", "sign"), ("examine", "accept"), ("draft", "done"), ("consult", "disagree"), ("coordinate", "revise"),
        ("draft", "done"), ("consult", "agree"), ("consult", "agree"), ("approve", "agree"), ("acknowledge", "done"),
    ],
    "amended": [
        ("sign", "sign"), ("examine", "return"), ("amend", "done"), ("sign", "sign"), ("examine", "accept"),
        ("draft", "done"), ("approve", "agree"), ("acknowledge", "done"),
    ],
    "passed_on": [
        ("sign", "sign"), ("pass_on", "agree"), ("examine", "accept"), ("draft", "done"), ("consult", "agree"),
        ("consult", "agree"), ("approve", "agree"), ("acknowledge", "done"),
    ],
    "declined": [
        ("sign", "sign"), ("examine", "accept"), ("draft", "done"), ("consult", "agree"), ("consult", "agree"),
        ("approve", "refuse"), ("acknowledge_refusal", "done"),
    ],
    "resubmitted": [
        ("sign", "sign"), ("examine", "accept"), ("draft", "done"), ("approve", "agree"), ("acknowledge", "done"),
    ],
    "not_accepted": [("sign", "sign"), ("examine", "not_ours")],
    "suspended": [
        ("sign", "sign"), ("examine", "accept"), ("draft", "done"), ("approve", "agree"), ("acknowledge", "done"),
    ],
    "withdrawn": [("sign", "sign"), ("examine", "accept"), ("draft", "done")],
    "terminated": [("sign", "sign"), ("examine", "accept"), ("draft", "done")],
}  # fmt: skip
ANSWERED = ["D-IN-1", "D-IN-3", "D-IN-2"]
PAPERS = dict.fromkeys(OUTCOMES, ANSWERED) | {
    "amended": ["D-IN-1", *ANSWERED],
    "not_accepted": ["D-IN-1", "D-IN-4"],
    "withdrawn": ["D-IN-1", "D-IN-6"],
    "terminated": ["D-IN-1", "D-IN-5"],
}


def walked(name: str) -> Case:
    """The case of a walk, at its end."""
    return driving.to_the_end(driving.begin("instruction", WALKS[name]))


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES)


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str) -> None:
    case = walked(name)

    assert case.outcome == WALKS[name].end
    assert [(done.step, done.outcome) for done in case.decisions.order_by("pk")] == OUTCOMES[name]
    papers = Paper.objects.filter(case_reference=case.reference).order_by("pk")
    assert [paper.kind for paper in papers] == PAPERS[name]
    assert all(paper.sha256 for paper in papers)
    assert (case.subject, case.about) == (None, case.matter)
    assert all(tracing.explored(model, *tracing.way_of(case)) for model in MODELS)
    assert journal.verify().faults == []


def test_a_signer_is_added_and_another_taken_off(world: Demo) -> None:
    case = walked("consulted")
    (signing,) = Signing.objects.filter(case=case)
    assert [(e.kind, signing.signers.get(number=e.seat).post.role) for e in signing.events.all()] == [
        ("added", "organiser"), ("removed", "department_head"), ("signed", "deputy_secretary"), ("signed", "organiser"),
    ]  # fmt: skip
    assert [(o.as_whom, o.outcome) for o in Said(case).opinions("consult")] == [
        ("玉屏街道工委副书记", "agree"), ("清河县委组织部组织员", "agree"),
    ]  # fmt: skip


def test_sent_back_by_a_signer_a_second_round_begins_and_the_first_stays_on_file(world: Demo) -> None:
    case = walked("sent_back")
    assert [signing.result for signing in Signing.objects.filter(case=case).order_by("pk")] == ["returned", "agreed"]
    way, _stands = tracing.way_of(case)
    assert [step for step in way if step[0] in ("draft", "consult")] == [
        ("draft", "done"), ("consult", "return"), ("draft", "done"), ("consult", "agree"),
    ]  # fmt: skip


def sheet_of(case: Case) -> dict[str, object]:
    """What the handling sheet of a case says."""
    return issuing.facts_of(Paper.objects.get(case_reference=case.reference, kind="D-IN-3"))


def test_a_differing_opinion_stands_on_the_sheet_with_the_talks_and_before_whoever_decides(world: Demo) -> None:
    drive = driving.begin("instruction", WALKS["differing"])
    case = driving.until(drive, "approve")
    facts = Instruction.facts(case)
    assert len(facts.differing) == 1
    sheet = sheet_of(case)
    assert [str(line).split("：", 1)[1].split("（")[0] for line in sheet["opinions"]] == [  # type: ignore[attr-defined]
        "同意。", "不同意。延期理由还不充分，建议延期两个月。",
    ]  # fmt: skip
    assert sheet["coordination"] == "已当面沟通，仍认为延期两个月为宜。"


def test_where_nobody_else_is_concerned_the_sheet_says_so(world: Demo) -> None:
    sheet = sheet_of(walked("answered"))
    assert (sheet["opinions"], sheet["coordination"]) == ([], "")


def test_the_reply_names_the_request_it_answers(world: Demo) -> None:
    case = walked("amended")
    requests = Paper.objects.filter(case_reference=case.reference, kind="D-IN-1").order_by("pk")
    reply = Paper.objects.get(case_reference=case.reference, kind="D-IN-2")
    assert [paper.number for paper in requests] == ["西门支〔2026〕1号", "西门支〔2026〕2号"]
    assert issuing.facts_of(reply)["request_number"] == "西门支〔2026〕2号"
    assert [place.pk for place in reply.addressees.all()] == [case.organisation_id]


def test_asked_again_the_committee_is_told_that_it_was_answered_before(world: Demo) -> None:
    case = walked("resubmitted")
    assert (case.follows.outcome, case.outcome, case.matter) == ("declined", "answered", case.follows.matter)
    assert Instruction.facts(case).answered_before == case.follows.number
