"""限期改正: time-limited correction of a member who has fallen short, sees it and is willing to mend.

The branch committee proposes it; the committee above puts the proposal on file before anything is looked into. Two full
members investigate, two talk with him, and he says in his own words what he has to say. The branch committee forms an
opinion, the general meeting votes, the resolution is shown to him. The committee decides as a body. He gets the decision
with the way of appeal, then it is announced. Two helpers help him for six months as a rule, a year at most in all. When
the time is over he reports and the general meeting finds whether he has mended; the committee concludes. Whoever has not
mended is persuaded to withdraw, which is asked for anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal as papers
from documents.papers import measures
from forms.disposal import correcting as forms
from registry.models import Level
from workflows.engine.words import Appealable, Effect, Fork, Group, Issue, Opening, Outcome, Process, Question
from workflows.families.disposal import asking as shared_asking
from workflows.families.disposal import duties as shared
from workflows.families.disposal.approved import Approved, approving
from workflows.families.disposal.inquired import Inquired, deliberating
from workflows.families.disposal.met import Met, voting
from workflows.families.disposal.places import BRANCH, COMMITTEE, OPENED_BY
from workflows.families.disposal.prereviewed import PreReviewed, entering_review
from workflows.families.disposal.proposed import Proposed, amending
from workflows.families.disposal.served import Served, announcing
from workflows.processes.correction import asking, duties, effects, paperwork, rules
from workflows.processes.correction import facts as of
from workflows.processes.correction.reviewed import Reviewed

HAS_MENDED = Question(
    "has_mended", _("Has he mended?"), rules.REGULATION_31_5, lambda facts: facts.mended, settled_by=("review",)
)


class Correction(Proposed, Inquired, PreReviewed, Met, Approved, Served, Reviewed, Process):
    """Time-limited correction (限期改正)."""

    name = "correction"
    code = "改"
    title = _("Time-limited correction")
    summary = _("A member has fallen short, sees it and is willing to mend: help him for some months, then look again.")
    prepares = (
        _("what he did or failed to do, with days and months"),
        _("when the branch committee deliberated, and how many were there"),
        _("whether a sanction was given for the same matter"),
    )
    minutes = 10
    icon = "life-buoy"
    group = Group.EDUCATING
    opened_by = OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    appealable = Appealable(("mended", "not_mended", "worse"), COMMITTEE, ("D-DS-11", "D-DS-13b"))

    measure_words: ClassVar[str] = "限期改正"
    articles: ClassVar[str] = "《中国共产党党员教育管理工作条例》第三十条"

    start = Opening(
        forms.CorrectionProposal, title=_("Proposal to start"), article=rules.REGULATION_30, guards=rules.OF_A_PROPOSAL
    ).Next(this.filed_before)
    amend = amending(forms.CorrectionAmendment)
    deliberate = deliberating(forms.CorrectionOpinion)
    pre_review_entered = entering_review(this.convene, shared.PRE_REVIEWED)
    vote = voting(asking.measure)

    resolution = Issue(
        papers.RESOLUTION, title=_("Resolution"), article=rules.REGULATION_30, facts=paperwork.resolution, issuer=BRANCH,
    ).Needs(shared.CARRIED, shared.MINUTED).Next(this.registered)  # fmt: skip

    request = Issue(
        measures.CORRECTION_REQUEST, title=_("Request to the committee"), article=rules.HANDLING, facts=paperwork.request, issuer=BRANCH,
        addressees=(COMMITTEE,),
    ).Needs(shared.SHOWN).Meets(shared.REQUESTED).Repeatable().Next(this.under_general_branch)  # fmt: skip

    approve = approving(asking.approval)

    granted = Effect(
        effects.granted, title=_("Approval entered in the register"), article=rules.HANDLING
    ).Needs(shared.APPROVED).Next(this.approval_form)  # fmt: skip

    reply = Issue(
        measures.CORRECTION_REPLY, title=_("Reply of the committee"), article=rules.HANDLING, facts=paperwork.reply, issuer=COMMITTEE,
        addressees=(BRANCH,),
    ).Needs(shared.APPROVED, shared.APPROVAL_ON_FILE).Next(this.decision)  # fmt: skip

    refusal = Issue(
        measures.CORRECTION_REPLY, title=_("Reply that it is not approved"), article=rules.HANDLING, facts=paperwork.refusal,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Meets(shared.REFUSAL_TOLD).Next(this.not_approved)  # fmt: skip

    decision = Issue(
        measures.CORRECTION_DECISION, title=_("Decision, to be served"), article=rules.HANDLING, facts=paperwork.decision, issuer=COMMITTEE,
        addressees=(BRANCH,),
    ).Needs(shared.APPROVED, shared.APPROVAL_ON_FILE).Meets(shared.DECIDED).Next(this.serve)  # fmt: skip

    announcement = announcing(this.plan)

    has_mended = Fork(HAS_MENDED).Yes(this.mended).No(this.not_mended)

    # The ends. He stays a full member at each of them.

    mended = Outcome("mended", title=_("Mended"), article=rules.REGULATION_30).Needs(
        *shared.OF_A_MEASURE, *shared.OF_A_DISPOSAL, *duties.OF_A_REVIEW
    )
    not_mended = Outcome(
        "not_mended", title=_("Not mended: persuasion comes next"), article=rules.REGULATION_31_5, leads_to="persuasion"
    ).Needs(*shared.OF_A_MEASURE, *shared.OF_A_DISPOSAL, *duties.OF_A_REVIEW)
    worse = Outcome(
        "worse",
        title=_("Has failed again: the correction has ended early"),
        article=rules.REGULATION_31_5,
        leads_to="persuasion",
    ).Needs(*shared.OF_A_MEASURE, *shared.OF_A_DISPOSAL, duties.PLANNED, duties.LOGGED)

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    opening_limits = staticmethod(shared_asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    expected = staticmethod(asking.expected)
    summary_of = staticmethod(shared_asking.summary_of)
    resolution_words = staticmethod(paperwork.resolution_words)
    granted_words = staticmethod(paperwork.granted_words)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member it is about."""
        return answers["member"]

    @classmethod
    def ground_label(cls, code: str) -> str:
        """The ground in the reader's language."""
        return str(forms.Ground(code).label)

    @classmethod
    def ground_words(cls, code: str) -> str:
        """The ground as papers print it."""
        return paperwork.GROUNDS[forms.Ground(code)]
