"""Every walk of a request to leave, driven by the people it is routed to, ends as it says and leaves its papers and its evidence."""

from __future__ import annotations

import datetime as dt

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.calendar import add_months
from registry.models import Approval, Hearing, Member, Resolution, Service, Statement
from tests import desk
from tests.processes import disposals
from workflows.engine.models import Case
from workflows.processes.own_request.walks import WALKS

# Whose papers are typeset for good; between them they print every kind.
TYPESET = {"left", "older_rules"}

SIGNED = [("consent", "confirm")]
TALKED = [("talk", "insists")]
MET = [("study", "propose"), ("convene", "done"), ("discuss", "held")]
REPORTED = [("announce", "done"), ("report_facts", "done")]
RECORDED = [("record", "file"), ("serve", "done")]

OUTCOMES = {
    "left": [*TALKED, *MET, *REPORTED, *RECORDED],
    "on_paper": [*SIGNED, *TALKED, *MET, *REPORTED, ("record", "return"), ("report_facts", "done"), *RECORDED],
    "educated": [*SIGNED, *TALKED, ("educate", "insists"), *MET, *REPORTED, *RECORDED],
    "no_quorum": [
        *SIGNED, *TALKED, ("study", "propose"), ("convene", "done"), ("discuss", "no_quorum"), ("convene", "done"), ("discuss", "held"), *REPORTED,
        *RECORDED,
    ],
    "taken_back": [*SIGNED, ("talk", "taken_back")],
    "called_off": [*TALKED, *MET],
    "signed_back": [*SIGNED, *TALKED, *MET, ("announce", "taken_back")],
    "studied_back": [*SIGNED, *TALKED, ("educate", "insists"), ("study", "taken_back")],
    "mended": [*SIGNED, *TALKED, ("educate", "taken_back")],
    "denied": [("consent", "deny")],
    "threat": [*SIGNED, ("talk", "threat")],
    "referred": [*SIGNED, ("talk", "breach")],
    "older_rules": [
        *SIGNED, *TALKED, *MET[:2], ("discuss", "lost"), *TALKED, *MET[:2], ("discuss", "carried"), *REPORTED, *RECORDED,
    ],
}  # fmt: skip
ASKED = ["D-WD-1", "D-DS-3"]
MEETING = ["D-MT-1a", "D-MT-2", "D-MT-3"]
ENDED = ["D-DS-19", "D-WD-2", "D-DS-18"]
PAPERS = {
    "left": [*ASKED, *MEETING, *ENDED],
    "on_paper": [*ASKED, *MEETING, "D-DS-19", "D-WD-2", "D-WD-2", "D-DS-18"],
    "educated": [*ASKED, *MEETING, *ENDED],
    "no_quorum": [*ASKED, "D-MT-1a", "D-MT-2", *MEETING, *ENDED],
    "taken_back": ASKED,
    "called_off": [*ASKED, *MEETING],
    "signed_back": [*ASKED, *MEETING],
    "studied_back": ASKED,
    "mended": ASKED,
    "denied": [],
    "threat": ASKED,
    "referred": ASKED,
    "older_rules": [*ASKED, *MEETING, "D-MT-4", "D-DS-3", *MEETING, "D-MT-4", *ENDED],
}
LEFT = {name for name, papers in PAPERS.items() if "D-DS-18" in papers}


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}
    assert {walk.end for walk in WALKS.values()} == {"left", "taken_back", "denied", "threat", "referred"}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in TYPESET:
        monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    case = driving.to_the_end(driving.begin("own_request", WALKS[name]), most=60)

    disposals.went(case, WALKS[name], OUTCOMES[name], PAPERS[name])
    assert _standing(case) == _expected_standing(name, case)
    assert _evidence(case.reference) == _expected(name)


def _standing(case: Case) -> tuple[str, dt.date | None, dt.date | None, dt.date | None]:
    """What the register says of him: standing, last day, last day of the bar, last day of the relationship."""
    member = Member.objects.get(pk=case.subject_id)
    return member.standing, member.ended_on, member.barred_until, member.affiliations.latest("since").until


def _expected_standing(name: str, case: Case) -> tuple[str, dt.date | None, dt.date | None, dt.date | None]:
    if name not in LEFT:
        return "full", None, None, None
    announced = case.decisions.get(step="announce").on
    # The day of the announcement, not of the record, which came later.
    assert announced < case.decisions.filter(step="record").latest("pk").on
    bar = None if name == "older_rules" else add_months(announced, 60)
    return "left_own_request", announced, bar, announced


def _evidence(reference: str) -> dict[str, list[str]]:
    """What the registers hold of a case."""
    of_it = {"case_reference": reference}
    return {
        "stated": [f"{one.kind} {one.on_paper}" for one in Statement.objects.filter(**of_it)],
        "heard": list(Hearing.objects.filter(**of_it).values_list("how", flat=True)),
        "granted": [f"{one.act} {one.measure}" for one in Approval.objects.filter(**of_it)],
        "served": list(Service.objects.filter(**of_it).values_list("how", flat=True)),
        "resolved": [f"{one.kind} {one.result}" for one in Resolution.objects.filter(**of_it).order_by("pk")],
    }


def _expected(name: str) -> dict[str, list[str]]:
    """Whoever has an account signs in the system, whoever has none on paper: the walk on paper is one of these."""
    insisted = sum(1 for one in OUTCOMES[name] if one == ("talk", "insists"))
    stated = [] if name == "denied" else [f"own_withdrawal {name == 'on_paper'}"]
    votes = ["GM_GENERAL lost", "GM_GENERAL carried"] if name == "older_rules" else []
    left = name in LEFT
    return {
        "stated": stated, "heard": ["heard"] * insisted, "granted": ["record own_withdrawal"] * left, "served": ["direct"] * left, "resolved": votes,
    }  # fmt: skip
