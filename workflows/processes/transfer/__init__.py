"""组织关系转接: transfer of a member's organisational relationship.

A member who changes his place of work or residence, or goes away for the months the policy names, asks his branch; the
branch may ask for him when it learns the facts, and then he is told and heard. The branch checks dues, duties and open
cases. A general branch deliberates and passes on, it cannot approve. Inside one committee the committee reassigns him
without a letter. Otherwise the committee with approving authority issues the letter in three parts under one serial; it
is handed over, presented, and the receiving committee accepts or gives it back with a ground. Until he is accepted the
member stays on the sender's roll. The receipt goes back within a month; filed on the stub, it closes the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import transfer as papers
from forms import transfer as forms
from forms.kit import ON_PAPER_ONLY, Access
from registry.models import Level, Role
from workflows.engine.models import Decision
from workflows.engine.places import GENERAL_BRANCH
from workflows.engine.routing import post
from workflows.engine.words import (
    Effect,
    Fork,
    Issue,
    Opening,
    Outcome,
    Process,
    Step,
    Subject,
    Suspension,
    Termination,
    Withdrawal,
    months,
    working_days,
)
from workflows.processes.transfer import asking, duties, effects, paperwork, rules
from workflows.processes.transfer import facts as of
from workflows.processes.transfer.facts import BRANCH, ISSUER, NEW_BRANCH, RECEIVER

# -- the posts ----------------------------------------------------------------------------------------------------

BRANCH_SECRETARY = post(Role.SECRETARY, Role.DEPUTY_SECRETARY, of=BRANCH)
COMMISSIONER = post(Role.ORGANISATION_COMMISSIONER, of=BRANCH)
GENERAL_BRANCH_SECRETARY = post(Role.SECRETARY, of=GENERAL_BRANCH)
ORGANISER = post(Role.ORGANISER, of=ISSUER)
HEAD = post(Role.DEPARTMENT_HEAD, Role.SECRETARY, of=ISSUER)
RECEIVING_ORGANISER = post(Role.ORGANISER, of=RECEIVER)
NEW_SECRETARY = post(Role.SECRETARY, of=NEW_BRANCH)

# -- the terms ----------------------------------------------------------------------------------------------------

# Terms of the house stand still while a case is suspended; those of the letter's rules say nothing of it, so they go on.
IN_A_HOP = working_days(lambda pack: pack.transfer.hop_working_days, stops=True)
IN_A_STEP = working_days(lambda pack: pack.desk.step_working_days, stops=True)
TO_REPLY = working_days(lambda pack: pack.desk.subject_reply_working_days, stops=True)
RECEIPT_DUE = months(lambda pack: pack.transfer.receipt_due_months, since=rules.day_of_acceptance)

# -- the course -----------------------------------------------------------------------------------------------------

# The steps up to the approval.
UNTIL_APPROVED = ("consent", "amend", "branch_check", "pass_on", "reassign", "examine", "approve")


class Transfer(Process):
    """Transfer of a member's relationship (组织关系转接)."""

    name = "transfer"
    code = "转"
    title = _("Transfer of a member's relationship")
    summary = _("A member changes job or residence, or goes away for months: move the relationship to the new place.")
    prepares = (
        _("the member's telephone number"),
        _("the name of the receiving branch or committee"),
        _("the date from which the member is there"),
    )
    minutes = 6
    icon = "arrow-right-left"
    in_bulk = ("pass_on", "reassign", "approve")
    opened_by = asking.OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    opened_by_subject = True
    withdrawal = Withdrawal(
        article=rules.REGULATION,
        at=UNTIL_APPROVED,
        then="withdrawal_form",
    )
    # No article speaks of suspending or ending a request: both are arrangements of the house. Once the member is accepted
    # the issuing committee has no say in it any more, and once a letter is out the request is ended by its way back.
    suspension = Suspension(
        article=rules.HOUSE, by=HEAD, at=(*UNTIL_APPROVED, "hand_over", "report", "accept", "letter_back")
    )
    termination = Termination(article=rules.HOUSE, by=HEAD, at=UNTIL_APPROVED, then="termination_notice")

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

    # Between committees: the letter.

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
        this.travels
    )  # fmt: skip

    travels = Fork(rules.IS_ONLINE).Meets(duties.HANDED_OVER, on="yes").Yes(this.sent).No(this.hand_over)

    hand_over = Step(
        forms.HandOver, title=_("Handing over the letter"), asks=_("When and how did the letter reach the member?"),
        article=rules.LETTER_FORM, to=ORGANISER, within=IN_A_STEP,
    ).Meets(duties.HANDED_OVER).Next(this.sent)  # fmt: skip

    sent = (
        Effect(effects.letter_sent, title=_("Letter sent"), article=rules.LETTER_FORM)
        .Needs(duties.LETTER_OUT, duties.HANDED_OVER)
        .Meets(duties.LETTER_SENT)
        .Next(this.arrives)
    )

    arrives = Fork(rules.IS_ONLINE).Meets(duties.REPORTED, on="yes").Yes(this.accept).No(this.report)

    report = (
        Step(
            forms.Report, title=_("Report with the letter"), asks=_("Has the member presented the letter?"),
            article=rules.LETTER_OPINION, to=RECEIVING_ORGANISER, guards=(rules.SHOWS_VALIDITY,),
        )
        .Meets(duties.REPORTED)
        .Meets(duties.RETURN_TOLD, on="lapsed")
        .Lapsed(this.letter_back, on=rules.last_valid_day, article=rules.LETTER_OPINION, effect=effects.letter_expired)
        .Next(this.presented)
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
            guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_MOVABLE, rules.SHOWS_VALIDITY), papers={"return": "return_note"},
        )
        .Needs(duties.LETTER_SENT, duties.REPORTED)
        .Meets(duties.ACCEPTED, on="accept")
        .On("accept", this.moved)
        .On("return", this.return_note)
    )  # fmt: skip

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

    # Given back or lapsed.

    return_note = Issue(
        papers.RETURN_NOTE, title=_("Return note"), article=rules.REGULATION, facts=paperwork.return_note,
        issuer=RECEIVER, addressees=(ISSUER,), then=effects.letter_given_back,
    ).Meets(duties.RETURN_TOLD).Next(this.letter_back)  # fmt: skip

    letter_back = (
        Step(
            forms.LetterBack, title=_("Letter came back or expired"), asks=_("Issue a new letter, or end the transfer?"),
            article=rules.LETTER_OPINION, to=ORGANISER, within=IN_A_STEP,
        )
        .Needs(duties.RETURN_TOLD)
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

    # The ends. Until he is accepted the member stays where he is; no case ends with a letter that still counts.

    closed = Outcome("closed", title=_("Transferred"), article=rules.LETTER_FORM).Needs(
        *duties.OF_A_REQUEST, duties.APPROVED, duties.LETTER_OUT, duties.HANDED_OVER, duties.LETTER_SENT, duties.REPORTED,
        duties.ACCEPTED, duties.MOVED, duties.ENROLLED, duties.RECEIPT_SENT, duties.RECEIPT_FILED,
    )  # fmt: skip
    internal = (
        Outcome("internal", title=_("Reassigned inside the committee"), article=rules.REGULATION)
        .Needs(*duties.OF_AN_INNER_REQUEST, duties.MOVE_APPROVED, duties.BOTH_TOLD, duties.MOVED, duties.ENROLLED)
        .Forbids(duties.LETTER_OUT)
    )
    returned = Outcome("returned", title=_("Returned, not transferred"), article=rules.REGULATION, again=True).Forbids(
        duties.MOVED, duties.LETTER_OUT
    )
    refused = (
        Outcome("refused", title=_("Refused"), article=rules.REGULATION, again=True)
        .Needs(duties.CONFIRMED, duties.CHECKED, duties.EXAMINED, duties.REFUSAL_TOLD)
        .Forbids(duties.MOVED, duties.LETTER_OUT)
    )
    withdrawn = (
        Outcome("withdrawn", title=_("Called off"), article=rules.REGULATION, again=True)
        .Needs(duties.WITHDRAWAL_FILED)
        .Forbids(duties.MOVED, duties.LETTER_OUT)
    )
    terminated = (
        Outcome("terminated", title=_("Ended by the committee"), article=rules.CONSTITUTION, again=True)
        .Needs(duties.TERMINATION_TOLD)
        .Forbids(duties.MOVED, duties.LETTER_OUT)
    )

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    opening_limits = staticmethod(asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    expected = staticmethod(asking.expected)
    summary_of = staticmethod(asking.summary_of)
    asked_again = staticmethod(asking.asked_again)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member of the request."""
        return answers["member"]
