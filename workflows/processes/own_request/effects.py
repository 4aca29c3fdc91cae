"""What a request to leave enters in the registers (登记): that he asked, was heard, was put on record, has left; who is called."""

from __future__ import annotations

from typing import Any

from documents.models import Paper
from registry import evidence
from registry import standing as registers
from registry.evidence import Source
from registry.models import Approval, Measure, Statement
from workflows.engine.meetings import standing
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families import meetings
from workflows.families.disposal import effects as shared
from workflows.families.disposal.places import committee_of
from workflows.processes.own_request import facts as of
from workflows.processes.own_request import rules


def stated(case: Case, by: Any) -> None:
    """That he asked to leave, himself or on paper before two witnesses, is in the register."""
    said = Said(case)
    signed = said.decision("consent")
    # His own request is the opening, which is no decision: it is known by the case.
    came_from = Source(case.reference, signed.public_id if signed else case.reference, rules.CONSTITUTION_9)
    evidence.state(
        case.member, came_from, by=by, organisation=case.organisation, on=of.asked_on(case, said),
        kind=Statement.Kind.OWN_WITHDRAWAL, on_paper=of.on_paper(case, said),
    )  # fmt: skip


def call(case: Case, paper: Paper, by: Any) -> None:
    """Whoever is on the roll is told of the meeting, and the member in words of his own right to speak."""
    meetings.call(case, standing.last(case, "discuss"))


def recorded(case: Case, by: Any) -> None:
    """That the committee above put it on record is in the register; whoever did answers for it."""
    said = Said(case)
    signed_by = said.who("record")
    assert signed_by is not None  # nothing is entered before somebody has put it on record
    evidence.grant(
        case.member, shared.source(case, "record", rules.CONSTITUTION_9), by=by, act=Approval.Act.RECORD,
        measure=Measure.OWN_WITHDRAWAL, organisation=committee_of(case), on=said.newest("record"), signed_by=signed_by,
    )  # fmt: skip


def ended(case: Case, by: Any) -> None:
    """The membership ends with the day that the policy says."""
    last = of.ended_on(case, Said(case))
    registers.end(
        case.member, Measure.OWN_WITHDRAWAL, by=by, on=last, case_reference=case.reference, article=rules.CONSTITUTION_9,
        barred_until=rules.barred_until(pack_of(case).own_withdrawal, last),
    )  # fmt: skip
