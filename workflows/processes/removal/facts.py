"""The facts of a removal (事实): those of every disposal, what the ledgers hold, and since when he is suspended."""

from __future__ import annotations

from registry.models import Member
from workflows.engine.handling import day_of, once
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import facts as shared
from workflows.families.ledger_months import Months, months_of
from workflows.families.six_months import Rung
from workflows.processes.removal.rules import SELF_WITHDRAWAL, SUSPENDED, Facts


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said = said or Said(case)
    ground = ground_of(said)
    months = once(case, "months", lambda: months_of(case.member, day_of(case))) if ground == SELF_WITHDRAWAL else None
    return Facts(
        **shared.shared(case, said) | {"of_suspended": ground == SUSPENDED},
        ground=ground,
        case_is_due=months is not None and months.finding is Rung.CASE,
        missed=_longest(months),
        suspended_since=_member(case).suspended_since,
    )


def ground_of(said: Said) -> str:
    """The code of the ground it is proposed on."""
    return str(shared.proposal_of(said)["ground"])


def _member(case: Case) -> Member:
    return case.member


def _longest(months: Months | None) -> int:
    """The longest row of missed months that counts towards a case."""
    return max((run.towards_case for run in months.runs), default=0) if months is not None else 0
