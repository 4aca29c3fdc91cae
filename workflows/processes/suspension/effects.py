"""What a suspension enters in the registers (登记): that he was looked for, what was approved and recorded, and the suspension."""

from __future__ import annotations

from typing import Any

from registry import evidence
from registry import standing as registers
from registry.models import Approval, Hearing, Measure
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import effects as shared
from workflows.families.disposal import facts as common
from workflows.families.lost_contact.places import county_of
from workflows.processes.suspension import facts as of
from workflows.processes.suspension import rules


def heard(case: Case, by: Any) -> None:
    """What he said to the two who looked for him, or that they could not reach him, is in the register."""
    said = Said(case)
    spoke = bool(said("search").get("stated"))
    first, second = of.searchers(said).values()
    evidence.hear(
        case.member, shared.source(case, "search", rules.REGULATION_24), by=by, organisation=case.organisation,
        on=of.searched_until(case, said), how=Hearing.How.HEARD if spoke else Hearing.How.UNREACHABLE, talkers=(first, second),
    )  # fmt: skip


def granted(case: Case, by: Any) -> None:
    """The committee's approval of the suspension."""
    shared.grant(case, by, Measure.SUSPENSION)


def recorded(case: Case, by: Any) -> None:
    """That the county put it on record; whoever did answers for it."""
    said = Said(case)
    signed_by = said.who("record")
    assert signed_by is not None  # nothing is entered before somebody has put it on record
    evidence.grant(
        case.member, shared.source(case, "record", rules.PRACTICE), by=by, act=Approval.Act.RECORD, measure=Measure.SUSPENSION,
        organisation=county_of(case), on=said.newest("record"), signed_by=signed_by,
    )  # fmt: skip


def suspended(case: Case, by: Any) -> None:
    """The membership is suspended from the day of the committee's decision on."""
    recorded(case, by)
    registers.suspend(
        case.member, by=by, since=common.approved_on(case), case_reference=case.reference, article=rules.REGULATION_24
    )
