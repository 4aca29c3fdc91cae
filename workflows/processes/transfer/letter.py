"""Examined, approved, issued, on its way (审查、开具、交付): the chapter of the letter; and what is written where none is issued."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import transfer as papers
from forms import transfer as forms
from workflows.engine.models import Decision
from workflows.engine.words import Effect, Fork, Issue, Step
from workflows.processes.transfer import duties, effects, paperwork, rules
from workflows.processes.transfer.facts import BRANCH, ISSUER, RECEIVER
from workflows.processes.transfer.posts import HEAD, IN_A_HOP, IN_A_STEP, ORGANISER


class Lettered:
    """审查与开具: between committees the one with approving authority issues the letter in three parts under one serial."""

    examine = (
        Step(
            forms.Examination, title=_("Examination by the organiser"), asks=_("Is the request in order, and how shall the letter travel?"),
            article=rules.REGULATION, to=ORGANISER, within=IN_A_HOP,
            guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_RECEIVABLE, rules.MUST_HAVE_PAID, rules.MUST_HAVE_NO_OPEN_CASE, rules.SHOULD_BE_DUE),
        )
        .Meets(duties.EXAMINED, on="pass")
        .On("pass", this.approve)
        .On("return", this.amend)
    )  # fmt: skip

    approve = (
        Step(
            forms.Approval, title=_("Approval of the letter"), asks=_("Approve the transfer and issue the letter?"),
            article=rules.REGULATION, to=HEAD, within=IN_A_HOP, kind=Decision.Kind.APPROVE,
            guards=(rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID, rules.MUST_HAVE_NO_OPEN_CASE, rules.MUST_HAVE_NO_LETTER),
            papers={"agree": "letter", "refuse": "refusal"},
        )
        .Needs(duties.CONFIRMED, duties.CHECKED, duties.PASSED_ON, duties.EXAMINED)
        .Meets(duties.APPROVED, on="agree")
        .On("agree", this.letter)
        .On("return", this.examine)
        .On("refuse", this.refusal)
    )  # fmt: skip

    letter = Issue(
        papers.LETTER, title=_("Letter of introduction"), article=rules.LETTER_FORM, facts=paperwork.letter,
        issuer=ISSUER, addressees=(RECEIVER,), then=effects.enter_letter, foresees=effects.letter_entered,
    ).Needs(duties.APPROVED, duties.DUES_ENTERED).Forbids(duties.LETTER_OUT).Meets(duties.LETTER_OUT).Next(
        this.probation
    )  # fmt: skip

    probation = Fork(rules.ON_PROBATION).Meets(duties.LIST_WITH_IT, on="no").Yes(this.list_of_papers).No(this.travels)

    list_of_papers = Issue(
        papers.HAND_OVER_LIST, title=_("List of the papers of the probation"), article=rules.ADMISSION,
        facts=paperwork.hand_over_list, issuer=ISSUER, addressees=(RECEIVER,),
    ).Meets(duties.LIST_WITH_IT).Next(this.travels)  # fmt: skip

    travels = Fork(rules.IS_ONLINE).Meets(duties.HANDED_OVER, on="yes").Yes(this.sent).No(this.hand_over)

    hand_over = Step(
        forms.HandOver, title=_("Handing over the letter"), asks=_("When and how did the letter reach the member?"),
        article=rules.LETTER_FORM, to=ORGANISER, within=IN_A_STEP,
    ).Meets(duties.HANDED_OVER).Next(this.sent)  # fmt: skip

    sent = (
        Effect(effects.letter_sent, title=_("Letter sent"), article=rules.LETTER_FORM)
        .Needs(duties.LETTER_OUT, duties.LIST_WITH_IT, duties.HANDED_OVER)
        .Meets(duties.LETTER_SENT)
        .Next(this.arrives)
    )

    arrives = Fork(rules.IS_ONLINE).Meets(duties.REPORTED, on="yes").Yes(this.accept).No(this.abroad)

    abroad = Fork(rules.IS_OUTSIDE).Yes(this.answer).No(this.report)

    refusal = Issue(
        papers.REFUSAL, title=_("Notice of refusal"), article=rules.REGULATION, facts=paperwork.refusal, issuer=ISSUER,
        addressees=(BRANCH,),
    ).Meets(duties.REFUSAL_TOLD).Next(this.refused)  # fmt: skip

    withdrawal_form = Issue(
        papers.WITHDRAWAL, title=_("Record of withdrawal"), article=rules.REGULATION, facts=paperwork.withdrawal, issuer=BRANCH,
    ).Meets(duties.WITHDRAWAL_FILED).Next(this.withdrawn)  # fmt: skip

    termination_notice = Issue(
        papers.TERMINATION, title=_("Notice that the request is ended"), article=rules.CONSTITUTION,
        facts=paperwork.termination, issuer=ISSUER, addressees=(BRANCH,),
    ).Meets(duties.TERMINATION_TOLD).Next(this.terminated)  # fmt: skip
