"""Every walk of a persuasion: two votes, two approvals, and how his membership ends; with what the registers hold of it."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Approval, Member, Statement
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
)
from workflows.processes.persuasion.walks import WALKS

# Whose papers are typeset for good; between them they print every kind.
TYPESET = {"left", "older_rules", "second_not_approved"}

ADVISED: Way = [("serve", "done"), ("persuade", "done")]
STAGE: Way = [*HEARD, *VOTED, *ABOVE]
STAYS: Way = [("answer", "stays")]

OUTCOMES: dict[str, Way] = {
    "left": [*FILED, *STAGE, *ADVISED, ("answer", "leaves"), ("announce", "done")],
    "removed": [*FILED, *STAGE, *ADVISED, *STAYS, *STAGE, *TOLD],
    "silent": [*FILED, *STAGE, *ADVISED, *STAGE, *TOLD],
    "passed_on": disposals.shown(
        "disagree", [*FILED, *HEARD, *VOTED, *PASSED_ON, *ADVISED, *STAYS, *HEARD, *VOTED, *PASSED_ON, *TOLD]
    ),
    "unreachable": disposals.shown("unreachable", [*FILED, *STAGE, *ADVISED, *STAGE, *TOLD]),
    "second_dropped": [*FILED, *STAGE, *ADVISED, *STAYS, *HEARD[:2], ("deliberate", "drop")],
    "second_not_carried": [*FILED, *STAGE, *ADVISED, *STAYS, *HEARD, ("convene", "done"), ("vote", "lost")],
    "second_not_approved": [*FILED, *STAGE, *ADVISED, *STAYS, *HEARD, *VOTED, *ABOVE[:2], ("approve", "lost")],
    "given_up": [("prior_filing", "return"), ("amend", "drop")],
    "unfounded": [FILED[0], ("investigate", "unfounded")],
    "referred": [FILED[0], ("investigate", "breach")],
    "dropped": [*FILED, *HEARD[:2], ("deliberate", "drop")],
    "not_carried": [*FILED, *HEARD, ("convene", "done"), ("vote", "lost")],
    "not_approved": [*FILED, *HEARD, *VOTED, *ABOVE[:2], ("approve", "lost")],
    "older_rules": [
        FILED[1],
        *HEARD,
        *REVIEWED,
        *VOTED,
        *ABOVE,
        *ADVISED,
        *STAYS,
        *HEARD,
        *REVIEWED,
        *VOTED,
        *ABOVE,
        *TOLD,
    ],
}
FIRST = [*NOTICE, *MET, "D-DS-14a", "D-DS-14b"]
ADVICE = ["D-MT-3", "D-DS-9", "D-DS-14c", "D-DS-14d", "D-DS-18", "D-DS-3"]
SECOND = ["D-DS-3", *NOTICE, *MET, "D-DS-8b", "D-DS-16"]
BOTH = [*LOOKED_INTO, *FIRST, *ADVICE, *SECOND, *REMOVED]
PAPERS = dict.fromkeys(OUTCOMES, BOTH) | {
    "left": [*LOOKED_INTO, *FIRST, *ADVICE, "D-DS-15", "D-DS-19"],
    "second_dropped": [*LOOKED_INTO, *FIRST, *ADVICE, "D-DS-3"],
    "second_not_carried": [*LOOKED_INTO, *FIRST, *ADVICE, "D-DS-3", *NOTICE, "D-MT-3"],
    "second_not_approved": [*LOOKED_INTO, *FIRST, *ADVICE, *SECOND, "D-DS-17c"],
    "older_rules": [
        *LOOKED_INTO,
        "D-DS-4",
        "D-DS-4",
        *FIRST,
        *ADVICE,
        "D-DS-3",
        "D-DS-4",
        "D-DS-4",
        *SECOND[1:],
        *REMOVED,
    ],
    "given_up": [],
    "unfounded": ["D-DS-1"],
    "referred": ["D-DS-1"],
    "dropped": LOOKED_INTO,
    "not_carried": [*LOOKED_INTO, *NOTICE, "D-MT-3"],
    "not_approved": [*LOOKED_INTO, *FIRST, "D-DS-14c"],
}
STANDING = dict.fromkeys(OUTCOMES, "full") | {
    "left": "left_persuaded",
    **dict.fromkeys(("removed", "silent", "passed_on", "unreachable", "older_rules"), "removed_refused"),
}
BARRED_YEARS = dict.fromkeys(OUTCOMES, 5) | {"older_rules": 0}


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in TYPESET:
        monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    case = driving.to_the_end(driving.begin("persuasion", WALKS[name]), most=90)

    disposals.went(case, WALKS[name], OUTCOMES[name], PAPERS[name])
    assert disposals.evidence(case.reference) == _expected(name)
    _ended_as_it_should(Member.objects.get(pk=case.subject_id), name, case.reference)


def _ended_as_it_should(member: Member, name: str, reference: str) -> None:
    """His standing, its last day, the bar, and that he belongs to no branch any more."""
    assert member.standing == STANDING[name]
    if member.standing == "full":
        assert disposals.still_a_member(member)
        return
    granted = Approval.objects.filter(case_reference=reference, act="approve").latest("pk")
    stated = Statement.objects.filter(case_reference=reference).first()
    assert disposals.ended(member, stated.on if stated is not None else granted.on, barred_years=BARRED_YEARS[name])


def _expected(name: str) -> dict[str, list[str]]:
    way, papers = OUTCOMES[name], PAPERS[name]
    how = "unreachable" if name == "unreachable" else "heard"
    resolved = {"D-DS-14a": "GM_DISPOSAL carried", "D-DS-14c": "CM_APPROVAL carried", "D-DS-8b": "GM_DISPOSAL carried", "D-DS-17a": "CM_APPROVAL carried"}  # fmt: skip
    granted = {"D-DS-14c": "approve persuasion", "D-DS-17a": "approve removal.refused"}
    reviewed = ["pre_review persuasion"] * (2 if name == "older_rules" else 0)
    if name == "not_approved":
        papers = [kind for kind in papers if kind != "D-DS-14c"]
    return {
        "heard": [how] * [step for step, _outcome in way].count("talk"),
        "stated": ["leaving"] if name == "left" else [],
        "served": ["direct"] * papers.count("D-DS-18"),
        "granted": [*reviewed, *(granted[kind] for kind in papers if kind in granted)],
        "resolved": [resolved[kind] for kind in papers if kind in resolved],
    }
