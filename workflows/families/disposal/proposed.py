"""Proposed and put on file (提出启动意见、事前备案), handbook 8.1 steps 1 to 3. The opening is the process's own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal as papers
from forms import disposal as forms
from forms.kit import Access
from workflows.engine.models import Decision
from workflows.engine.words import Fork, Guard, Issue, Outcome, Step
from workflows.families.disposal import duties, paperwork, rules
from workflows.families.disposal.measured import Measured
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, FILER, IN_A_STEP


class Proposed(Measured):
    """启动与备案: nothing is looked into before the committee has it on file, where the policy asks for that."""

    filed_before = (
        Fork(rules.IS_FILED_BEFORE).Meets(duties.PRIOR_FILED, on="no").Yes(this.prior_filing).No(this.proposal)
    )

    prior_filing = (
        Step(
            forms.PriorFiling, title=_("Prior filing"), asks=_("Put the proposal on file, so that it can be looked into?"),
            article=rules.HANDLING, to=FILER, within=IN_A_STEP, kind=Decision.Kind.RECORD, guards=(rules.MUST_BE_FULL,),
            papers={"file": "proposal"}, serious=True,
        )
        .Meets(duties.PRIOR_FILED, on="file")
        .On("file", this.proposal)
        .On("return", this.amend)
        .On("refer", this.referred)
    )  # fmt: skip

    # The process's own, named here for their place in the order of the course.
    amend: Any = None

    proposal = Issue(
        papers.START, title=_("Proposal to start, with the prior filing"), article=rules.HANDLING, facts=paperwork.proposal, issuer=BRANCH,
    ).Needs(duties.PRIOR_FILED).Meets(duties.PROPOSAL_ON_FILE).Next(this.investigate)  # fmt: skip

    given_up = (
        Outcome("given_up", title=_("Given up before it was looked into"), article=rules.HOUSE, again=True)
        .Forbids(duties.LOOKED_INTO, duties.CARRIED, duties.APPROVED)
    )  # fmt: skip
    referred = (
        Outcome("referred", title=_("Referred to the discipline inspection"), article=rules.REGULATION_31)
        .Forbids(duties.CARRIED, duties.APPROVED)
    )  # fmt: skip


def amending(form: type[forms.Proposal], *more: Guard) -> Step:
    """The correction of a proposal that was returned (补正启动意见): the same questions, or it is given up; the member stays who he is.

    ``more`` are guards of the process's own, here and below.
    """
    return (
        Step(
            form, title=_("Correction of the proposal"), asks=_("Correct what was found wrong and submit again."),
            article=rules.HANDLING, to=BRANCH_SECRETARY, within=IN_A_STEP, guards=(*rules.OF_A_PROPOSAL, *more), fields={"member": Access.READ_ONLY},
        )
        .Undoes(*duties.OF_A_PROPOSAL)
        .On("done", this.filed_before)
        .On("drop", this.given_up)
    )  # fmt: skip
