"""The facts of a persuasion (事实): those of every disposal, what came before, and what he answers."""

from __future__ import annotations

from registry.models import Member
from workflows.engine.handling import once
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.disposal import facts as shared
from workflows.processes.persuasion.rules import Facts

# The ends of a correction by which it was used up without his mending.
FAILED = ("not_mended", "worse")


def facts_of(case: Case, said: Said | None = None) -> Facts:
    """Everything the rules look at, today."""
    said = said or Said(case)
    known = shared.shared(case, said)
    return Facts(
        **known,
        ground=str(shared.proposal_of(said)["ground"]),
        correction_failed=once(case, "correction failed", lambda: correction_failed(case.member)),
        will_to_mend=bool("deliberate" in said and said("deliberate")["will_to_mend"]),
        asked_on=said.newest("persuade") if "persuade" in said else known["today"],
        refused=refused(said),
    )


def refused(said: Said) -> bool:
    """True once he has said that he stays, or has said nothing until the day (不退): what comes now is the second stage."""
    return said.outcome("answer") == "stays" or said_nothing(said.case)


def said_nothing(case: Case) -> bool:
    """True where the day has passed without an answer (逾期未答复)."""
    return bool(case.pk) and once(case, "said nothing", lambda: _lapsed(case))


def _lapsed(case: Case) -> bool:
    return case.assignments.filter(step="answer", closed_how="lapsed").exists()


def correction_failed(member: Member) -> bool:
    """True where the newest correction of a member ended without his mending."""
    newest = (
        member.cases.filter(process_name="correction", outcome__in=(*FAILED, "mended")).order_by("closed_at").last()
    )
    return newest is not None and newest.outcome in FAILED
