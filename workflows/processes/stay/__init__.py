"""开具党员证明信: a member certificate letter for a stay elsewhere that is too short for a transfer.

A member who goes away for less than the months from which the relationship has to move asks his branch for a
certificate; the branch secretary may ask for him, and then he confirms it. The branch checks membership and dues, a
general branch deliberates and passes on, the committee with authority approves. The certificate, a letter with a stub,
counts on the days of the stay and no others; it is handed over. Nothing moves: the home branch keeps the member on its
roll, collects his dues and counts his vote. When the last day has passed its secretary says whether he is back. A stay
can be extended once, by a new certificate that takes the place of the old one, as long as no transfer is due. Whoever
stays on has to ask for a transfer; whoever cannot be reached is looked for, which a person begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import stay as papers
from forms import stay as forms
from forms.kit import ON_PAPER_ONLY, Access
from registry.models import Level, Organisation, Role
from workflows.engine.models import Case, Decision
from workflows.engine.places import GENERAL_BRANCH
from workflows.engine.routing import post
from workflows.engine.words import (
    Effect,
    Fork,
    Group,
    Issue,
    Opening,
    Outcome,
    Process,
    Step,
    Subject,
    Suspension,
    Termination,
    Withdrawal,
    working_days,
)
from workflows.families.requests import asked_again
from workflows.processes.stay import asking, duties, effects, paperwork, rules
from workflows.processes.stay import facts as of
from workflows.processes.stay.facts import BRANCH, ISSUER

# -- the posts ----------------------------------------------------------------------------------------------------

BRANCH_SECRETARY = post(Role.SECRETARY, Role.DEPUTY_SECRETARY, of=BRANCH)
COMMISSIONER = post(Role.ORGANISATION_COMMISSIONER, of=BRANCH)
GENERAL_BRANCH_SECRETARY = post(Role.SECRETARY, of=GENERAL_BRANCH)
ORGANISER = post(Role.ORGANISER, of=ISSUER)
HEAD = post(Role.DEPARTMENT_HEAD, Role.SECRETARY, of=ISSUER)

# -- the terms ----------------------------------------------------------------------------------------------------

# No article says how long a request may take: the terms are those of the house, and stand still while it is suspended.
IN_A_STEP = working_days(lambda pack: pack.desk.step_working_days, stops=True)
TO_REPLY = working_days(lambda pack: pack.desk.subject_reply_working_days, stops=True)

# -- the course -----------------------------------------------------------------------------------------------------

# The steps up to the approval.
UNTIL_APPROVED = ("consent", "amend", "branch_check", "pass_on", "approve")


class Stay(Process):
    """Certificate for a short stay elsewhere (开具党员证明信)."""

    name = "stay"
    code = "证"
    title = _("Certificate for a short stay")
    summary = _(
        "A member goes away for some months, too few for a transfer: certify the membership to the place there."
    )
    prepares = (
        _("first and last day of the stay"),
        _("the name of the organisation there, or its place"),
        _("the member's telephone number"),
    )
    minutes = 5
    icon = "plane"
    group = Group.MOVING
    in_bulk = ("pass_on", "approve")
    opened_by = asking.OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    opened_by_subject = True
    # No article speaks of calling off, suspending or ending a request: arrangements of the house. Once a certificate is
    # out the stay ends by the member's return.
    withdrawal = Withdrawal(article=rules.HOUSE, at=UNTIL_APPROVED, then="withdrawal_form")
    suspension = Suspension(article=rules.HOUSE, by=HEAD, at=(*UNTIL_APPROVED, "approve_extension"))
    termination = Termination(article=rules.HOUSE, by=HEAD, at=UNTIL_APPROVED, then="termination_notice")

    start = Opening(
        forms.Request, title=_("Request"), article=rules.OPINION,
        guards=(
            rules.MUST_BE_ON_ROLL, rules.MUST_BE_SHORT, rules.MUST_BE_AHEAD, rules.MUST_BE_ELSEWHERE,
            rules.MUST_HAVE_NO_LETTER, rules.MUST_HAVE_NO_CERTIFICATE, rules.SHOULD_BE_NEEDED, rules.SHOULD_BE_CERTAIN,
        ),
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
        article=rules.OPINION, to=BRANCH_SECRETARY, within=IN_A_STEP,
        guards=(
            rules.MUST_BE_ON_ROLL, rules.MUST_BE_SHORT, rules.MUST_BE_AHEAD, rules.MUST_BE_ELSEWHERE,
            rules.MUST_HAVE_NO_LETTER, rules.MUST_HAVE_NO_CERTIFICATE, rules.SHOULD_BE_NEEDED, rules.SHOULD_BE_CERTAIN,
        ),
        fields={"member": Access.READ_ONLY},
    ).Undoes(*duties.OF_A_REQUEST).Next(this.consent)  # fmt: skip

    request_paper = Issue(
        papers.REQUEST, title=_("Request"), article=rules.OPINION, facts=paperwork.request, issuer=BRANCH,
    ).Needs(duties.CONFIRMED).Meets(duties.REQUEST_FILED).Next(this.branch_check)  # fmt: skip

    branch_check = (
        Step(
            forms.BranchCheck, title=_("Check by the branch"), asks=_("Are membership and dues in order?"),
            article=rules.OPINION, to=COMMISSIONER, within=IN_A_STEP,
            guards=(
                rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID, rules.MUST_BE_SHORT, rules.MUST_BE_ELSEWHERE,
                rules.SHOULD_BE_NEEDED, rules.SHOULD_BE_CERTAIN, rules.SHOULD_HAVE_NO_CASE,
            ),
        )
        .Meets(duties.CHECKED, on="pass")
        .On("pass", this.dues_noted)
        .On("return", this.amend)
    )  # fmt: skip

    dues_noted = (
        Effect(effects.note_dues, title=_("Dues entered"), article=rules.LETTER_FORM)
        .Meets(duties.DUES_ENTERED)
        .Repeatable()
        .Next(this.under_general_branch)
    )

    under_general_branch = (
        Fork(rules.HAS_GENERAL_BRANCH).Meets(duties.PASSED_ON, on="no").Yes(this.pass_on).No(this.approve)
    )

    pass_on = (
        Step(
            forms.PassOn, title=_("Deliberation by the general branch"), asks=_("Pass the request on?"),
            article=rules.ADMISSION, to=GENERAL_BRANCH_SECRETARY, within=IN_A_STEP,
        )
        .Meets(duties.PASSED_ON, on="agree")
        .On("agree", this.approve)
        .On("return", this.amend)
    )  # fmt: skip

    approve = (
        Step(
            forms.Approval, title=_("Approval of the certificate"), asks=_("Issue the certificate for these days?"),
            article=rules.OPINION, to=HEAD, within=IN_A_STEP, kind=Decision.Kind.APPROVE,
            guards=(
                rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID, rules.MUST_BE_SHORT, rules.MUST_BE_AHEAD,
                rules.MUST_HAVE_NO_LETTER, rules.MUST_HAVE_NO_CERTIFICATE, rules.SHOULD_BE_NEEDED,
                rules.SHOULD_BE_CERTAIN, rules.SHOULD_HAVE_NO_CASE,
            ),
            papers={"agree": "certificate", "refuse": "refusal"},
        )
        .Needs(*duties.OF_A_REQUEST)
        .Meets(duties.APPROVED, on="agree")
        .On("agree", this.certificate)
        .On("return", this.amend)
        .On("refuse", this.refusal)
    )  # fmt: skip

    certificate = Issue(
        papers.CERTIFICATE, title=_("Member certificate letter"), article=rules.OPINION, facts=paperwork.certificate,
        issuer=ISSUER, addressees=(BRANCH,),
    ).Needs(duties.APPROVED, duties.DUES_ENTERED).Forbids(duties.CERTIFIED).Meets(duties.CERTIFIED).Next(
        this.hand_over
    )  # fmt: skip

    hand_over = Step(
        forms.HandOver, title=_("Handing over the certificate"), asks=_("When and how did the certificate reach the member?"),
        article=rules.HOUSE, to=ORGANISER, within=IN_A_STEP,
    ).Needs(duties.CERTIFIED).Meets(duties.HANDED_OVER).Next(this.away)  # fmt: skip

    # The stay. The member stays on the roll of his branch, pays his dues and votes there.

    away = (
        Step(
            forms.Whereabouts, title=_("During the stay"), asks=_("Has anything changed before the last day?"),
            article=rules.HOUSE, to=BRANCH_SECRETARY, guards=(rules.MUST_BE_FIRST_EXTENSION,),
            papers={"back": "return_record"},
        )
        .Needs(duties.HANDED_OVER)
        .Lapsed(this.is_back, on=rules.last_day, article=rules.OPINION)
        .On("back", this.return_record)
        .On("extend", this.extend)
        .On("gone", this.not_back)
    )  # fmt: skip

    is_back = (
        Step(
            forms.Whereabouts, title=_("The stay is over"), asks=_("Is the member back?"), article=rules.HOUSE,
            to=BRANCH_SECRETARY, within=IN_A_STEP, guards=(rules.MUST_BE_FIRST_EXTENSION,),
            papers={"back": "return_record"},
        )
        .Needs(duties.HANDED_OVER)
        .On("back", this.return_record)
        .On("extend", this.extend)
        .On("gone", this.not_back)
    )  # fmt: skip

    not_back = (
        Step(
            forms.NotBack, title=_("The member does not come back"), asks=_("Does the member stay on, or can nobody reach him?"),
            article=rules.HOUSE, to=BRANCH_SECRETARY, within=IN_A_STEP,
        )
        .On("stays", this.transfer_due)
        .On("lost", this.no_contact)
    )  # fmt: skip

    extend = (
        Step(
            forms.Extension, title=_("Extension"), asks=_("Until when, and why?"), article=rules.HOUSE,
            to=BRANCH_SECRETARY, within=IN_A_STEP,
            guards=(rules.MUST_BE_FIRST_EXTENSION, rules.MUST_BE_SHORT, rules.MUST_BE_AHEAD),
        )
        .Undoes(duties.EXTENSION_APPROVED, on="extend")
        .On("extend", this.approve_extension)
        .On("drop", this.away)
    )  # fmt: skip

    approve_extension = (
        Step(
            forms.ExtensionApproval, title=_("Approval of the extension"), asks=_("Issue a new certificate for the longer stay?"),
            article=rules.OPINION, to=HEAD, within=IN_A_STEP, kind=Decision.Kind.APPROVE,
            guards=(rules.MUST_BE_ON_ROLL, rules.MUST_BE_SHORT, rules.MUST_BE_AHEAD, rules.MUST_HAVE_NO_LETTER),
            papers={"agree": "new_certificate", "refuse": "extension_refusal"},
        )
        .Meets(duties.EXTENSION_APPROVED, on="agree")
        .On("agree", this.new_certificate)
        .On("return", this.extend)
        .On("refuse", this.extension_refusal)
    )  # fmt: skip

    new_certificate = Issue(
        papers.CERTIFICATE, title=_("New member certificate letter"), article=rules.HOUSE, facts=paperwork.certificate,
        issuer=ISSUER, addressees=(BRANCH,), then=effects.supersede,
    ).Needs(duties.EXTENSION_APPROVED, duties.CERTIFIED).Undoes(duties.HANDED_OVER).Next(this.hand_over)  # fmt: skip

    extension_refusal = Issue(
        papers.REFUSAL, title=_("Notice that the stay is not extended"), article=rules.CONSTITUTION,
        facts=paperwork.extension_refusal, issuer=ISSUER, addressees=(BRANCH,),
    ).Forbids(duties.EXTENSION_APPROVED).Next(this.away)  # fmt: skip

    return_record = Issue(
        papers.RETURN, title=_("Record of the return"), article=rules.HOUSE, facts=paperwork.return_record,
        issuer=BRANCH, then=effects.certificate_ends,
    ).Needs(*duties.OF_A_STAY).Meets(duties.RETURN_FILED).Next(this.returned)  # fmt: skip

    # Refused, called off, ended: before there is a certificate.

    refusal = Issue(
        papers.REFUSAL, title=_("Notice of refusal"), article=rules.CONSTITUTION, facts=paperwork.refusal, issuer=ISSUER,
        addressees=(BRANCH,),
    ).Meets(duties.REFUSAL_TOLD).Next(this.refused)  # fmt: skip

    withdrawal_form = Issue(
        papers.WITHDRAWAL, title=_("Record of withdrawal"), article=rules.HOUSE, facts=paperwork.withdrawal, issuer=BRANCH,
    ).Meets(duties.WITHDRAWAL_FILED).Next(this.withdrawn)  # fmt: skip

    termination_notice = Issue(
        papers.TERMINATION, title=_("Notice that the request is ended"), article=rules.CONSTITUTION,
        facts=paperwork.termination, issuer=ISSUER, addressees=(BRANCH,),
    ).Meets(duties.TERMINATION_TOLD).Next(this.terminated)  # fmt: skip

    # The ends. The member belongs to his branch at each of them.

    returned = Outcome("returned", title=_("Back again"), article=rules.HOUSE).Needs(
        *duties.OF_A_STAY, duties.RETURN_FILED
    )
    transfer_due = (
        Outcome(
            "transfer_due",
            title=_("Stays on: a transfer has to be asked for"),
            article=rules.REGULATION,
            leads_to="transfer",
        )
        .Needs(*duties.OF_A_STAY)
        .Forbids(duties.RETURN_FILED)
    )
    no_contact = (
        Outcome("no_contact", title=_("Contact lost: to be looked for by the branch"), article=rules.LOST_CONTACT)
        .Needs(*duties.OF_A_STAY)
        .Forbids(duties.RETURN_FILED)
    )
    refused = (
        Outcome("refused", title=_("Refused"), article=rules.CONSTITUTION, again=True)
        .Needs(*duties.OF_A_REQUEST, duties.REFUSAL_TOLD)
        .Forbids(duties.CERTIFIED)
    )
    withdrawn = (
        Outcome("withdrawn", title=_("Called off"), article=rules.HOUSE, again=True)
        .Needs(duties.WITHDRAWAL_FILED)
        .Forbids(duties.CERTIFIED)
    )
    terminated = (
        Outcome("terminated", title=_("Ended by the committee"), article=rules.CONSTITUTION, again=True)
        .Needs(duties.TERMINATION_TOLD)
        .Forbids(duties.CERTIFIED)
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
    asked_again = staticmethod(asked_again)

    @classmethod
    def barred_by(cls, answers: Mapping[str, Any], organisation: Organisation) -> Case | None:
        """Also the case in which the member is on his way to another organisation."""
        return super().barred_by(answers, organisation) or of.moving_by(answers["member"])

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member of the request."""
        return answers["member"]
