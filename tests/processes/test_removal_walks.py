"""Every walk of a removal: by its ground and its proof, with its papers and its evidence."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Approval, Member
from tests import desk
from tests.processes import disposals
from tests.processes.disposals import (
    ABOVE,
    FILED,
    HEARD,
    LOOKED_INTO,
    MET,
    NOTICE,
    PASSED_ON,
    REMOVED,
    REVIEWED,
    TOLD,
    VOTED,
    Way,
    evidence,
)
from workflows.processes.removal.walks import WALKS

# Whose papers are typeset for good; between them they print every kind.
TYPESET = {"removed", "not_approved", "older_rules"}

WHOLE: Way = [*FILED, *HEARD, *VOTED, *ABOVE, *TOLD]
SILENT: Way = [("talk", "done"), ("deliberate", "propose")]
OUTCOMES: dict[str, Way] = {
    "removed": WHOLE,
    "lost_conditions": disposals.shown("disagree", WHOLE),
    "suspended": disposals.shown("unreachable", [*FILED, *SILENT, *VOTED, *ABOVE, *TOLD]),
    "passed_on": disposals.shown("refused", [*FILED, *HEARD, *VOTED, *PASSED_ON, *TOLD]),
    "no_quorum": [*FILED, *HEARD, ("convene", "done"), ("vote", "no_quorum"), *VOTED, *ABOVE, *TOLD],
    "given_up": [("prior_filing", "return"), ("amend", "drop")],
    "unfounded": [FILED[0], ("investigate", "unfounded")],
    "referred": [FILED[0], ("investigate", "breach")],
    "dropped": [*FILED, *HEARD[:2], ("deliberate", "drop")],
    "not_carried": [*FILED, *HEARD, ("convene", "done"), ("vote", "lost")],
    "not_approved": [*FILED, *HEARD, *VOTED, *ABOVE[:2], ("approve", "lost")],
    "older_rules": [
        FILED[1], *HEARD, ("pre_review", "agree"), ("department_review", "disagree"), ("deliberate", "propose"), *REVIEWED, *VOTED, *ABOVE, *TOLD,
    ],
}  # fmt: skip
ASKED = [*NOTICE, *MET, "D-DS-8b", "D-DS-16"]
WITHOUT_LEDGERS = [*LOOKED_INTO, *ASKED, *REMOVED]
PAPERS = dict.fromkeys(OUTCOMES, WITHOUT_LEDGERS) | {
    "removed": ["D-DS-1", "D-DS-2", "D-MO-3", "D-DS-3", *ASKED, *REMOVED],
    "no_quorum": [*LOOKED_INTO, *NOTICE, "D-MT-2", *ASKED, *REMOVED],
    "given_up": [],
    "unfounded": ["D-DS-1"],
    "referred": ["D-DS-1"],
    "dropped": LOOKED_INTO,
    "not_carried": [*LOOKED_INTO, *NOTICE, "D-MT-3"],
    "not_approved": [*LOOKED_INTO, *ASKED, "D-DS-17c"],
    "older_rules": [*LOOKED_INTO, *["D-DS-4"] * 4, *ASKED, *REMOVED],
}
MEASURE = {"removed": "self_withdrawal", "suspended": "self_withdrawal"}


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in TYPESET:
        monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    case = driving.to_the_end(driving.begin("removal", WALKS[name]), most=90)

    disposals.went(case, WALKS[name], OUTCOMES[name], PAPERS[name])
    assert evidence(case.reference) == _expected(name)
    member = Member.objects.get(pk=case.subject_id)
    if case.outcome == "removed":
        granted = Approval.objects.get(case_reference=case.reference, act="approve")
        assert member.standing == f"removed_{MEASURE.get(name, 'lost_conditions')}"
        assert disposals.ended(member, granted.on, barred_years=0 if name == "older_rules" else 5)
    else:
        assert member.standing == "full"
        assert disposals.still_a_member(member)


def _expected(name: str) -> dict[str, list[str]]:
    papers = PAPERS[name]
    removed = "D-DS-17a" in papers
    measure = f"removal.{MEASURE.get(name, 'lost_conditions')}"
    reviewed = ["pre_review removal"] * 2 if name == "older_rules" else []
    return {
        "heard": [] if "D-DS-3" not in papers else ["unreachable" if name == "suspended" else "heard"],
        "stated": [],
        "served": ["left" if name == "suspended" else "direct"] if removed else [],
        "granted": [*reviewed, f"approve {measure}"] if removed else [],
        "resolved": ["GM_DISPOSAL carried"] * ("D-DS-8b" in papers) + ["CM_APPROVAL carried"] * removed,
    }
