"""What a disposal enters in the registers (登记): that he was heard, served, and what the committee granted; who is called."""

from __future__ import annotations

from typing import Any

from documents.models import Paper
from registry import evidence
from registry.evidence import Source
from registry.models import Approval, Organisation
from workflows.engine.meetings import standing
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families import meetings
from workflows.families.disposal import rules
from workflows.families.disposal.paperwork import CALLED_AS, number_of
from workflows.families.disposal.places import DEPARTMENT, committee_of


def source(case: Case, step: str, article: str) -> Source:
    """Where evidence comes from: the decision of a step."""
    return Source(case.reference, Said(case).decided(step).public_id, article)


def heard(case: Case, by: Any) -> None:
    """That two full members heard the member, or tried to, is in the register."""
    said = Said(case)("talk")
    talkers = (said["talker_1"].person, said["talker_2"].person)
    evidence.hear(
        case.member, source(case, "talk", rules.CONSTITUTION_4), by=by, organisation=case.organisation, on=said["talked_on"],
        how=said["how"], talkers=talkers,
    )  # fmt: skip


def served(case: Case, by: Any) -> None:
    """That the decision reached him is in the register."""
    served_at(case, by, "serve")


def served_at(case: Case, by: Any, step: str, *, article: str = rules.HANDLING) -> None:
    """The same of whatever was served at a step: the newest paper that is; under which article, if under another one."""
    said = Said(case)(step)
    evidence.serve(
        case.member, source(case, step, article), by=by, organisation=case.organisation, on=said["served_on"],
        how=said["how"], paper=number_of(case, *CALLED_AS),
    )  # fmt: skip


def grant(case: Case, by: Any, measure: str) -> None:
    """The approval of the committee, as a body, is in the register; whoever presided answers for it."""
    meeting = standing.last(case, "approve")
    assert meeting is not None  # nothing is granted before a meeting has carried it
    evidence.grant(
        case.member, source(case, "approve", rules.CONSTITUTION_9), by=by, act=Approval.Act.APPROVE, measure=measure,
        organisation=committee_of(case), on=meeting.held_on, signed_by=meeting.chair,
    )  # fmt: skip


def pre_reviewed(case: Case, by: Any) -> None:
    """That the committee agreed beforehand is in the register."""
    _reviewed(case, by, "pre_review", committee_of(case))


def department_reviewed(case: Case, by: Any) -> None:
    """That the organisation department agreed beforehand is in the register."""
    _reviewed(case, by, "department_review", DEPARTMENT.find(case))


def _reviewed(case: Case, by: Any, step: str, superior: Organisation) -> None:
    decided = Said(case).decided(step)
    evidence.grant(
        case.member, source(case, step, rules.PREREVIEW), by=by, act=Approval.Act.PRE_REVIEW, measure=case.flow_class.name,
        organisation=superior, on=decided.on, signed_by=decided.person,
    )  # fmt: skip


def call(case: Case, paper: Paper, by: Any) -> None:
    """Whoever is on the roll is told, and the member in words of his own right to speak."""
    meetings.call(case, standing.last(case, "vote"))
