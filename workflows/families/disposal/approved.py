"""Submitted and approved above by a committee as a body (报批、党委集体审批), handbook 8.1 steps 11 and 12."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal as papers
from documents.papers import meetings
from forms import disposal as forms
from forms.kit import Access
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case, Decision
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import Fork, Issue, Outcome, Resolve, Step, Vote
from workflows.families.disposal import duties, paperwork, rules
from workflows.families.disposal.measured import Measured
from workflows.families.disposal.places import (
    BRANCH,
    BRANCH_SECRETARY,
    COMMITTEE,
    GENERAL_BRANCH_SECRETARY,
    HEAD,
    IN_A_STEP,
    ORGANISER,
    TO_APPROVE,
)

HIS_WORDS = {"his_words": Access.READ_ONLY}


class Approved(Measured):
    """报批与审批: the branch asks, a general branch passes on, the committee has his words before it and votes."""

    submit = Step(
        forms.Submission, title=_("Request to the committee"), asks=_("What has the committee to know?"), article=rules.HANDLING,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "request"},
    ).Needs(duties.SHOWN).Next(this.request)  # fmt: skip

    # The process's own, named here for their place in the order of the course.
    request: Any = None

    under_general_branch = (
        Fork(rules.HAS_GENERAL_BRANCH).Meets(duties.PASSED_ON, on="no").Yes(this.pass_on).No(this.examine)
    )

    pass_on = (
        Step(
            forms.PassOn, title=_("Deliberation by the general branch"), asks=_("Pass it on to the committee?"), article=rules.ADMISSION,
            to=GENERAL_BRANCH_SECRETARY, within=IN_A_STEP, serious=True,
        )
        .Needs(duties.REQUESTED)
        .Meets(duties.PASSED_ON, on="agree")
        .On("agree", this.examine)
        .On("return", this.submit)
    )  # fmt: skip

    examine = (
        Step(
            forms.Examination, title=_("Examination for the committee"), asks=_("Is everything there?"), article=rules.HANDLING,
            to=ORGANISER, within=IN_A_STEP, guards=rules.OF_A_DECISION, fields=HIS_WORDS, serious=True,
        )
        .Needs(duties.REQUESTED, duties.PASSED_ON)
        .Meets(duties.EXAMINED, on="complete")
        .On("complete", this.approve)
        .On("return", this.submit)
    )  # fmt: skip

    approve: Any = None

    committee_met = Issue(
        meetings.MINUTES, title=_("Minutes of the committee"), article=rules.COLLECTIVE, facts=paperwork.committee_minutes, issuer=COMMITTEE,
    ).Needs(duties.APPROVED).Next(this.body_decided)  # fmt: skip

    body_decided = (
        Resolve(
            meeting="approve", title=_("Decision of the committee entered in the register"), article=rules.COLLECTIVE
        )
        .Needs(duties.APPROVED)
        .Next(this.granted)
    )

    granted: Any = None

    approval_form = Issue(
        papers.APPROVAL_FORM, title=_("Approval form"), article=rules.HANDLING, facts=paperwork.approval_form, issuer=BRANCH,
    ).Needs(duties.APPROVED).Meets(duties.APPROVAL_ON_FILE).Next(this.reply)  # fmt: skip

    reply: Any = None
    decision: Any = None

    # Adjourned, or not approved.

    refusal: Any = None

    committee_adjourned = Issue(
        meetings.SIGN_IN, title=_("Who came to the meeting of the committee that was adjourned"), article=rules.COLLECTIVE,
        facts=paperwork.committee_attendance, issuer=COMMITTEE,
    ).Next(this.approve)  # fmt: skip

    not_approved = (
        Outcome("not_approved", title=_("Not approved by the committee"), article=rules.CONSTITUTION_9)
        .Needs(*duties.OF_A_PROPOSAL, *duties.OF_AN_INQUIRY, duties.SHOWN, duties.EXAMINED, duties.REFUSAL_TOLD)
        .Forbids(duties.APPROVED)
    )  # fmt: skip


def approving(item: Callable[[Case], ItemAsked]) -> Vote:
    """The vote of the committee on one member (党委集体审批): a decision of the body, not a click of one man."""
    return (
        Vote(
            forms.Approval, vote=Kind.CM_APPROVAL, item=item, of=COMMITTEE, title=_("Approval by the committee"),
            asks=_("What was said in the meeting of the committee?"), article=rules.CONSTITUTION_9, to=HEAD, within=TO_APPROVE,
            guards=rules.OF_A_DECISION, kind=Decision.Kind.APPROVE, fields=HIS_WORDS,
            papers={"carried": "committee_met", "lost": "refusal", "no_quorum": "committee_adjourned"}, serious=True,
        )
        .Needs(duties.SHOWN, duties.REQUESTED, duties.PASSED_ON, duties.EXAMINED)
        .Meets(duties.APPROVED, on="carried")
        .On("carried", this.committee_met)
        .On("lost", this.refusal)
        .On("no_quorum", this.committee_adjourned)
    )  # fmt: skip
