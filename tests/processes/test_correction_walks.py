"""Every walk of a correction, driven by the people it is routed to, ends as it says and leaves its papers and its evidence."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Member
from tests import desk
from tests.processes import disposals
from tests.processes.disposals import Way
from workflows.processes.correction.walks import WALKS

# Whose papers are typeset for good; between them they print every kind.
TYPESET = {"older_rules", "not_approved"}

FILED = [("prior_filing", "file")]
INQUIRED = [("investigate", "stands"), ("talk", "done"), ("words", "said")]
PROPOSED = [*INQUIRED, ("deliberate", "propose")]
CALLED = [("convene", "done")]
VOTED = [*CALLED, ("vote", "carried")]
ABOVE = [("submit", "done"), ("examine", "complete"), ("approve", "carried")]
BEGUN = [("serve", "done"), ("announce", "done"), ("plan", "done")]
HELPED = [("during", "talked")] * 2
REVIEWED = [("self_report", "done"), ("judge", "done"), ("convene_review", "done")]


def _whole(
    filed: Way = FILED,
    proposed: Way = PROPOSED,
    voted: Way = VOTED,
    shown: str = "agree",
    above: Way = ABOVE,
    review: str = "carried",
) -> Way:
    decided = [*filed, *proposed, *voted, ("shown", shown), *above, *BEGUN, *HELPED, *REVIEWED, ("review", review)]
    return [*decided, ("conclude", "agree"), ("serve_conclusion", "done")]


OUTCOMES = {
    "mended": _whole(),
    "not_mended": _whole(review="lost"),
    "worse": [*FILED, *PROPOSED, *VOTED, ("shown", "agree"), *ABOVE, *BEGUN, ("during", "talked"), ("during", "worse")],
    "passed_on": _whole(shown="disagree", above=[("submit", "done"), ("pass_on", "agree"), *ABOVE[1:]]),
    "unreachable": _whole(shown="unreachable"),
    "no_quorum": _whole(voted=[*CALLED, ("vote", "no_quorum"), *VOTED]),
    "amended": _whole(filed=[("prior_filing", "return"), ("amend", "done"), *FILED]),
    "given_up": [("prior_filing", "return"), ("amend", "drop")],
    "unfounded": [*FILED, ("investigate", "unfounded")],
    "referred": [*FILED, ("investigate", "breach")],
    "dropped": [*FILED, *INQUIRED, ("deliberate", "drop")],
    "not_carried": [*FILED, *PROPOSED, *CALLED, ("vote", "lost")],
    "not_approved": [*FILED, *PROPOSED, *VOTED, ("shown", "agree"), *ABOVE[:2], ("approve", "lost")],
    "older_rules": _whole(filed=[], proposed=[*PROPOSED, ("pre_review", "agree")]),
}
LOOKED_INTO = ["D-DS-1", "D-DS-2", "D-DS-3"]
NOTICE = ["D-MT-1a", "D-MT-5a"]
RESOLVED = ["D-MT-2", "D-MT-3", "D-MT-4", "D-DS-8a", "D-DS-10a"]
IN_FORCE = ["D-MT-3", "D-DS-9", "D-DS-10b", "D-DS-11", "D-DS-18", "D-DS-19", "D-DS-12a"]
OVER = ["D-DS-12b", "D-MT-1a", "D-MT-2", "D-MT-3", "D-MT-4", "D-DS-13a", "D-DS-13b", "D-DS-18"]
WHOLE = [*LOOKED_INTO, *NOTICE, *RESOLVED, *IN_FORCE, *OVER]
PAPERS = dict.fromkeys(OUTCOMES, WHOLE) | {
    "worse": [*LOOKED_INTO, *NOTICE, *RESOLVED, *IN_FORCE, "D-DS-12b"],
    "no_quorum": [*LOOKED_INTO, *NOTICE, "D-MT-2", *NOTICE, *RESOLVED, *IN_FORCE, *OVER],
    "older_rules": [*LOOKED_INTO, "D-DS-4", *WHOLE[len(LOOKED_INTO) :]],
    "given_up": [],
    "unfounded": ["D-DS-1"],
    "referred": ["D-DS-1"],
    "dropped": LOOKED_INTO,
    "not_carried": [*LOOKED_INTO, *NOTICE, "D-MT-3"],
    "not_approved": [*LOOKED_INTO, *NOTICE, *RESOLVED, "D-DS-10b"],
}
# Of the cases that came to be approved: what the registers hold, as evidence that other cases can be held against.
APPROVED = {name for name, papers in PAPERS.items() if "D-DS-11" in papers}


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in TYPESET:
        monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    case = driving.to_the_end(driving.begin("correction", WALKS[name]), most=90)

    disposals.went(case, WALKS[name], OUTCOMES[name], PAPERS[name])
    assert Member.objects.get(pk=case.subject_id).standing == "full"
    assert disposals.evidence(case.reference) == _expected(name)


def _expected(name: str) -> dict[str, list[str]]:
    heard = "talk" in dict(OUTCOMES[name])
    voted, approved = "D-DS-8a" in PAPERS[name], name in APPROVED
    review = dict(OUTCOMES[name]).get("review")
    return {
        "heard": [("unreachable" if name == "unreachable" else "heard")] if heard else [],
        "stated": [],
        "served": ["direct"] * (approved + bool(review)),
        "granted": ["pre_review correction"] * (name == "older_rules") + ["approve correction"] * approved,
        "resolved": ["GM_DISPOSAL carried"] * voted
        + ["CM_APPROVAL carried"] * approved
        + [f"GM_DISPOSAL {review}"] * bool(review),
    }
