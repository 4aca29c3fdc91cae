"""What is entered in the registers (登记): the approval, and what it makes of the probation."""

from __future__ import annotations

from typing import Any

from registry import standing
from registry.models import Measure, Member
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import effects as shared
from workflows.families.disposal.facts import approved_on
from workflows.processes.probation import facts as of
from workflows.processes.probation import rules


def granted(case: Case, by: Any) -> None:
    """The committee's approval."""
    measure, _months = of.proposed(Said(case))
    shared.grant(case, by, Measure.EXTEND if measure == rules.EXTEND else Measure.CANCEL)


def moved(case: Case, by: Any) -> None:
    """The probation is extended, or the probationary membership ends on the day of the approval."""
    facts, member = of.facts_of(case), Member.objects.get(pk=case.subject_id)
    known = {"by": by, "case_reference": case.reference, "article": rules.CONSTITUTION_7}
    if facts.measure == rules.EXTEND:
        standing.extend_probation(member, until=rules.extended_until(facts), **known)
    else:
        standing.end(member, Measure.CANCEL, on=approved_on(case), **known)
