"""Whoever is managed as a cadre by a higher committee is dealt with there, and by nobody else (R-ORG-02)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit import clock
from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from documents.models import Paper
from registry import cadres
from registry.access import viewer_of
from registry.models import Approval, CadreManagement, Member, Resolution, User
from tests import desk
from workflows.engine.models import Case
from workflows.engine.walks import Walk
from workflows.processes.correction.walks import WALKS as CORRECTIONS
from workflows.processes.removal.walks import WALKS as REMOVALS


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)


@pytest.fixture
def cadre(world: Demo, registrar: User) -> Member:
    """A member of 锦江社区 whom the county manages."""
    member = driving.choose_member(world.organisations["QH0101"])
    cadres.record(member, world.organisations["QH"], by=viewer_of(registrar, clock.today()))
    return member


def begun(process: str, walk: Walk, member: Member) -> driving.Drive:
    """A walk about this member of 锦江社区."""
    return driving.begin(process, replace(walk, opened_at="QH0101"), member)


def places(case: Case, *steps: str) -> dict[str, str]:
    """At which organisation the turns of some steps were."""
    turns = case.assignments.filter(step__in=steps).select_related("post__organisation")
    return {turn.step: turn.post.organisation.code for turn in turns}


def test_a_removal_is_approved_by_who_manages_him(world: Demo, cadre: Member) -> None:
    """It is put on file with the committee of the branch; the county examines, decides as a body, and answers."""
    case = driving.to_the_end(begun("removal", REMOVALS["lost_conditions"], cadre), most=90)
    assert case.outcome == "removed"
    steps = ("prior_filing", "vote", "examine", "approve", "serve")
    assert places(case, *steps) == {
        "prior_filing": "QH01", "vote": "QH0101", "examine": "QH", "approve": "QH", "serve": "QH0101",
    }  # fmt: skip
    assert Approval.objects.get(case_reference=case.reference).organisation.code == "QH"
    bodies = Resolution.objects.filter(case_reference=case.reference).order_by("pk")
    assert [(one.kind, one.organisation.code) for one in bodies] == [("GM_DISPOSAL", "QH0101"), ("CM_APPROVAL", "QH")]
    assert Paper.objects.get(case_reference=case.reference, kind="D-DS-17a").issuer.code == "QH"
    assert Member.objects.get(pk=cadre.pk).standing == "removed_lost_conditions"
    why = case.assignments.get(step="approve").why
    assert "This organisation manages him as a cadre" in why[0][0]


def test_where_the_record_has_ended_the_committee_of_the_branch_decides(
    world: Demo, cadre: Member, registrar: User
) -> None:
    """Also while the case is open: who decides is looked up when it comes to that."""
    drive = begun("correction", CORRECTIONS["not_approved"], cadre)
    driving.until(drive, "submit", most=90)
    found = cadres.management_of(cadre.person_id)
    assert found is not None
    cadres.end(found, by=viewer_of(registrar, clock.today()))
    case = driving.to_the_end(drive, most=90)
    assert places(case, "prior_filing", "examine", "approve") == dict.fromkeys(
        ("prior_filing", "examine", "approve"), "QH01"
    )


def test_a_manager_who_stands_elsewhere_changes_nothing(world: Demo, cadre: Member) -> None:
    """He has moved into another county since: only a committee above his branch can decide about him."""
    CadreManagement.objects.update(organisation=world.organisations["HK"])
    case = begun("removal", REMOVALS["given_up"], cadre).case
    assert cadres.manager_above(cadre.person_id, world.organisations["QH01"]) is None
    assert places(case, "prior_filing") == {"prior_filing": "QH01"}
