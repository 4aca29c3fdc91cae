"""The facts of a probation (事实): those of every disposal, what is proposed, until when it lasts."""

from __future__ import annotations

import datetime as dt

from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.turns import pack_of
from workflows.families.disposal import facts as shared
from workflows.processes.probation.rules import EXTEND, Facts, ends_after


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said = said or Said(case)
    measure, months = proposed(said)
    return Facts(
        **shared.shared(case, said),
        ground=shared.proposal_of(said)["ground"],
        measure=measure,
        months=months,
        extended_before=case.member.probation_until is not None,
        ends_on=ends_on(case),
    )


def proposed(said: Said) -> tuple[str, int]:
    """What is proposed, and for how many months; empty and 0 before."""
    answers = said("deliberate") if "deliberate" in said else {}
    measure = str(answers.get("measure") or "")
    return measure, int(answers.get("months") or 0) if measure == EXTEND else 0


def ends_on(case: Case) -> dt.date:
    """The day on which the probation ends by the register."""
    member = case.member
    return member.probation_until or ends_after(member.joined_on, pack_of(case).probation.length_months.value)
