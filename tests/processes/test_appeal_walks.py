"""Every walk of an appeal, driven by the people it is routed to, ends as it says and leaves its papers and its evidence."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Approval, Hearing, Member, Resolution, Service
from tests import desk
from tests.processes import disposals
from workflows.processes.appeal.walks import WALKS

# Whose papers are typeset for good; between them they print every kind.
TYPESET = {"changed", "forwarded"}

TAKEN_UP = [("registration", "accept"), ("examine", "done")]
DECIDED = [("decide", "carried"), ("serve", "done")]
CORRECTED = [*TAKEN_UP, *DECIDED, ("announce", "done")]
UPHELD = [*TAKEN_UP, *DECIDED]
OUTCOMES = {
    "upheld": UPHELD,
    "changed": CORRECTED,
    "revoked": CORRECTED,
    "remanded": CORRECTED,
    "forwarded": [("registration", "forward"), ("handed_on", "done")],
    "withdrawn": [],
    "longer": [("registration", "accept"), ("examine", "extend"), ("examine", "done"), *DECIDED],
    "examined_again": [*TAKEN_UP, ("decide", "lost"), ("examine", "done"), *DECIDED, ("announce", "done")],
    "no_quorum": [*TAKEN_UP, ("decide", "no_quorum"), *DECIDED],
    "once_more": CORRECTED,
}
MET = ["D-MT-2", "D-MT-3", "D-MT-4"]
ANSWERED = [*MET, "D-APL-1d", "D-DS-18"]
BEGUN = ["D-APL-1a", "D-APL-1b"]
PAPERS = {
    "upheld": [*BEGUN, *ANSWERED],
    "changed": [*BEGUN, *ANSWERED, "D-DS-19"],
    "revoked": [*BEGUN, *ANSWERED, "D-DS-19"],
    "remanded": [*BEGUN, *ANSWERED, "D-DS-19"],
    "forwarded": ["D-APL-1a", "D-APL-1c"],
    "withdrawn": ["D-APL-1a"],
    "longer": [*BEGUN, "D-APL-1b", *ANSWERED],
    "examined_again": [*BEGUN, *ANSWERED, "D-DS-19"],
    "no_quorum": [*BEGUN, "D-MT-2", *ANSWERED],
    "once_more": [*BEGUN, *ANSWERED, "D-DS-19"],
}
# By which organisation it is dealt with: the next one with authority above who decided.
BODIES = {
    "upheld": "QH", "changed": "QH", "revoked": "QH", "remanded": "HK", "forwarded": "YL", "withdrawn": "QH", "longer": "HK",
    "examined_again": "HK", "no_quorum": "HK", "once_more": "YL",
}  # fmt: skip


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS) == set(BODIES)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    typeset = rendering.typeset
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    drive = driving.begin("appeal", WALKS[name])
    if name in TYPESET:
        monkeypatch.setattr(rendering, "typeset", typeset)
    before = drive.case.member.standing
    case = driving.to_the_end(drive, most=90)

    disposals.went(case, WALKS[name], OUTCOMES[name], PAPERS[name])
    assert Member.objects.get(pk=case.subject_id).standing == ("probationary" if name == "put_back" else before)
    assert _evidence(case.reference) == _expected(name)
    assert {turn.post.organisation.code for turn in case.assignments.all()} == {BODIES[name]}


def _evidence(reference: str) -> dict[str, list[str]]:
    """What the registers hold of a case."""
    of_it = {"case_reference": reference}
    return {
        "heard": list(Hearing.objects.filter(**of_it).order_by("pk").values_list("how", flat=True)),
        "served": list(Service.objects.filter(**of_it).values_list("how", flat=True)),
        "granted": list(Approval.objects.filter(**of_it).values_list("measure", flat=True)),
        "resolved": [f"{one.kind} {one.result}" for one in Resolution.objects.filter(**of_it).order_by("pk")],
    }


def _expected(name: str) -> dict[str, list[str]]:
    examined = [step for step in OUTCOMES[name] if step == ("examine", "done")]
    decided = ("decide", "carried") in OUTCOMES[name]
    return {
        "heard": ["unreachable" if name == "remanded" else "heard"] * len(examined),
        "served": ["direct"] * decided,
        "granted": ["appeal.revoke"] if name in ("revoked", "put_back") else [],
        "resolved": ["CM_APPROVAL lost"] * (name == "examined_again") + ["CM_APPROVAL carried"] * decided,
    }
