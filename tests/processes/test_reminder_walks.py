"""Every walk of a reminder, a criticism and a demand, driven by the people it is routed to, leaves its papers and its evidence."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Member, Service
from tests import desk
from tests.processes import disposals
from tests.processes.disposals import Way, still_a_member
from workflows.processes.reminder.walks import WALKS

# Whose papers are typeset for good; between them they print every kind.
TYPESET = {"demanded"}

TALKED: Way = [("talk", "done"), ("answer", "acknowledge")]
OBJECTED: Way = [("talk", "done"), ("answer", "object")]
OUTCOMES: dict[str, Way] = {
    "acknowledged": TALKED,
    "willing": TALKED,
    "objected": [*OBJECTED, ("weigh", "stands")],
    "unfounded": [*OBJECTED, ("weigh", "unfounded")],
    "unanswered": [("serve", "done"), ("talk", "done")],
    "demanded": [("serve", "done"), *TALKED],
    "refused": [("serve", "done"), ("talk", "done")],
    "milder": TALKED,
    "excused": [("talk", "excused")],
    "conduct": TALKED,
    "probationary": TALKED,
}
DEMANDED = ["D-MO-2", "D-DS-18", "D-MO-1"]
PAPERS = {name: ["D-MO-1"] for name in OUTCOMES} | {
    "unanswered": DEMANDED, "demanded": DEMANDED, "refused": DEMANDED, "excused": [],
}  # fmt: skip


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in TYPESET:
        monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    case = driving.to_the_end(driving.begin("reminder", WALKS[name]), most=60)

    disposals.went(case, WALKS[name], OUTCOMES[name], PAPERS[name])
    served = Service.objects.filter(case_reference=case.reference).values_list("how", flat=True)
    assert list(served) == ["left" if name == "refused" else "direct"] * ("D-MO-2" in PAPERS[name])
    member = Member.objects.get(pk=case.subject_id)
    assert member.standing == WALKS[name].standing
    assert still_a_member(member)
