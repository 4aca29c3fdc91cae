"""To an organisation outside (转往系统外): nobody there has a post here; what comes back on paper is registered by our organiser."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from forms import transfer as forms
from workflows.engine.words import Effect, Step
from workflows.processes.transfer import duties, effects, rules
from workflows.processes.transfer.posts import ANSWER_DUE, COUNTY_ORGANISER, ORGANISER


class Abroad:
    """系统外回执: the receipt is awaited on the stub; the letter may come back, be lost, or lie until it is out of date."""

    answer = (
        Step(
            forms.Answer, title=_("Answer from outside"), asks=_("What has come back from the organisation outside?"),
            article=rules.LETTER_FORM, to=ORGANISER, within=ANSWER_DUE, guards=(rules.MUST_BE_ON_ROLL, rules.SHOWS_VALIDITY, rules.MUST_BE_PAST),
        )
        .Needs(duties.LETTER_SENT)
        .Meets(duties.ANSWERED, on="receipt")
        .Meets(duties.RETURN_TOLD, on="returned")
        .Escalates(to=COUNTY_ORGANISER, on=rules.day_of_escalation, article=rules.HOUSE)
        .On("receipt", this.left)
        .On("returned", this.came_back)
        .On("expired", this.expired)
        .On("lost", this.lost)
    )  # fmt: skip

    left = (
        Effect(effects.member_left, title=_("Relationship moved"), article=rules.REGULATION)
        .Needs(duties.ANSWERED, duties.LETTER_OUT)
        .Meets(duties.MOVED)
        .Next(this.moved_out)
    )

    came_back = Effect(effects.letter_came_back, title=_("Letter given back"), article=rules.REGULATION).Next(
        this.letter_back
    )

    expired = Effect(effects.letter_out_of_date, title=_("Letter out of date"), article=rules.LETTER_OPINION).Next(
        this.explain
    )
