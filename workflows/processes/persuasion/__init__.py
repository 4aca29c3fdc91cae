"""劝其退党、劝而不退予以除名: persuasion to withdraw, and the removal of whoever stays, by a second vote and a second approval.

It begins like every disposal: proposed, put on file, looked into, heard, voted on, shown to him, approved by the committee
as a body, told him with the way of appeal. Then two talk with him and advise him to leave. If he states himself that he
leaves, his membership ends. If he stays, or says nothing until the day, nothing has ended: he is heard once more, the
general meeting votes once more, now on his removal, it is shown to him once more, and the committee decides once more
(Constitution, Article 9: never one vote for both).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import measures
from forms.disposal import persuading as forms
from registry.models import Level
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.words import Appealable, Effect, Fork, Group, Issue, Opening, Outcome, Process
from workflows.families.disposal import asking as shared_asking
from workflows.families.disposal import duties as shared
from workflows.families.disposal import removal_papers, removed
from workflows.families.disposal import rules as shared_rules
from workflows.families.disposal.approved import Approved, approving
from workflows.families.disposal.inquired import Inquired, deliberating
from workflows.families.disposal.met import Met, voting
from workflows.families.disposal.places import BRANCH, COMMITTEE, OPENED_BY
from workflows.families.disposal.prereviewed import DepartmentReviewed, PreReviewed, entering_review
from workflows.families.disposal.proposed import Proposed, amending
from workflows.families.disposal.served import Served, announcing, receiving
from workflows.processes.persuasion import asking, duties, effects, paperwork, rules
from workflows.processes.persuasion import facts as of
from workflows.processes.persuasion.persuaded import Persuaded


class Persuasion(Proposed, Inquired, PreReviewed, DepartmentReviewed, Met, Approved, Served, Persuaded, Process):
    """Persuasion to withdraw (劝其退党), then removal of whoever stays (劝而不退予以除名)."""

    name = "persuasion"
    code = "劝"
    title = _("Persuasion to withdraw, then removal")
    summary = _(
        "Time to mend was of no use, or he threatens to leave: advise him to; whoever stays is voted on a second time."
    )
    prepares = (
        _("how the correction ended, or how he threatened to leave"),
        _("how the branch educated and helped him"),
        _("when the branch committee deliberated, and how many were there"),
    )
    minutes = 10
    icon = "log-out"
    group = Group.EDUCATING
    opened_by = OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    appealable = Appealable(("left", "removed"), COMMITTEE, ("D-DS-14d", "D-DS-17b"))

    measure_words: ClassVar[str] = "劝其退党"
    articles: ClassVar[str] = "《党章》第九条、《中国共产党党员教育管理工作条例》第三十一条"

    start = Opening(
        forms.PersuasionProposal, title=_("Proposal to start"), article=rules.REGULATION_31, guards=rules.OF_A_PROPOSAL
    ).Next(this.filed_before)
    amend = amending(forms.PersuasionAmendment, rules.MUST_COME_AFTER_CORRECTION)
    deliberate = deliberating(forms.PersuasionOpinion, rules.MUST_HAVE_NO_WILL)
    pre_review_entered = entering_review(this.department_review)
    vote = voting(asking.measure)

    # What the two stages call differently: the first one persuades, the second one removes.

    resolution = Fork(rules.IS_SECOND).No(this.persuasion_resolution).Yes(this.removal_resolution)
    persuasion_resolution = Issue(
        measures.PERSUASION_RESOLUTION, title=_("Resolution to persuade him"), article=rules.CONSTITUTION_9, facts=paperwork.resolution,
        issuer=BRANCH,
    ).Needs(shared.CARRIED, shared.MINUTED).Next(this.registered)  # fmt: skip
    removal_resolution = removed.resolving(this.registered).Needs(duties.ADVISED, duties.REFUSED)

    request = Fork(rules.IS_SECOND).No(this.persuasion_request).Yes(this.removal_request)
    persuasion_request = Issue(
        measures.PERSUASION_REQUEST, title=_("Request to approve the persuasion"), article=rules.CONSTITUTION_9, facts=paperwork.request,
        issuer=BRANCH, addressees=(COMMITTEE,),
    ).Needs(shared.SHOWN).Meets(shared.REQUESTED).Repeatable().Next(this.under_general_branch)  # fmt: skip
    removal_request = removed.requesting(this.under_general_branch).Needs(duties.ADVISED, duties.REFUSED)

    approve = approving(asking.approval)

    refusal = Fork(rules.IS_SECOND).No(this.persuasion_refusal).Yes(this.removal_refusal)
    persuasion_refusal = Issue(
        measures.PERSUASION_REPLY, title=_("Reply that the persuasion is not approved"), article=rules.CONSTITUTION_9,
        facts=paperwork.refusal, issuer=COMMITTEE, addressees=(BRANCH,),
    ).Meets(shared.REFUSAL_TOLD).Next(this.not_approved)  # fmt: skip
    removal_refusal = removed.refusing(this.not_approved)

    granted = Fork(rules.IS_SECOND).No(this.persuasion_granted).Yes(this.removal_granted)
    persuasion_granted = Effect(
        effects.advised, title=_("Approval of the persuasion entered in the register"), article=rules.CONSTITUTION_9
    ).Needs(shared.APPROVED).Next(this.approval_form)  # fmt: skip
    removal_granted = Effect(
        effects.removal_granted, title=_("Approval of the removal entered in the register"), article=rules.CONSTITUTION_9
    ).Needs(shared.APPROVED, duties.ADVISED, duties.REFUSED).Next(this.approval_form)  # fmt: skip

    reply = Fork(rules.IS_SECOND).No(this.persuasion_reply).Yes(this.removed_now)
    persuasion_reply = Issue(
        measures.PERSUASION_REPLY, title=_("Reply of the committee"), article=rules.CONSTITUTION_9, facts=paperwork.reply,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Needs(shared.APPROVED, shared.APPROVAL_ON_FILE).Next(this.persuasion_notice)  # fmt: skip
    persuasion_notice = Issue(
        measures.PERSUASION_NOTICE, title=_("Notice of the persuasion, to be served"), article=shared_rules.APPEALS, facts=paperwork.notice,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Needs(shared.APPROVED, shared.APPROVAL_ON_FILE).Meets(shared.DECIDED).Next(this.serve)  # fmt: skip

    removed_now = removed.removing(effects.removed_now, this.removal_decision).Needs(duties.ADVISED, duties.REFUSED)
    removal_decision = removed.deciding(this.removal_notice)
    removal_notice = removed.notifying(this.serve)

    receipt = receiving(this.told)
    told = Fork(rules.IS_SECOND).No(this.persuade).Yes(this.announce)

    announcement = announcing(this.how_it_ended)
    how_it_ended = Fork(rules.IS_SECOND).No(this.has_left).Yes(this.was_removed)

    # The ends.

    has_left = (
        Outcome("left", title=_("He has left as he was advised to"), article=rules.CONSTITUTION_9)
        .Needs(
            *shared.OF_A_MEASURE,
            *shared.OF_A_DISPOSAL,
            duties.ADVISED,
            duties.PERSUADED,
            duties.LEAVES,
            duties.STATED,
            shared.ENDED,
        )
        .Forbids(duties.REFUSED)
    )
    was_removed = Outcome("removed", title=_("Stayed, and was removed"), article=rules.CONSTITUTION_9).Needs(
        *shared.OF_A_MEASURE, *shared.OF_A_DISPOSAL, duties.ADVISED, duties.PERSUADED, duties.REFUSED, shared.ENDED
    )

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

    @classmethod
    def measure_of(cls, case: Case, said: Said) -> str:
        """The measure in hand: persuasion, and in the second stage removal."""
        return removal_papers.MEASURE if of.refused(said) else cls.measure_words

    @classmethod
    def ground_of(cls, case: Case, said: Said) -> str:
        """The ground; of the second stage that he stays."""
        return paperwork.STAYS if of.refused(said) else super().ground_of(case, said)
