"""Asked for, checked, passed on (申请、核对、报送): the first chapter of a transfer, up to the move inside one committee."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import transfer as papers
from forms import transfer as forms
from forms.kit import ON_PAPER_ONLY, Access
from workflows.engine.models import Decision
from workflows.engine.words import Effect, Fork, Issue, Opening, Step, Subject
from workflows.processes.transfer import duties, effects, paperwork, rules
from workflows.processes.transfer.facts import BRANCH, ISSUER, NEW_BRANCH
from workflows.processes.transfer.posts import (
    BRANCH_SECRETARY,
    COMMISSIONER,
    GENERAL_BRANCH_SECRETARY,
    HEAD,
    IN_A_HOP,
    IN_A_STEP,
    TO_REPLY,
)


class Requested:
    """提出与核对: the member asks, or confirms what his branch asks for him; the branch checks; a general branch passes on."""

    start = Opening(
        forms.Request, title=_("Request"), article=rules.REGULATION,
        guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_RECEIVABLE, rules.SHOULD_BE_DUE),
    ).Next(this.who_asks)  # fmt: skip

    who_asks = Fork(rules.BY_THE_MEMBER).Meets(duties.CONFIRMED, on="yes").Yes(this.request_paper).No(this.consent)

    consent = (
        Step(
            forms.Consent, title=_("Member's confirmation"), asks=_("Is this request right?"),
            article=rules.CONSTITUTION, to=Subject(recorded_by=BRANCH_SECRETARY), within=TO_REPLY,
            papers={"confirm": "request_paper"},
            fields={"signed_on": ON_PAPER_ONLY, "witness_1": ON_PAPER_ONLY, "witness_2": ON_PAPER_ONLY},
        )
        .Meets(duties.CONFIRMED, on="confirm")
        .On("confirm", this.request_paper)
        .On("object", this.amend)
    )  # fmt: skip

    amend = Step(
        forms.Amendment, title=_("Correction of the request"), asks=_("Correct what was found wrong and submit again."),
        article=rules.REGULATION, to=BRANCH_SECRETARY, within=IN_A_STEP,
        guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_RECEIVABLE, rules.SHOULD_BE_DUE),
        fields={"member": Access.READ_ONLY},
    ).Undoes(*duties.OF_A_REQUEST).Next(this.consent)  # fmt: skip

    request_paper = Issue(
        papers.REQUEST, title=_("Request"), article=rules.REGULATION, facts=paperwork.request, issuer=BRANCH,
    ).Needs(duties.CONFIRMED).Meets(duties.REQUEST_FILED).Next(this.branch_check)  # fmt: skip

    branch_check = (
        Step(
            forms.BranchCheck, title=_("Check by the branch"), asks=_("Are dues, duties and records in order?"),
            article=rules.LETTER_FORM, to=COMMISSIONER, within=IN_A_STEP,
            guards=(rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID, rules.MUST_HAVE_NO_OPEN_CASE),
            papers={"pass": "check_sheet"},
        )
        .Meets(duties.CHECKED, on="pass")
        .On("pass", this.dues_noted)
        .On("return", this.amend)
    )  # fmt: skip

    dues_noted = (
        Effect(effects.note_dues, title=_("Dues entered"), article=rules.LETTER_FORM)
        .Meets(duties.DUES_ENTERED)
        .Repeatable()
        .Next(this.check_sheet)
    )

    check_sheet = Issue(
        papers.CHECK, title=_("Check sheet"), article=rules.LETTER_FORM, facts=paperwork.check_sheet, issuer=BRANCH,
    ).Meets(duties.CHECK_FILED).Next(this.under_general_branch)  # fmt: skip

    under_general_branch = (
        Fork(rules.HAS_GENERAL_BRANCH).Meets(duties.PASSED_ON, on="no").Yes(this.pass_on).No(this.inside)
    )

    pass_on = (
        Step(
            forms.PassOn, title=_("Deliberation by the general branch"), asks=_("Pass the request on?"),
            article=rules.ADMISSION, to=GENERAL_BRANCH_SECRETARY, within=IN_A_STEP,
        )
        .Meets(duties.PASSED_ON, on="agree")
        .On("agree", this.inside)
        .On("return", this.amend)
    )  # fmt: skip

    inside = Fork(rules.IS_INTERNAL).Yes(this.reassign).No(this.examine)

    # Inside one committee: no letter.

    reassign = (
        Step(
            forms.Reassignment, title=_("Reassignment inside the committee"), asks=_("Move the member to the other branch?"),
            article=rules.REGULATION, to=HEAD, within=IN_A_HOP, kind=Decision.Kind.APPROVE,
            guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_RECEIVABLE, rules.MUST_HAVE_PAID, rules.MUST_HAVE_NO_OPEN_CASE, rules.MUST_BE_MOVABLE),
            papers={"agree": "internal_notice"},
        )
        .Needs(duties.CONFIRMED, duties.CHECKED, duties.PASSED_ON)
        .Meets(duties.MOVE_APPROVED, on="agree")
        .On("agree", this.internal_notice)
        .On("return", this.amend)
    )  # fmt: skip

    internal_notice = Issue(
        papers.INTERNAL, title=_("Notice to both branches"), article=rules.REGULATION, facts=paperwork.internal_notice,
        issuer=ISSUER, addressees=(BRANCH, NEW_BRANCH),
    ).Meets(duties.BOTH_TOLD).Next(this.moved_inside)  # fmt: skip

    moved_inside = (
        Effect(effects.member_reassigned, title=_("Relationship moved"), article=rules.REGULATION)
        .Needs(duties.MOVE_APPROVED, duties.BOTH_TOLD)
        .Forbids(duties.LETTER_OUT)
        .Meets(duties.MOVED)
        .Next(this.join)
    )
