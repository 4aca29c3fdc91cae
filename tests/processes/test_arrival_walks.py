"""Every walk of an arrival from outside, driven by the people it is routed to, ends as it says."""

from __future__ import annotations

import pytest

from audit import journal
from config.demo import driving
from config.demo.building import Demo
from documents.models import Paper
from registry.models import Affiliation, Member, Person
from tests.soundness import tracing
from workflows.engine.models import Case
from workflows.engine.soundness import proving
from workflows.processes.arrival import Arrival
from workflows.processes.arrival.walks import WALKS

MODELS = proving.models_of(Arrival)
TAKEN_IN = [("join", "done"), ("receipt", "done"), ("send", "done")]
ACCEPTED = [("examine", "pass"), ("approve", "agree"), *TAKEN_IN]
OUTCOMES = {
    "accepted": ACCEPTED,
    "unknown_sender": ACCEPTED,
    "probationary": ACCEPTED,
    "file_seen": [("examine", "wait"), ("file_check", "done"), *ACCEPTED],
    "confirmed": ACCEPTED,
    "examined_again": [("examine", "pass"), ("approve", "return"), *ACCEPTED],
    "returned": [("examine", "return"), ("approve_return", "agree")],
    "expired": [("examine", "return"), ("approve_return", "agree")],
    "refused": [("examine", "pass"), ("approve", "refuse")],
    "file_doubt": [("examine", "wait"), ("file_check", "done"), ("examine", "return"), ("approve_return", "agree")],
    "not_recognised": [("examine", "not_recognise"), ("approve_refusal", "agree"), ("statement", "done"), ("recognition", "agree")],
    "county_disagrees": [
        ("examine", "not_recognise"), ("approve_refusal", "agree"), ("statement", "done"), ("recognition", "return"), *ACCEPTED,
    ],
    "suspended": ACCEPTED,
    "withdrawn": [("examine", "pass")],
}  # fmt: skip
PAPERS = {"accepted": ["D-TR-21", "D-TR-22", "D-TR-23"], "returned": ["D-TR-6"], "not_recognised": ["D-TR-24"], "withdrawn": ["D-TR-25"]}  # fmt: skip


def walked(name: str) -> Case:
    """The case of a walk, at its end."""
    return driving.to_the_end(driving.begin("arrival", WALKS[name]))


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES)


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str) -> None:
    before = [kind.objects.count() for kind in (Person, Member, Affiliation)]
    case = walked(name)

    assert case.outcome == WALKS[name].end
    assert [(done.step, done.outcome) for done in case.decisions.order_by("pk")] == OUTCOMES[name]
    papers = Paper.objects.filter(case_reference=case.reference).order_by("pk")
    assert [paper.kind for paper in papers] == PAPERS[case.outcome]
    assert all(paper.sha256 for paper in papers)
    one_more = int(case.outcome == "accepted")
    assert [kind.objects.count() for kind in (Person, Member, Affiliation)] == [n + one_more for n in before]
    assert (case.subject is not None, bool(case.matter)) == (case.outcome == "accepted", case.outcome != "accepted")
    assert all(tracing.explored(model, *tracing.way_of(case)) for model in MODELS)
    assert journal.verify().faults == []
