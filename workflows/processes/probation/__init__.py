"""预备期: the probation of a member is extended once, or the probationary membership is cancelled.

The branch committee looks at how he conducted himself. Two full members talk with him, and he says in his own words what he
has to say. The branch committee proposes to extend or to cancel; the general meeting votes as on admissions: by secret
ballot, and what absent members have handed in in writing counts. The resolution is shown to him and goes up in the
admission form. The committee decides as a body within three months. He gets the approval with the way of appeal, the
secretary talks with him, and it is announced. Until the approval he attends and pays dues; a cancellation is no sanction.
The confirmation as a full member is a matter of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import probation as papers
from forms import disposal as shared_forms
from forms import probation as forms
from registry.models import Level
from workflows.engine.models import Decision
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import Appealable, Effect, Fork, Group, Issue, Opening, Outcome, Process, Step, Vote, months
from workflows.families.disposal import asking as shared_asking
from workflows.families.disposal import duties as shared
from workflows.families.disposal import rules as of_disposals
from workflows.families.disposal.approved import HIS_WORDS, Approved
from workflows.families.disposal.met import Met
from workflows.families.disposal.places import (
    BRANCH,
    BRANCH_SECRETARY,
    COMMITTEE,
    HEAD,
    IN_A_STEP,
    OPENED_BY,
    ORGANISER,
)
from workflows.processes.probation import asking, duties, effects, paperwork, rules
from workflows.processes.probation import facts as of
from workflows.processes.probation.decided import Decided
from workflows.processes.probation.heard import Heard

TO_APPROVE = months(lambda pack: pack.probation.approve_within_months)


class Probation(Heard, Met, Approved, Decided, Process):
    """Extension or cancellation of a probation (延长预备期、取消预备党员资格)."""

    name = "probation"
    code = "预"
    title = _("Probation: extended or cancelled")
    summary = _(
        "A probationary member is not ready to be confirmed: extend the probation once, or cancel the probationary membership."
    )
    prepares = (
        _("how he conducted himself on probation"),
        _("when the branch committee deliberated, and how many were there"),
    )
    minutes = 10
    icon = "hourglass"
    group = Group.EDUCATING
    opened_by = OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    appealable = Appealable(("extended", "cancelled"), COMMITTEE, ("D-PB-2",))

    start = Opening(
        forms.ProbationProposal, title=_("Review by the branch committee"), article=rules.ADMISSION_31, guards=rules.OF_A_REVIEW
    ).Next(this.talk)  # fmt: skip

    vote = (
        Vote(
            shared_forms.Minutes, vote=Kind.GM_ADMISSION, item=asking.resolved, of=BRANCH, title=_("General meeting of the branch"),
            asks=_("What was said in the meeting?"), article=rules.ADMISSION_32, to=BRANCH_SECRETARY, guards=rules.OF_A_DECISION,
            papers={"carried": "minuted", "lost": "lost_minutes", "no_quorum": "adjourned"}, serious=True,
        )
        .Needs(shared.OPINION, shared.CALLED)
        .Meets(shared.CARRIED, on="carried")
        .Undoes(shared.CALLED, on="no_quorum")
        .On("carried", this.attendance)
        .On("lost", this.lost_minutes)
        .On("no_quorum", this.adjourned)
    )  # fmt: skip

    resolution = Fork(rules.IS_EXTENDED).Yes(this.extension).No(this.cancellation)

    extension = Issue(
        papers.EXTENSION, title=_("Resolution to extend the probation"), article=rules.ADMISSION_31, facts=paperwork.extension,
        issuer=BRANCH,
    ).Needs(shared.CARRIED, shared.MINUTED).Next(this.registered)  # fmt: skip

    cancellation = Issue(
        papers.CANCELLATION, title=_("Resolution to cancel the probationary membership"), article=rules.ADMISSION_31,
        facts=paperwork.resolution, issuer=BRANCH,
    ).Needs(shared.CARRIED, shared.MINUTED).Next(this.registered)  # fmt: skip

    submit = Step(
        forms.SentUp, title=_("Sent up in the admission form"), asks=_("Is the resolution in the admission form?"), article=rules.ADMISSION_33,
        to=BRANCH_SECRETARY, within=IN_A_STEP,
    ).Needs(shared.SHOWN).Meets(shared.REQUESTED).Next(this.under_general_branch)  # fmt: skip

    examine = (
        Step(
            shared_forms.Examination, title=_("Examination for the committee"), asks=_("Is everything there?"), article=rules.ADMISSION_33,
            to=ORGANISER, within=IN_A_STEP, guards=rules.OF_A_DECISION, fields=HIS_WORDS, serious=True,
        )
        .Needs(shared.REQUESTED, shared.PASSED_ON)
        .Meets(shared.EXAMINED, on="complete")
        .On("complete", this.approve)
        .On("return", this.submit)
    )  # fmt: skip

    approve = (
        Vote(
            shared_forms.Approval, vote=Kind.CM_APPROVAL, item=asking.approval, of=COMMITTEE, title=_("Approval by the committee"),
            asks=_("What was said in the meeting of the committee?"), article=rules.ADMISSION_33, to=HEAD, within=TO_APPROVE,
            guards=rules.OF_A_DECISION, kind=Decision.Kind.APPROVE, fields=HIS_WORDS,
            papers={"carried": "committee_met", "lost": "refusal", "no_quorum": "committee_adjourned"}, serious=True,
        )
        .Needs(shared.SHOWN, shared.REQUESTED, shared.PASSED_ON, shared.EXAMINED)
        .Meets(shared.APPROVED, on="carried")
        .On("carried", this.committee_met)
        .On("lost", this.refusal)
        .On("no_quorum", this.committee_adjourned)
    )  # fmt: skip

    granted = Effect(
        effects.granted, title=_("Approval entered in the register"), article=rules.ADMISSION_33
    ).Needs(shared.APPROVED).Next(this.approval_form)  # fmt: skip

    approval_form = Issue(
        papers.APPROVAL, title=_("Opinion of the committee"), article=rules.ADMISSION_33, facts=paperwork.approval, issuer=COMMITTEE,
        addressees=(BRANCH,),
    ).Needs(shared.APPROVED).Meets(shared.APPROVAL_ON_FILE, shared.DECIDED).Next(this.moved)  # fmt: skip

    refusal = Issue(
        papers.APPROVAL, title=_("Opinion of the committee that it is not approved"), article=rules.ADMISSION_33, facts=paperwork.refusal,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Meets(shared.REFUSAL_TOLD).Next(this.not_approved)  # fmt: skip

    moved = Effect(
        effects.moved, title=_("Register of members changed"), article=rules.CONSTITUTION_7
    ).Needs(*duties.OF_A_HEARING, shared.CARRIED, shared.SHOWN, shared.APPROVED, shared.APPROVAL_ON_FILE).Meets(duties.MOVED).Next(
        this.serve
    )  # fmt: skip

    was_extended = Fork(rules.IS_EXTENDED).Yes(this.extended).No(this.cancelled)

    # The ends.

    extended = Outcome("extended", title=_("Probation extended"), article=rules.CONSTITUTION_7).Needs(
        *duties.OF_A_MEASURE
    )
    cancelled = Outcome("cancelled", title=_("Probationary membership cancelled"), article=rules.CONSTITUTION_7).Needs(
        *duties.OF_A_MEASURE
    )
    not_carried = (
        Outcome("not_carried", title=_("Not carried by the general meeting"), article=rules.ADMISSION_32)
        .Needs(*duties.OF_A_HEARING, shared.CALLED)
        .Forbids(shared.CARRIED, shared.APPROVED, duties.MOVED)
    )  # fmt: skip
    not_approved = (
        Outcome("not_approved", title=_("Not approved by the committee"), article=rules.ADMISSION_33)
        .Needs(*duties.OF_A_HEARING, shared.SHOWN, shared.EXAMINED, shared.REFUSAL_TOLD)
        .Forbids(shared.APPROVED, duties.MOVED)
    )  # fmt: skip
    given_up = (
        Outcome("given_up", title=_("The branch proposes nothing"), article=rules.ADMISSION_31, again=True)
        .Needs(*duties.OF_A_HEARING)
        .Forbids(shared.CARRIED, shared.APPROVED, duties.MOVED)
    )  # fmt: skip
    referred = (
        Outcome("referred", title=_("Referred to the discipline inspection"), article=of_disposals.REGULATION_31)
        .Needs(*duties.OF_A_HEARING)
        .Forbids(shared.CARRIED, shared.APPROVED, duties.MOVED)
    )  # fmt: skip

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    opening_limits = staticmethod(shared_asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(shared_asking.initial)
    expected = staticmethod(asking.expected)
    summary_of = staticmethod(shared_asking.summary_of)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member it is about."""
        return answers["member"]

    @classmethod
    def ground_label(cls, code: str) -> str:
        """The ground in the reader's language."""
        return str(forms.Ground(code).label)
