"""Presented, reviewed, received (报到、接收、编入、回执): the chapter of the receiving committee, and of its refusal to recognise."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import transfer as papers
from forms import transfer as forms
from forms.kit import ON_PAPER_ONLY
from workflows.engine.models import Decision
from workflows.engine.words import Effect, Fork, Issue, Step, Subject
from workflows.processes.transfer import duties, effects, paperwork, rules
from workflows.processes.transfer.facts import BRANCH, COUNTY, ISSUER, RECEIVER
from workflows.processes.transfer.posts import (
    COUNTY_HEAD,
    IN_A_HOP,
    IN_A_STEP,
    NEW_SECRETARY,
    ORGANISER,
    RECEIPT_DUE,
    RECEIVING_ORGANISER,
    TO_REPLY,
    TO_SEE_THE_FILE,
)


class Received:
    """报到与接收: the letter is presented and reviewed; until he is accepted the member stays on the sender's roll."""

    report = (
        Step(
            forms.Report, title=_("Report with the letter"), asks=_("Has the member presented the letter?"),
            article=rules.LETTER_OPINION, to=RECEIVING_ORGANISER, guards=(rules.SHOWS_VALIDITY,),
        )
        .Meets(duties.REPORTED, on="done")
        .Lapsed(this.explain, on=rules.last_valid_day, article=rules.LETTER_OPINION, effect=effects.letter_expired)
        .On("done", this.presented)
        .On("lost", this.lost)
    )  # fmt: skip

    presented = (
        Effect(effects.letter_presented, title=_("Letter presented"), article=rules.LETTER_OPINION)
        .Needs(duties.REPORTED)
        .Next(this.accept)
    )

    accept = (
        Step(
            forms.Acceptance, title=_("Review and acceptance"), asks=_("Accept the member?"), article=rules.REGULATION,
            to=RECEIVING_ORGANISER, within=IN_A_HOP, kind=Decision.Kind.APPROVE,
            guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_MOVABLE, rules.SHOWS_VALIDITY, rules.MUST_BE_ON_PROBATION), papers={"return": "return_note"},
        )
        .Needs(duties.LETTER_SENT, duties.REPORTED)
        .Meets(duties.ACCEPTED, on="accept")
        .On("accept", this.moved)
        .On("return", this.return_note)
        .On("file", this.file_check)
        .On("not_recognised", this.statement)
    )  # fmt: skip

    file_check = Step(
        forms.FileCheck, title=_("Looking into the file"), asks=_("Does the member's file agree with the letter?"),
        article=rules.REGULATION, to=RECEIVING_ORGANISER, within=TO_SEE_THE_FILE,
    ).Next(this.accept)  # fmt: skip

    moved = (
        Effect(effects.member_moved, title=_("Relationship moved"), article=rules.REGULATION)
        .Needs(duties.ACCEPTED, duties.LETTER_OUT)
        .Meets(duties.MOVED)
        .Next(this.join)
    )

    join = Step(
        forms.Enrolment, title=_("Joining the branch"), asks=_("Which party group, and dues from when?"),
        article=rules.CONSTITUTION_BRANCH, to=NEW_SECRETARY, within=IN_A_STEP,
    ).Needs(duties.MOVED).Meets(duties.ENROLLED).Next(this.joined)  # fmt: skip

    joined = Fork(rules.IS_INTERNAL).Yes(this.internal).No(this.receipt)

    receipt = Step(
        forms.ReceiptForm, title=_("Sending the receipt"), asks=_("Who sends the receipt?"), article=rules.LETTER_FORM,
        to=RECEIVING_ORGANISER, within=RECEIPT_DUE, papers={"done": "receipt_paper"},
    ).Meets(duties.RECEIPT_WRITTEN).Next(this.receipt_paper)  # fmt: skip

    receipt_paper = Issue(
        papers.RECEIPT, title=_("Receipt"), article=rules.LETTER_FORM, facts=paperwork.receipt, issuer=RECEIVER,
        addressees=(ISSUER,), numbered_as=paperwork.letter_behind, then=effects.receipt_sent,
    ).Needs(duties.RECEIPT_WRITTEN).Meets(duties.RECEIPT_SENT).Next(this.file)  # fmt: skip

    file = Step(
        forms.Filing, title=_("Filing the receipt"), asks=_("Is the receipt on the stub?"), article=rules.LETTER_FORM,
        to=ORGANISER, within=IN_A_STEP,
    ).Meets(duties.RECEIPT_SEEN).Next(this.filed)  # fmt: skip

    filed = (
        Effect(effects.receipt_filed, title=_("Receipt filed"), article=rules.LETTER_FORM)
        .Needs(duties.RECEIPT_SENT, duties.RECEIPT_SEEN)
        .Meets(duties.RECEIPT_FILED)
        .Next(this.closed)
    )

    # Not recognised: he is heard, and the county's department decides (rules on admission 34).

    statement = Step(
        forms.Statement, title=_("Statement of the member"), asks=_("What do you want to say before recognition is refused?"),
        article=rules.CONSTITUTION, to=Subject(recorded_by=RECEIVING_ORGANISER), within=TO_REPLY, serious=True,
        fields={"signed_on": ON_PAPER_ONLY, "witness_1": ON_PAPER_ONLY, "witness_2": ON_PAPER_ONLY},
    ).Meets(duties.HEARD).Next(this.recognition)  # fmt: skip

    recognition = (
        Step(
            forms.Recognition, title=_("Decision on recognition"), asks=_("Is the probation not to be recognised?"),
            article=rules.ADMISSION, to=COUNTY_HEAD, within=IN_A_HOP, kind=Decision.Kind.APPROVE, serious=True,
            guards=(rules.MUST_BE_ON_PROBATION,), papers={"agree": "unrecognised_notice"},
        )
        .Needs(duties.HEARD)
        .Meets(duties.NOT_RECOGNISED, on="agree")
        .On("agree", this.unrecognised_notice)
        .On("return", this.accept)
    )  # fmt: skip

    unrecognised_notice = Issue(
        papers.UNRECOGNISED, title=_("Notice that he is not recognised"), article=rules.ADMISSION,
        facts=paperwork.unrecognised, issuer=COUNTY, addressees=(RECEIVER, ISSUER, BRANCH),
    ).Needs(duties.HEARD, duties.NOT_RECOGNISED).Meets(duties.DISPOSAL_TOLD).Next(this.struck_off)  # fmt: skip

    struck_off = (
        Effect(effects.member_not_recognised, title=_("Probation not recognised"), article=rules.ADMISSION)
        .Needs(duties.NOT_RECOGNISED, duties.DISPOSAL_TOLD)
        .Meets(duties.STRUCK_OFF)
        .Undoes(duties.LETTER_OUT)
        .Next(this.not_recognised)
    )
