"""Lost, out of date, given back (遗失、过期、退回): how a letter that came to nothing is voided, and issued anew or not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import transfer as papers
from forms import transfer as forms
from workflows.engine.words import Effect, Issue, Step
from workflows.processes.transfer import duties, effects, paperwork, rules
from workflows.processes.transfer.facts import BRANCH, ISSUER, RECEIVER
from workflows.processes.transfer.posts import BRANCH_SECRETARY, COUNTY_ORGANISER, IN_A_STEP, ORGANISER


class CameToNothing:
    """介绍信未用: the receiver hears of a loss at once; the branch certifies why, the issuer voids the number and decides."""

    lost = Effect(effects.letter_lost, title=_("Letter lost"), article=rules.LETTER_OPINION).Next(this.loss_notice)

    loss_notice = Issue(
        papers.LOSS_NOTICE, title=_("Notice of the loss"), article=rules.LETTER_OPINION, facts=paperwork.loss_notice,
        issuer=ISSUER, addressees=(RECEIVER,),
    ).Next(this.explain)  # fmt: skip

    explain = (
        Step(
            forms.Explanation, title=_("Request and certificate for a new letter"),
            asks=_("What does the member say, and what does the branch certify?"), article=rules.LETTER_OPINION,
            to=BRANCH_SECRETARY, within=IN_A_STEP, guards=(rules.SHOULD_BE_IN_HAND,), papers={"ask": "reissue_paper"},
        )
        .Meets(duties.RETURN_TOLD, on="ask")
        .Meets(duties.RETURN_TOLD, on="give_up")
        .Escalates(to=COUNTY_ORGANISER, on=rules.day_of_escalation, article=rules.HOUSE)
        .On("ask", this.reissue_paper)
        .On("give_up", this.letter_back)
    )  # fmt: skip

    reissue_paper = Issue(
        papers.REISSUE, title=_("Request and certificate for a new letter"), article=rules.LETTER_OPINION,
        facts=paperwork.reissue, issuer=BRANCH, addressees=(ISSUER,), then=effects.note_dues_certified,
    ).Next(this.letter_back)  # fmt: skip

    return_note = Issue(
        papers.RETURN_NOTE, title=_("Return note"), article=rules.REGULATION, facts=paperwork.return_note,
        issuer=RECEIVER, addressees=(ISSUER,), then=effects.letter_given_back,
    ).Meets(duties.RETURN_TOLD).Next(this.letter_back)  # fmt: skip

    letter_back = (
        Step(
            forms.LetterBack, title=_("Letter came back or expired"), asks=_("Issue a new letter, or end the transfer?"),
            article=rules.LETTER_OPINION, to=ORGANISER, within=IN_A_STEP,
            guards=(rules.MUST_BE_ASKED_FOR, rules.SHOULD_BE_IN_HAND),
        )
        .Needs(duties.RETURN_TOLD)
        .Escalates(to=COUNTY_ORGANISER, on=rules.day_of_escalation, article=rules.HOUSE)
        .On("reissue", this.voided_for_reissue)
        .On("end", this.voided)
    )  # fmt: skip

    voided_for_reissue = (
        Effect(effects.letter_voided, title=_("Number void"), article=rules.LETTER_FORM)
        .Undoes(duties.EXAMINED, duties.APPROVED, *duties.OF_A_LETTER)
        .Next(this.examine)
    )

    voided = (
        Effect(effects.letter_voided, title=_("Number void"), article=rules.LETTER_FORM)
        .Undoes(*duties.OF_A_LETTER)
        .Next(this.returned)
    )
