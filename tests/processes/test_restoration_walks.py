"""Every walk of a restoration, driven by the people it is routed to, ends as it says and leaves its papers and its evidence."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.models import Approval, Hearing, Member, Resolution, Service, Statement
from tests import desk
from tests.processes import disposals
from workflows.engine.models import Case
from workflows.processes.restoration.walks import WALKS

SIGNED = [("consent", "confirm")]
TALKED = [("talk", "goes_on"), ("conclude", "done")]
MET = [("convene", "done"), ("vote", "carried")]
AGREED = [("review", "agree"), ("approve", "agree")]
SERVED = [("serve", "done"), ("announce", "done")]
ASKED_BACK = [("answer", "done"), ("review", "agree")]

OUTCOMES = {
    "restored": [*TALKED, *MET, *AGREED, *SERVED],
    "passed_on": [
        *SIGNED, *TALKED, *MET, ("pass_on", "agree"), ("review", "return"), *ASKED_BACK, ("approve", "return"), *ASKED_BACK, ("approve", "agree"),
        *SERVED,
    ],
    "no_quorum": [*SIGNED, *TALKED, ("convene", "done"), ("vote", "no_quorum"), *MET, *AGREED, *SERVED],
    "refused": [*SIGNED, *TALKED, *MET, ("review", "agree"), ("approve", "refuse"), ("tell", "done")],
    "not_reviewed": [*SIGNED, *TALKED, *MET, ("review", "refuse"), ("tell", "done")],
    "not_carried": [*SIGNED, *TALKED, ("convene", "done"), ("vote", "lost"), ("tell", "done")],
    "referred": [*SIGNED, ("talk", "breach")],
    "withdrawn": [("consent", "deny")],
    "called_off": TALKED,
    "older_rules": [*SIGNED, *TALKED, *MET, *AGREED, *SERVED],
}  # fmt: skip
ASKED = ["D-SU-4a", "D-DS-3"]
MEETING = ["D-MT-1a", "D-MT-2", "D-MT-3", "D-MT-4", "D-MT-6"]
IN_FORCE = ["D-SU-4b", "D-DS-18", "D-DS-19"]
WHOLE = [*ASKED, *MEETING, *IN_FORCE]
PAPERS = dict.fromkeys(OUTCOMES, WHOLE) | {
    "no_quorum": [*ASKED, "D-MT-1a", "D-MT-2", *MEETING, *IN_FORCE],
    "refused": [*ASKED, *MEETING],
    "not_reviewed": [*ASKED, *MEETING],
    "not_carried": [*ASKED, "D-MT-1a", "D-MT-3"],
    "referred": ASKED,
    "withdrawn": [],
    "called_off": ASKED,
}
RESTORED = {name for name, papers in PAPERS.items() if "D-SU-4b" in papers}


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS)
    assert {kind for kinds in PAPERS.values() for kind in kinds} == set(PAPERS["restored"])
    assert {walk.end for walk in WALKS.values()} == {"restored", "refused", "referred", "withdrawn"}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tidy = rendering.typeset
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    drive = driving.begin("restoration", WALKS[name])
    since = drive.case.member.suspended_since
    if name == "restored":  # the one whose papers are typeset for good
        monkeypatch.setattr(rendering, "typeset", tidy)
    case = driving.to_the_end(drive, most=60)

    disposals.went(case, WALKS[name], OUTCOMES[name], PAPERS[name])
    member = Member.objects.get(pk=case.subject_id)
    expected = ("full", None) if name in RESTORED else ("suspended", since)
    assert (member.standing, member.suspended_since) == expected
    assert since is not None
    assert member.affiliations.get(until=None).organisation == case.organisation
    assert _evidence(case) == _expected(name)


def _evidence(case: Case) -> dict[str, list[str]]:
    """What the registers hold of a case."""
    of_it = {"case_reference": case.reference}
    return {
        "stated": [f"{one.kind} {one.on_paper}" for one in Statement.objects.filter(**of_it)],
        "heard": list(Hearing.objects.filter(**of_it).values_list("how", flat=True)),
        "granted": [f"{one.act} {one.measure} {one.organisation.level}" for one in Approval.objects.filter(**of_it)],
        "served": list(Service.objects.filter(**of_it).values_list("how", flat=True)),
        "resolved": [f"{one.kind} {one.result}" for one in Resolution.objects.filter(**of_it).order_by("pk")],
    }


def _expected(name: str) -> dict[str, list[str]]:
    restored, voted = name in RESTORED, ("vote", "carried") in OUTCOMES[name]
    heard = ("talk", "goes_on") in OUTCOMES[name]
    return {
        "stated": [] if name == "withdrawn" else [f"restoration {name == 'no_quorum'}"],
        "heard": ["heard"] * heard,
        "granted": ["approve restoration county"] * restored,
        "served": ["direct"] * restored,
        "resolved": ["GM_GENERAL carried"] * voted,
    }
