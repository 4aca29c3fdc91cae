"""What a stay changes in the registers (登记变更): the dues that were checked, and which certificate counts. Nothing moves."""

from __future__ import annotations

from typing import Any

from documents import issuing
from documents.models import Paper
from registry import members
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.processes.stay import facts as of

SUPERSEDED = "延期换开，原证明信作废"
BACK_EARLY = "党员提前返回，证明信交回"


def note_dues(case: Case, by: Any) -> None:
    """The month the branch checked is entered in the register."""
    members.note_dues(case.member, Said(case)("branch_check")["dues_paid_until"], by=by, case_reference=case.reference)


def supersede(case: Case, paper: Paper, by: Any) -> None:
    """The new certificate counts; the number of the old one stays with the reason."""
    _void(case, but=paper.pk, reason=SUPERSEDED)


def certificate_ends(case: Case, paper: Paper, by: Any) -> None:
    """Whoever is back before the last day gives the certificate back: it counts no more."""
    said = Said(case)
    if of.return_of(said)["returned_on"] < of.last_day_of(said):
        _void(case, but=paper.pk, reason=BACK_EARLY)


def _void(case: Case, *, but: int, reason: str) -> None:
    issued = Paper.objects.filter(case_reference=case.reference, kind=of.CERTIFICATE, state=Paper.State.ISSUED)
    for old in issued.exclude(pk=but):
        issuing.void(old, reason=reason)
