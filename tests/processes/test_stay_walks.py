"""Every walk of the certificate for a short stay, driven by the people it is routed to, ends as it says."""

from __future__ import annotations

import pytest

from audit import journal
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from documents.models import Paper
from registry import members
from tests import desk
from tests.soundness import tracing
from workflows.engine.soundness import proving
from workflows.processes.stay import Stay
from workflows.processes.stay.walks import WALKS

MODELS = proving.models_of(Stay)
# Whose papers are typeset for good; between them they print every kind.
TYPESET = {"extended", "not_extended", "withdrawn", "terminated"}

ASKED = [("consent", "confirm"), ("branch_check", "pass")]
GIVEN = [("approve", "agree"), ("hand_over", "done")]
BACK = [("is_back", "back")]
LONGER = [("extend", "extend"), ("approve_extension", "agree"), ("hand_over", "done")]
OUTCOMES = {
    "returned": [*ASKED, *GIVEN, *BACK],
    "early": [*ASKED, *GIVEN, ("away", "back")],
    "own_request": [("branch_check", "pass"), *GIVEN, *BACK],
    "on_paper": [*ASKED, *GIVEN, *BACK],
    "amended": [("consent", "confirm"), ("branch_check", "return"), ("amend", "done"), *ASKED, *GIVEN, *BACK],
    "passed_on": [*ASKED, ("pass_on", "agree"), *GIVEN, *BACK],
    "extended": [*ASKED, *GIVEN, ("away", "extend"), *LONGER, ("away", "back")],
    "extended_late": [*ASKED, *GIVEN, ("is_back", "extend"), *LONGER, *BACK],
    "not_extended": [
        *ASKED,
        *GIVEN,
        ("is_back", "extend"),
        ("extend", "extend"),
        ("approve_extension", "refuse"),
        *BACK,
    ],
    "transfer_due": [*ASKED, *GIVEN, ("is_back", "gone"), ("not_back", "stays")],
    "no_contact": [*ASKED, *GIVEN, ("is_back", "gone"), ("not_back", "lost")],
    "refused": [*ASKED, ("approve", "refuse")],
    "resubmitted": [*ASKED, *GIVEN, *BACK],
    "withdrawn": ASKED,
    "terminated": ASKED,
    "suspended": [*ASKED, *GIVEN, *BACK],
    "older_rules": [*ASKED, *GIVEN, *BACK],
}

WHOLE = ["D-ST-1", "D-TR-4", "D-ST-5"]
PAPERS = dict.fromkeys(OUTCOMES, WHOLE) | {
    "amended": ["D-ST-1", *WHOLE],
    "extended": ["D-ST-1", "D-TR-4", "D-TR-4", "D-ST-5"],
    "extended_late": ["D-ST-1", "D-TR-4", "D-TR-4", "D-ST-5"],
    "not_extended": ["D-ST-1", "D-TR-4", "D-ST-2", "D-ST-5"],
    "transfer_due": ["D-ST-1", "D-TR-4"],
    "no_contact": ["D-ST-1", "D-TR-4"],
    "refused": ["D-ST-1", "D-ST-2"],
    "withdrawn": ["D-ST-1", "D-ST-3"],
    "terminated": ["D-ST-1", "D-ST-4"],
}


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in TYPESET:
        monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    drive = driving.begin("stay", WALKS[name])
    before = members.home_of(drive.case.subject, drive.case.opened_on)

    case = driving.to_the_end(drive)

    assert case.outcome == WALKS[name].end
    assert [(done.step, done.outcome) for done in case.decisions.order_by("pk")] == OUTCOMES[name]
    papers = Paper.objects.filter(case_reference=case.reference).order_by("pk")
    assert [paper.kind for paper in papers] == PAPERS[name]
    assert all(paper.sha256 for paper in papers)
    assert case.subject.affiliations.get(until__isnull=True).organisation == before
    assert all(tracing.explored(model, *tracing.way_of(case)) for model in MODELS)
    assert journal.verify().faults == []
