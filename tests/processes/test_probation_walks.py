"""Every walk of a probation, driven by the people it is routed to, ends as it says and leaves its papers and its evidence."""

from __future__ import annotations

import pytest

from config.demo import driving
from config.demo.building import Demo
from documents import rendering
from registry.calendar import add_months
from registry.models import Approval, Hearing, Member, Resolution, Service
from tests import desk
from tests.processes import disposals
from workflows.processes.probation.walks import WALKS

# Whose papers are typeset for good; between them they print every kind.
TYPESET = {"extended", "cancelled"}

HEARD = [("talk", "done"), ("words", "said")]
SILENT = [("talk", "done")]
VOTED = [("deliberate", "propose"), ("convene", "done"), ("vote", "carried")]
ABOVE = [("submit", "done"), ("examine", "complete"), ("approve", "carried")]
DONE = [("serve", "done"), ("talk_after", "done"), ("announce", "done")]


def _whole(heard=HEARD, voted=VOTED, shown="agree"):  # type: ignore[no-untyped-def]
    return [*heard, *voted, ("shown", shown), *ABOVE, *DONE]


OUTCOMES = {
    "extended": _whole(),
    "cancelled": _whole(),
    "silent": _whole(heard=SILENT, shown="disagree"),
    "unreachable": _whole(heard=SILENT, shown="unreachable"),
    "no_quorum": _whole(voted=[*VOTED[:2], ("vote", "no_quorum"), *VOTED[1:]]),
    "not_carried": [*HEARD, *VOTED[:2], ("vote", "lost")],
    "not_approved": [*HEARD, *VOTED, ("shown", "agree"), *ABOVE[:2], ("approve", "lost")],
    "given_up": [*HEARD, ("deliberate", "drop")],
    "referred": [*HEARD, ("deliberate", "refer")],
}
NOTICE = ["D-MT-1a", "D-MT-5a"]
MET = ["D-MT-2", "D-MT-3", "D-MT-4"]
AFTER = ["D-MT-3", "D-PB-2", "D-DS-18", "D-DS-19"]
EXTENDED = ["D-DS-3", *NOTICE, *MET, "D-PB-1a", *AFTER]
CANCELLED = ["D-DS-3", *NOTICE, *MET, "D-PB-1b", *AFTER]
PAPERS = {
    "extended": EXTENDED,
    "cancelled": CANCELLED,
    "silent": EXTENDED,
    "unreachable": CANCELLED,
    "no_quorum": ["D-DS-3", *NOTICE, "D-MT-2", *NOTICE, *MET, "D-PB-1a", *AFTER],
    "not_carried": ["D-DS-3", *NOTICE, "D-MT-3"],
    "not_approved": ["D-DS-3", *NOTICE, *MET, "D-PB-1a", "D-PB-2"],
    "given_up": ["D-DS-3"],
    "referred": ["D-DS-3"],
}


def test_every_walk_has_its_expectations() -> None:
    assert set(WALKS) == set(OUTCOMES) == set(PAPERS)
    assert {kind for name in TYPESET for kind in PAPERS[name]} == {kind for kinds in PAPERS.values() for kind in kinds}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_walk(world: Demo, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in TYPESET:
        monkeypatch.setattr(rendering, "typeset", desk.tiny_paper)
    case = driving.to_the_end(driving.begin("probation", WALKS[name]), most=90)

    disposals.went(case, WALKS[name], OUTCOMES[name], PAPERS[name])
    _standing(Member.objects.get(pk=case.subject_id), case.outcome, case.reference)
    assert _evidence(case.reference) == _expected(name, case.outcome)


def _standing(member: Member, outcome: str, reference: str) -> None:
    """What became of him: extended from the day on which it would have ended; or gone on the day of the approval."""
    granted = Approval.objects.filter(case_reference=reference).first()
    extended = add_months(add_months(member.joined_on, 12), 6) if outcome == "extended" else None
    gone = granted.on if granted is not None and outcome == "cancelled" else None
    wanted = "probation_cancelled" if outcome == "cancelled" else "probationary"
    assert (member.standing, member.probation_until, member.ended_on) == (wanted, extended, gone)
    # A cancellation is no disposal: nothing bars him from being admitted again.
    assert member.barred_until is None
    assert [home.until for home in member.affiliations.all()][-1:] == [gone]


def _evidence(reference: str) -> dict[str, list[str]]:
    """What the registers hold of a case."""
    of_it = {"case_reference": reference}
    return {
        "heard": list(Hearing.objects.filter(**of_it).values_list("how", flat=True)),
        "served": list(Service.objects.filter(**of_it).values_list("how", flat=True)),
        "granted": list(Approval.objects.filter(**of_it).values_list("measure", flat=True)),
        "resolved": [f"{one.kind} {one.result}" for one in Resolution.objects.filter(**of_it).order_by("pk")],
    }


def _expected(name: str, outcome: str) -> dict[str, list[str]]:
    granted = {"extended": ["probation.extend"], "cancelled": ["probation.cancel"]}.get(outcome, [])
    voted = ("vote", "carried") in OUTCOMES[name]
    return {
        "heard": ["unreachable" if name == "unreachable" else "heard"],
        "served": ["direct"] * bool(granted),
        "granted": granted,
        "resolved": ["GM_ADMISSION carried"] * voted + ["CM_APPROVAL carried"] * bool(granted),
    }
