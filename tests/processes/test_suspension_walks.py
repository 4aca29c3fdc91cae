"""Every walk of a suspension, driven by the people it is routed to, ends as it says and leaves its papers and its evidence."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Approval, Hearing, Member, Resolution, Service
from tests import desk
from tests.processes import disposals
from workflows.engine.models import Case
from workflows.processes.suspension.walks import WALKS

# Whose papers are typeset for good; between them they print every kind, for both grounds.
TYPESET = {"suspended", "abroad"}

TRIED = [("search", "tried")] * 3
SEARCHED = [*TRIED, ("search", "not_found")]
MET = [("convene", "done"), ("vote", "carried")]
APPROVED = [("approve", "carried")]
FILED = [("record", "file"), ("serve", "done"), ("announce", "done")]

OUTCOMES = {
    "suspended": [*SEARCHED, *MET, *APPROVED, *FILED],
    "abroad": [("search", "abroad"), *MET, *APPROVED, *FILED],
    "passed_on": [*SEARCHED, *MET, ("pass_on", "agree"), *APPROVED, ("record", "return"), ("explain", "done"), *FILED],
    "searched_again": [
        *SEARCHED, ("convene", "done"), ("vote", "lost"), ("search", "tried"), ("search", "not_found"), *MET, *APPROVED, *FILED,
    ],
    "no_quorum": [*SEARCHED, ("convene", "done"), ("vote", "no_quorum"), *MET, *APPROVED, *FILED],
    "found": [*TRIED[:1], ("search", "found")],
    "found_later": [*SEARCHED, ("convene", "found")],
    "not_approved": [*SEARCHED, *MET, ("approve", "lost")],
    "older_rules": [*SEARCHED, *MET, *APPROVED, *FILED],
}  # fmt: skip
MEETING = ["D-MT-1a", "D-MT-2", "D-MT-3", "D-MT-4", "D-MT-6"]
IN_FORCE = ["D-MT-3", "D-SU-2", "D-SU-3", "D-DS-18", "D-DS-19"]
WHOLE = ["D-SU-1", *MEETING, *IN_FORCE]
PAPERS = dict.fromkeys(OUTCOMES, WHOLE) | {
    "searched_again": ["D-SU-1", "D-MT-1a", "D-MT-3", *WHOLE],
    "no_quorum": ["D-SU-1", "D-MT-1a", "D-MT-2", *MEETING, *IN_FORCE],
    "found": [],
    "found_later": ["D-SU-1"],
    "not_approved": ["D-SU-1", *MEETING, "D-MT-3"],
}
SUSPENDED = {name for name, papers in PAPERS.items() if "D-SU-2" in papers}


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}
    assert {walk.end for walk in WALKS.values()} == {"suspended", "found", "not_approved"}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in TYPESET:
        monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    case = driving.to_the_end(driving.begin("suspension", WALKS[name]), most=80)

    disposals.went(case, WALKS[name], OUTCOMES[name], PAPERS[name])
    _check_the_member(name, case)
    assert _evidence(case.reference) == _expected(name)


def _check_the_member(name: str, case: Case) -> None:
    """Suspended from the day of the committee's meeting, still on the roll of his branch; else as he was."""
    member = Member.objects.get(pk=case.subject_id)
    approved = case.meetings.filter(step="approve").values_list("held_on", flat=True).first()
    expected = ("suspended", approved) if name in SUSPENDED else ("full", None)
    assert (member.standing, member.suspended_since) == expected
    assert member.affiliations.get(until=None).organisation == case.organisation


def _evidence(reference: str) -> dict[str, list[str]]:
    """What the registers hold of a case."""
    of_it = {"case_reference": reference}
    return {
        "heard": list(Hearing.objects.filter(**of_it).values_list("how", flat=True)),
        "granted": [
            f"{one.act} {one.measure} {one.organisation.level}"
            for one in Approval.objects.filter(**of_it).order_by("pk")
        ],
        "served": list(Service.objects.filter(**of_it).values_list("how", flat=True)),
        "resolved": [f"{one.kind} {one.result}" for one in Resolution.objects.filter(**of_it).order_by("pk")],
    }


def _expected(name: str) -> dict[str, list[str]]:
    searched = sum(1 for step, outcome in OUTCOMES[name] if step == "search" and outcome in ("not_found", "abroad"))
    suspended, voted = name in SUSPENDED, ("vote", "carried") in OUTCOMES[name]
    lost = ["GM_GENERAL lost"] * (name == "searched_again")
    return {
        "heard": ["heard" if name == "abroad" else "unreachable"] * searched,
        "granted": ["approve suspension committee", "record suspension county"] * suspended,
        "served": ["post"] * suspended,
        "resolved": [*lost, *["GM_GENERAL carried"] * voted, *["CM_APPROVAL carried"] * suspended],
    }
