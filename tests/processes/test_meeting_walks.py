"""Every walk of a meeting, driven by the people it is routed to, ends as it says."""

from __future__ import annotations

import pytest

from audit import journal
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from documents.models import Paper
from registry.models import Resolution
from tests import desk
from tests.soundness import tracing
from workflows.engine.models import Verdict
from workflows.engine.soundness import proving
from workflows.processes.meeting import MeetingWithVotes
from workflows.processes.meeting.walks import WALKS

MODELS = proving.models_of(MeetingWithVotes)
# Whose papers are typeset for good; between them they print every kind.
TYPESET = {"second-ballot", "called-off"}

CALLED = ("convene", "done")
OUTCOMES = {name: [CALLED, ("hold", "held")] for name in WALKS} | {
    "no-quorum": [CALLED, ("hold", "no_quorum"), CALLED, ("hold", "held")],
    "called-off": [CALLED],
}
WHOLE = ["D-MT-1a", "D-MT-2", "D-MT-3", "D-MT-4", "D-MT-6"]
PAPERS = dict.fromkeys(WALKS, WHOLE) | {
    "no-quorum": ["D-MT-1a", "D-MT-2", *WHOLE],
    "called-off": ["D-MT-1a", "D-MT-8"],
}
# What each ballot came to, in order.
RESULTS = {
    "carried": ["carried"],
    "recounted": ["carried"],
    "lost": ["lost"],
    "no-quorum": ["carried"],
    "tie": ["second_ballot", "superior_decides"],
    "second-ballot": ["second_ballot", "filled"],
    "seats-left": ["seats_left"],
    "in-writing": ["carried"],
    "in-committee": ["carried"],
    "above": ["carried"],
    "called-off": [],
}
RESOLVED = {name: [result for result in found if result != "second_ballot"] for name, found in RESULTS.items()} | {
    "seats-left": ["filled"]
}


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS) == set(RESULTS)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in TYPESET:
        monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    case = driving.to_the_end(driving.begin("meeting", WALKS[name]))

    assert case.outcome == WALKS[name].end
    assert [(done.step, done.outcome) for done in case.decisions.order_by("pk")] == OUTCOMES[name]
    papers = Paper.objects.filter(case_reference=case.reference).order_by("pk")
    assert [paper.kind for paper in papers] == PAPERS[name]
    assert all(paper.sha256 for paper in papers)
    verdicts = Verdict.objects.filter(ballot__item__meeting__case=case).order_by("pk")
    assert [verdict.result for verdict in verdicts] == RESULTS[name]
    resolved = Resolution.objects.filter(case_reference=case.reference).order_by("pk")
    assert [one.result for one in resolved] == RESOLVED[name]
    assert all(tracing.explored(model, *tracing.way_of(case)) for model in MODELS)
    assert journal.verify().faults == []
