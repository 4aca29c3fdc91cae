"""What a restoration enters in the registers (登记): that he asked, what the county approved, and the restoration."""

from __future__ import annotations

from typing import Any

from registry import evidence
from registry import standing as registers
from registry.evidence import Source
from registry.models import Approval, Measure, Statement
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import effects as shared
from workflows.families.lost_contact.places import county_of
from workflows.processes.restoration import facts as of
from workflows.processes.restoration import rules


def stated(case: Case, by: Any) -> None:
    """That he asked to be restored, himself or on paper before two witnesses, is in the register."""
    said = Said(case)
    signed = said.decision("consent")
    # His own application is the opening, which is no decision: it is known by the case.
    came_from = Source(case.reference, signed.public_id if signed else case.reference, rules.REGULATION_24)
    on_paper = "consent" in said and bool(said("consent").get("signed_on"))
    evidence.state(
        case.member, came_from, by=by, organisation=case.organisation, on=of.asked_on(case, said), kind=Statement.Kind.RESTORATION,
        on_paper=on_paper,
    )  # fmt: skip


def granted(case: Case, by: Any) -> None:
    """The county's approval; whoever gave it answers for it."""
    said = Said(case)
    signed_by = said.who("approve")
    assert signed_by is not None  # nothing is granted before somebody has approved it
    evidence.grant(
        case.member, shared.source(case, "approve", rules.PRACTICE), by=by, act=Approval.Act.APPROVE, measure=Measure.RESTORATION,
        organisation=county_of(case), on=said.newest("approve"), signed_by=signed_by,
    )  # fmt: skip


def restored(case: Case, by: Any) -> None:
    """He is a full member again from the day of the approval on."""
    registers.restore(
        case.member, by=by, on=Said(case).newest("approve"), case_reference=case.reference, article=rules.REGULATION_24
    )
