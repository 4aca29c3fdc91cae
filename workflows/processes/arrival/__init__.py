"""组织关系接收转入: a member comes from outside the system, with a letter on paper.

The committee with authority to accept enters the letter as it was presented. Its organiser examines it: who the member
is, whether the letter is genuine and in time, whether dues are paid, of a probationary member the record of training and
observation, strictly; where necessary he asks for the member's file first and waits for it. The head decides. Accepted,
the member is on the roll of the branch from that day and on no other; the branch takes him up, and the receipt goes back
under the letter's own number within a month. Given back, the sender learns the ground; until he is accepted the member
stays with the sender. A probationary membership is not recognised only with the approval of a county's organisation
department or a higher one; the member is heard before and told afterwards, with the way to appeal.

A letter that comes from inside the system is the other half of a transfer and opens no case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import arrival as papers
from documents.papers.transfer import RETURN_NOTE
from forms import arrival as forms
from forms.transfer import Enrolment, FileCheck, ReceiptForm, Statement
from registry.models import Level, Role
from workflows.engine.models import Decision
from workflows.engine.routing import post
from workflows.engine.words import (
    Effect,
    Group,
    Issue,
    Opening,
    Outcome,
    Process,
    Step,
    Suspension,
    Withdrawal,
    months,
    working_days,
)
from workflows.processes.arrival import asking, duties, effects, paperwork, rules
from workflows.processes.arrival import facts as of
from workflows.processes.arrival.facts import COMMITTEE, COUNTY, NEW_BRANCH
from workflows.processes.arrival.register import REGISTER

# -- the posts ----------------------------------------------------------------------------------------------------

ORGANISER = post(Role.ORGANISER, of=COMMITTEE)
HEAD = post(Role.DEPARTMENT_HEAD, Role.SECRETARY, of=COMMITTEE)
COUNTY_HEAD = post(Role.DEPARTMENT_HEAD, of=COUNTY)
BRANCH_SECRETARY = post(Role.SECRETARY, of=NEW_BRANCH)

# -- the terms ----------------------------------------------------------------------------------------------------

# Terms of the house stand still while a case is suspended; the month of the receipt is the letter's, and goes on.
IN_A_HOP = working_days(lambda pack: pack.transfer.hop_working_days, stops=True)
IN_A_STEP = working_days(lambda pack: pack.desk.step_working_days, stops=True)
TO_REPLY = working_days(lambda pack: pack.desk.subject_reply_working_days, stops=True)
FOR_THE_FILE = working_days(lambda pack: pack.transfer.file_check_working_days, stops=True)
RECEIPT_DUE = months(lambda pack: pack.transfer.receipt_due_months, since=rules.day_of_acceptance)

# -- the course -----------------------------------------------------------------------------------------------------

UNTIL_DECIDED = ("examine", "file_check", "approve", "approve_return", "approve_refusal", "statement", "recognition")


class Arrival(Process):
    """Arrival of a member from outside the system (组织关系接收转入)."""

    name = "arrival"
    code = "接"
    title = _("Arrival of a member from outside")
    summary = _("A member presents a letter from an organisation outside the system: take him in, or give it back.")
    prepares = (
        _("the letter of introduction, and a scan of it to attach"),
        _("the member's identity card"),
        _("the branch the member wishes to join"),
    )
    minutes = 10
    icon = "user-round-plus"
    group = Group.MOVING
    opened_by = asking.OPENED_BY
    opened_at_levels = (Level.COMMITTEE, Level.COUNTY, Level.PREFECTURE)
    withdrawal = Withdrawal(article=rules.HOUSE, at=UNTIL_DECIDED, then="withdrawal_form")
    # No article speaks of suspending. There is no ending by a superior: what is not accepted is given back with a ground.
    suspension = Suspension(article=rules.HOUSE, by=HEAD, at=UNTIL_DECIDED)

    start = Opening(
        forms.Letter, title=_("Letter presented"), article=rules.REGULATION,
        guards=(
            rules.MUST_MAY_ACCEPT, rules.MUST_BE_ON_NO_ROLL, rules.MUST_AGREE, rules.MUST_BE_ALONE, rules.SHOWS_VALIDITY,
            rules.SHOWS_DUES,
        ),
    ).Next(this.examine)  # fmt: skip

    # The organiser examines; where necessary he sees the file first.

    examine = (
        Step(
            forms.Examination, title=_("Examination by the organiser"), asks=_("Are member and letter in order?"),
            article=rules.REGULATION, to=ORGANISER, within=IN_A_HOP,
            guards=(rules.MUST_BE_ON_NO_ROLL, rules.MUST_AGREE, rules.MUST_HAVE_CLEAR_FILE, rules.SHOWS_VALIDITY, rules.SHOWS_DUES),
        )
        .Undoes(*duties.OF_AN_EXAMINATION, on="pass")
        .Undoes(*duties.OF_AN_EXAMINATION, on="wait")
        .Undoes(*duties.OF_AN_EXAMINATION, on="return")
        .Undoes(*duties.OF_AN_EXAMINATION, on="not_recognise")
        .Meets(duties.EXAMINED, duties.FOUND_GOOD, on="pass")
        .Meets(duties.EXAMINED, on="return")
        .Meets(duties.EXAMINED, on="not_recognise")
        .On("pass", this.approve)
        .On("wait", this.file_check)
        .On("return", this.approve_return)
        .On("not_recognise", this.approve_refusal)
    )  # fmt: skip

    file_check = Step(
        FileCheck, title=_("Waiting for the file"), asks=_("Has the member's file come, and what does it say?"),
        article=rules.REGULATION, to=ORGANISER, within=FOR_THE_FILE,
    ).Next(this.examine)  # fmt: skip

    # The head decides; never whoever entered the letter.

    approve = (
        Step(
            forms.Approval, title=_("Approval of the acceptance"), asks=_("Accept the member?"), article=rules.REGULATION,
            to=HEAD, within=IN_A_HOP, kind=Decision.Kind.APPROVE,
            guards=(
                rules.MUST_MAY_ACCEPT, rules.MUST_BE_ON_NO_ROLL, rules.MUST_AGREE, rules.MUST_BE_MOVABLE,
                rules.MUST_BE_ALONE, rules.MUST_HOLD, rules.MUST_HAVE_CLEAR_FILE,
            ),
            papers={"agree": "acceptance_form", "refuse": "return_note"},
        )
        .Needs(duties.EXAMINED, duties.FOUND_GOOD)
        .Meets(duties.ACCEPTED, on="agree")
        .Meets(duties.RETURN_APPROVED, on="refuse")
        .On("agree", this.acceptance_form)
        .On("return", this.examine)
        .On("refuse", this.return_note)
    )  # fmt: skip

    approve_return = (
        Step(
            forms.Agreement, title=_("Approval of giving the letter back"), asks=_("Give the letter back on this ground?"),
            article=rules.REGULATION, to=HEAD, within=IN_A_HOP, kind=Decision.Kind.APPROVE, papers={"agree": "return_note"},
        )
        .Needs(duties.EXAMINED)
        .Meets(duties.RETURN_APPROVED, on="agree")
        .On("agree", this.return_note)
        .On("return", this.examine)
    )  # fmt: skip

    approve_refusal = (
        Step(
            forms.Agreement, title=_("Proposal not to recognise the membership"),
            asks=_("Propose to the county not to recognise this probationary membership?"), article=rules.ADMISSION,
            to=HEAD, within=IN_A_HOP, kind=Decision.Kind.APPROVE, serious=True,
        )
        .Needs(duties.EXAMINED)
        .Meets(duties.PROPOSED_ABOVE, on="agree")
        .On("agree", this.statement)
        .On("return", this.examine)
    )  # fmt: skip

    # He has no account here: what he says is written down and signed before two witnesses.
    statement = Step(
        Statement, title=_("Statement of the member"), asks=_("What does the member say before recognition is refused?"),
        article=rules.CONSTITUTION, to=ORGANISER, within=TO_REPLY, serious=True,
    ).Needs(duties.PROPOSED_ABOVE).Meets(duties.HEARD).Next(this.recognition)  # fmt: skip

    recognition = (
        Step(
            forms.Agreement, title=_("Approval by the county that it is not recognised"),
            asks=_("Approve that this probationary membership is not recognised?"), article=rules.ADMISSION, to=COUNTY_HEAD,
            within=IN_A_HOP, kind=Decision.Kind.APPROVE, serious=True, papers={"agree": "refusal_notice"},
        )
        .Needs(duties.EXAMINED, duties.PROPOSED_ABOVE, duties.HEARD)
        .Meets(duties.REFUSED_ABOVE, on="agree")
        .On("agree", this.refusal_notice)
        .On("return", this.examine)
    )  # fmt: skip

    # Accepted: from that day on the roll, taken up by the branch, and the receipt goes back.

    acceptance_form = Issue(
        papers.ACCEPTANCE, title=_("Acceptance form"), article=rules.REGULATION, facts=paperwork.acceptance, issuer=COMMITTEE,
    ).Needs(duties.ACCEPTED).Meets(duties.FORM_FILED).Next(this.entered)  # fmt: skip

    entered = (
        Effect(effects.enter_on_roll, title=_("Entered on the roll"), article=rules.REGULATION)
        .Needs(duties.FOUND_GOOD, duties.ACCEPTED, duties.FORM_FILED)
        .Forbids(duties.RETURN_APPROVED, duties.REFUSED_ABOVE)
        .Meets(duties.ENTERED)
        .Next(this.branch_notice)
    )

    branch_notice = Issue(
        papers.BRANCH_NOTICE, title=_("Notice to the branch"), article=rules.REGULATION, facts=paperwork.branch_notice,
        issuer=COMMITTEE, addressees=(NEW_BRANCH,),
    ).Needs(duties.ENTERED).Meets(duties.BRANCH_TOLD).Next(this.join)  # fmt: skip

    join = Step(
        Enrolment, title=_("Joining the branch"), asks=_("Which party group, and dues from when?"),
        article=rules.CONSTITUTION_BRANCH, to=BRANCH_SECRETARY, within=IN_A_STEP,
    ).Needs(duties.ENTERED, duties.BRANCH_TOLD).Meets(duties.ENROLLED).Next(this.receipt)  # fmt: skip

    receipt = Step(
        ReceiptForm, title=_("Writing the receipt"), asks=_("Who answers for the receipt?"), article=rules.LETTER_FORM,
        to=ORGANISER, within=RECEIPT_DUE, papers={"done": "receipt_paper"},
    ).Needs(duties.ENTERED).Meets(duties.RECEIPT_WRITTEN).Next(this.receipt_paper)  # fmt: skip

    receipt_paper = Issue(
        papers.RECEIPT, title=_("Receipt"), article=rules.LETTER_FORM, facts=paperwork.receipt, issuer=COMMITTEE,
    ).Needs(duties.ENTERED, duties.RECEIPT_WRITTEN).Meets(duties.RECEIPT_MADE).Next(this.send)  # fmt: skip

    send = Step(
        forms.Sending, title=_("Sending the receipt"), asks=_("How and when did the receipt leave?"),
        article=rules.LETTER_FORM, to=ORGANISER, within=RECEIPT_DUE,
    ).Needs(duties.RECEIPT_MADE).Meets(duties.RECEIPT_SENT).Next(this.accepted)  # fmt: skip

    # Given back, not recognised, called off.

    return_note = Issue(
        RETURN_NOTE, title=_("Return note"), article=rules.REGULATION, facts=paperwork.return_note, issuer=COMMITTEE,
    ).Needs(duties.RETURN_APPROVED).Forbids(duties.ACCEPTED).Meets(duties.RETURN_TOLD).Next(this.returned)  # fmt: skip

    refusal_notice = Issue(
        papers.NOT_RECOGNISED, title=_("Notice that the membership is not recognised"), article=rules.ADMISSION,
        facts=paperwork.not_recognised, issuer=COMMITTEE,
    ).Needs(duties.HEARD, duties.REFUSED_ABOVE).Forbids(duties.ACCEPTED).Meets(duties.REFUSAL_TOLD).Next(
        this.struck_off
    )  # fmt: skip

    struck_off = (
        Effect(effects.strike_off, title=_("Probation not recognised"), article=rules.ADMISSION)
        .Needs(duties.REFUSED_ABOVE, duties.REFUSAL_TOLD)
        .Meets(duties.STRUCK_OFF)
        .Next(this.not_recognised)
    )

    withdrawal_form = Issue(
        papers.WITHDRAWAL, title=_("Record of withdrawal"), article=rules.HOUSE, facts=paperwork.withdrawal, issuer=COMMITTEE,
    ).Meets(duties.WITHDRAWAL_FILED).Next(this.withdrawn)  # fmt: skip

    # The ends. Nobody is on the roll without an approval; whoever is not accepted stays with the sender.

    accepted = (
        Outcome("accepted", title=_("Accepted"), article=rules.LETTER_FORM)
        .Needs(
            duties.EXAMINED, duties.FOUND_GOOD, duties.ACCEPTED, duties.FORM_FILED, duties.ENTERED, duties.BRANCH_TOLD,
            duties.ENROLLED, duties.RECEIPT_MADE, duties.RECEIPT_SENT,
        )
        .Forbids(duties.RETURN_APPROVED, duties.REFUSED_ABOVE)
    )  # fmt: skip
    returned = (
        Outcome("returned", title=_("Given back, not accepted"), article=rules.REGULATION, again=True)
        .Needs(duties.EXAMINED, duties.RETURN_APPROVED, duties.RETURN_TOLD)
        .Forbids(duties.ACCEPTED, duties.ENTERED)
    )
    not_recognised = (
        Outcome("not_recognised", title=_("Probationary membership not recognised"), article=rules.ADMISSION)
        .Needs(
            duties.EXAMINED,
            duties.PROPOSED_ABOVE,
            duties.HEARD,
            duties.REFUSED_ABOVE,
            duties.REFUSAL_TOLD,
            duties.STRUCK_OFF,
        )
        .Forbids(duties.ACCEPTED, duties.ENTERED)
    )
    withdrawn = (
        Outcome("withdrawn", title=_("Called off"), article=rules.HOUSE, again=True)
        .Needs(duties.WITHDRAWAL_FILED)
        .Forbids(duties.ACCEPTED, duties.ENTERED)
    )

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    about = "id_number"
    opening_limits = staticmethod(asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    expected = staticmethod(asking.expected)
    summary_of = staticmethod(asking.summary_of)
    matter_of = staticmethod(asking.matter_of)
    register = REGISTER

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member the register knows by the ID number, if he was here before; nobody else yet."""
        return of.member_of(dict(answers))
