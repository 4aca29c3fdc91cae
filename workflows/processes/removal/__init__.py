"""党内除名（自行脱党、丧失党员条件）: removal of a member who was not to be persuaded first.

On three grounds (Constitution, Article 9; Regulation on the education and management of members, Articles 24 and 31 (1)
(6)): for six months in a row, for no good reason, he took no part in organisational life, paid no dues or did no assigned
work, which the ledgers bear out month by month; he has lost the conditions of a member; or his membership has been
suspended for two years and he still cannot be reached. One vote of the general meeting, one approval by the committee as a
body; heard or provably offered a hearing before, served with the way of appeal after.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import monitoring
from forms.disposal import removing as forms
from registry.models import Level
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.engine.words import Appealable, Effect, Fork, Group, Issue, Opening, Outcome, Process
from workflows.families.disposal import asking as shared_asking
from workflows.families.disposal import duties as shared
from workflows.families.disposal import removal_papers, removed
from workflows.families.disposal.approved import Approved, approving
from workflows.families.disposal.inquired import Inquired, deliberating, reporting
from workflows.families.disposal.met import Met, voting
from workflows.families.disposal.places import BRANCH, COMMITTEE, OPENED_BY
from workflows.families.disposal.prereviewed import DepartmentReviewed, PreReviewed, entering_review
from workflows.families.disposal.proposed import Proposed, amending
from workflows.families.disposal.served import Served, announcing
from workflows.families.six_months import Rung
from workflows.processes.removal import asking, duties, effects, paperwork, rules
from workflows.processes.removal import facts as of


class Removal(Proposed, Inquired, PreReviewed, DepartmentReviewed, Met, Approved, Served, Process):
    """Removal (党内除名): withdrawn by his conduct, conditions lost, or suspended for two years."""

    name = "removal"
    code = "除"
    title = _("Removal without persuasion")
    summary = _(
        "Six months of missed duties, conditions lost, or suspended for two years: the general meeting votes on his removal."
    )
    prepares = (
        _("what he did or failed to do, with days and months"),
        _("the ledgers of the months, entered up to now"),
        _("when the branch committee deliberated, and how many were there"),
    )
    minutes = 10
    icon = "user-minus"
    group = Group.EDUCATING
    opened_by = OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    answers_to = (Rung.CASE,)
    appealable = Appealable(("removed",), COMMITTEE, ("D-DS-17b",))

    measure_words: ClassVar[str] = removal_papers.MEASURE
    articles: ClassVar[str] = "《党章》第九条、《中国共产党党员教育管理工作条例》第三十一条"

    start = Opening(
        forms.RemovalProposal, title=_("Proposal to start"), article=rules.REGULATION_31, guards=rules.OF_A_PROPOSAL
    ).Next(this.filed_before)
    amend = amending(forms.RemovalAmendment, *rules.OF_ITS_OWN)

    report = reporting(this.rests_on_ledgers)
    rests_on_ledgers = Fork(rules.RESTS_ON_LEDGERS).Meets(duties.LEDGERS_SHOWN, on="no").Yes(this.extract).No(this.talk)
    extract = Issue(
        monitoring.EXTRACT, title=_("Extract of the ledgers"), article=rules.CONSTITUTION_9, facts=paperwork.extract, issuer=BRANCH,
    ).Needs(shared.REPORT_ON_FILE).Meets(duties.LEDGERS_SHOWN).Next(this.talk)  # fmt: skip

    deliberate = deliberating(forms.RemovalOpinion, rules.MUST_FIT_STANDING)
    pre_review_entered = entering_review(this.department_review)
    vote = voting(asking.measure)

    resolution = removed.resolving(this.registered).Needs(duties.LEDGERS_SHOWN)
    request = removed.requesting(this.under_general_branch)
    approve = approving(asking.approval)

    granted = Effect(
        effects.granted, title=_("Approval of the removal entered in the register"), article=rules.CONSTITUTION_9
    ).Needs(shared.APPROVED, duties.LEDGERS_SHOWN).Next(this.approval_form)  # fmt: skip

    reply = removed.removing(effects.removed_now, this.removal_decision).Needs(duties.LEDGERS_SHOWN)
    removal_decision = removed.deciding(this.decision)
    decision = removed.notifying(this.serve)
    refusal = removed.refusing(this.not_approved)

    announcement = announcing(this.was_removed)

    # The ends.

    was_removed = Outcome("removed", title=_("Removed"), article=rules.CONSTITUTION_9).Needs(
        *shared.OF_A_MEASURE, *shared.OF_A_DISPOSAL, duties.LEDGERS_SHOWN, shared.ENDED
    )

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    first_answers = staticmethod(asking.first_answers)
    opening_limits = staticmethod(shared_asking.opening_limits)
    limits = staticmethod(shared_asking.limits)
    initial = staticmethod(shared_asking.initial)
    summary_of = staticmethod(shared_asking.summary_of)
    resolution_words = staticmethod(removal_papers.resolution_words)
    granted_words = staticmethod(removal_papers.granted_words)

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
    def articles_of(cls, case: Case, said: Said) -> str:
        """The articles of the ground."""
        return paperwork.ARTICLES[forms.Ground(of.ground_of(said))]
