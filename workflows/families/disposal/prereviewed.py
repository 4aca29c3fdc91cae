"""Reviewed beforehand above (预审), handbook 8.1 step 7, where the policy asks for it: before the general meeting votes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal as papers
from forms import disposal as forms
from workflows.engine.models import Decision
from workflows.engine.words import Effect, Fork, Issue, Obligation, Step
from workflows.families.disposal import duties, effects, paperwork, rules
from workflows.families.disposal.places import BRANCH, COMMITTEE, DEPARTMENT, DEPARTMENT_HEAD, HEAD, IN_A_STEP


class PreReviewed:
    """基层党委预审: the committee says in writing what it thinks of the opinion of the branch, before anybody votes."""

    review_asked = Fork(rules.IS_PRE_REVIEWED).Meets(duties.PRE_REVIEWED, on="no").Yes(this.pre_review).No(this.convene)

    pre_review = (
        Step(
            forms.PreReview, title=_("Pre-review by the committee"), asks=_("Agree that it is put before the general meeting?"),
            article=rules.PREREVIEW, to=HEAD, within=IN_A_STEP, kind=Decision.Kind.PRE_REVIEW, guards=rules.OF_A_DECISION,
            papers={"agree": "pre_review_agreed", "disagree": "pre_review_opposed"}, serious=True,
        )
        .Needs(duties.OPINION)
        .On("agree", this.pre_review_agreed)
        .On("disagree", this.pre_review_opposed)
    )  # fmt: skip

    pre_review_agreed = Issue(
        papers.PRE_REVIEW, title=_("Opinion of the committee beforehand"), article=rules.PREREVIEW, facts=paperwork.pre_review,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Needs(duties.OPINION).Repeatable().Next(this.pre_review_entered)  # fmt: skip

    pre_review_opposed = Issue(
        papers.PRE_REVIEW, title=_("Opinion of the committee against it"), article=rules.PREREVIEW, facts=paperwork.pre_review,
        issuer=COMMITTEE, addressees=(BRANCH,),
    ).Repeatable().Next(this.deliberate)  # fmt: skip

    # The process's own, named here for its place in the order of the course.
    pre_review_entered: Any = None


class DepartmentReviewed:
    """组织部门预审: where a membership is at stake the organisation department above says so, too."""

    department_review = (
        Step(
            forms.PreReview, title=_("Pre-review by the organisation department"), asks=_("Agree that it is put before the general meeting?"),
            article=rules.PREREVIEW, to=DEPARTMENT_HEAD, within=IN_A_STEP, kind=Decision.Kind.PRE_REVIEW, guards=rules.OF_A_DECISION,
            papers={"agree": "department_agreed", "disagree": "department_opposed"}, serious=True,
        )
        .Needs(duties.OPINION)
        .On("agree", this.department_agreed)
        .On("disagree", this.department_opposed)
    )  # fmt: skip

    department_agreed = Issue(
        papers.PRE_REVIEW, title=_("Opinion of the department beforehand"), article=rules.PREREVIEW, facts=paperwork.department_review,
        issuer=DEPARTMENT, addressees=(BRANCH,),
    ).Needs(duties.OPINION).Repeatable().Next(this.department_entered)  # fmt: skip

    department_opposed = Issue(
        papers.PRE_REVIEW, title=_("Opinion of the department against it"), article=rules.PREREVIEW, facts=paperwork.department_review,
        issuer=DEPARTMENT, addressees=(BRANCH,),
    ).Repeatable().Next(this.deliberate)  # fmt: skip

    department_entered = (
        Effect(
            effects.department_reviewed, title=_("Pre-review by the department entered in the register"), article=rules.PREREVIEW
        )
        .Needs(duties.OPINION)
        .Meets(duties.PRE_REVIEWED)
        .Repeatable()
        .Next(this.convene)
    )  # fmt: skip


def entering_review(then: Any, *met: Obligation) -> Effect:
    """That the committee agreed beforehand is in the register (预审登记); the department is asked next, or the meeting called."""
    return (
        Effect(effects.pre_reviewed, title=_("Pre-review entered in the register"), article=rules.PREREVIEW)
        .Needs(duties.OPINION)
        .Meets(*met)
        .Repeatable()
        .Next(then)
    )
