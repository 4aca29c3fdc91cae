"""请示与批复: a request for instructions or approval, and its reply.

A branch or general branch asks the committee above it about one matter. The branch has studied it and says what it
proposes itself; its secretary signs the request. A general branch passes it on with its own opinion. The committee's
organiser registers it and looks whether it is for this committee and in order; if not, it goes back with the reason. He
proposes how to handle it and drafts the reply. Where the draft touches what others are responsible for they countersign;
agreement is striven for, and what differs is put before whoever decides. The committee's secretary signs the reply, or
the refusal. The branch gets it in writing and confirms that it has it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import instruction as papers
from forms import instruction as forms
from forms.kit import Access, Opinion
from registry.models import Level, Role
from workflows.engine.models import Decision
from workflows.engine.places import GENERAL_BRANCH
from workflows.engine.routing import post
from workflows.engine.signing import ALL
from workflows.engine.words import (
    Countersign,
    Fork,
    Group,
    Issue,
    Opening,
    Outcome,
    Process,
    Step,
    Suspension,
    Termination,
    Withdrawal,
    working_days,
)
from workflows.families.requests import asked_again
from workflows.processes.instruction import asking, duties, paperwork, rules
from workflows.processes.instruction import facts as of
from workflows.processes.instruction.facts import BRANCH, COMMITTEE, SUPERIOR

# -- the posts ----------------------------------------------------------------------------------------------------

BRANCH_SECRETARY = post(Role.SECRETARY, Role.DEPUTY_SECRETARY, of=BRANCH)
GENERAL_BRANCH_SECRETARY = post(Role.SECRETARY, of=GENERAL_BRANCH)
ORGANISER = post(Role.ORGANISER, of=COMMITTEE)
SECRETARY = post(Role.SECRETARY, of=COMMITTEE)
# Whose responsibility a matter can touch: those of the committee by division of work, and the department above.
CONCERNED = (
    post(Role.DEPUTY_SECRETARY, of=COMMITTEE),
    post(Role.COMMITTEE_MEMBER, of=COMMITTEE),
    post(Role.DEPARTMENT_HEAD, of=SUPERIOR),
)
CAN_BE_ADDED = (post(Role.ORGANISER, of=SUPERIOR), post(Role.COMMITTEE_MEMBER, of=SUPERIOR))

# -- the terms ----------------------------------------------------------------------------------------------------

# No article says how long an ordinary request may take: the term is one of the house, and stands still while suspended.
IN_A_STEP = working_days(lambda pack: pack.desk.step_working_days, stops=True)

# -- the course -----------------------------------------------------------------------------------------------------

AT_THE_COMMITTEE = ("examine", "draft", "consult", "coordinate", "approve")


class Instruction(Process):
    """Request for instructions and its reply (请示与批复)."""

    name = "instruction"
    code = "请"
    title = _("Request for instructions")
    summary = _("Ask the committee above for an instruction or an approval about one matter, and get its reply.")
    prepares = (
        _("on which day the branch studied the matter"),
        _("facts and reasons in some sentences"),
        _("what the branch itself proposes"),
    )
    minutes = 10
    icon = "message-circle-question-mark"
    group = Group.MEETING
    opened_by = asking.OPENED_BY
    opened_at_levels = (Level.BRANCH, Level.GENERAL_BRANCH)
    withdrawal = Withdrawal(
        article=rules.HOUSE, at=("sign", "amend", "pass_on", *AT_THE_COMMITTEE), then="withdrawal_form"
    )
    suspension = Suspension(article=rules.HOUSE, by=SECRETARY, at=AT_THE_COMMITTEE)
    termination = Termination(article=rules.HOUSE, by=SECRETARY, at=AT_THE_COMMITTEE, then="termination_notice")

    # The branch asks.

    start = Opening(
        forms.Request, title=_("Writing the request"), article=rules.ONE_MATTER,
        guards=(rules.MUST_HAVE_SUPERIOR, rules.SHOULD_BE_NEW),
    ).Next(this.sign)  # fmt: skip

    sign = (
        Step(
            forms.Signature, title=_("Signing the request"), asks=_("Sign the request as it will be printed?"),
            article=rules.STUDIED, to=BRANCH_SECRETARY, within=IN_A_STEP, guards=(rules.MUST_HAVE_SUPERIOR,),
            papers={"sign": "request_paper"},
        )
        .Meets(duties.SIGNED, on="sign")
        .On("sign", this.request_paper)
        .On("return", this.amend)
    )  # fmt: skip

    amend = Step(
        forms.Amendment, title=_("Correcting the request"), asks=_("Correct what was found wrong and submit again."),
        article=rules.RECEIVED, to=BRANCH_SECRETARY, within=IN_A_STEP, fields={"matter": Access.READ_ONLY},
    ).Undoes(*duties.OF_A_REQUEST).Next(this.sign)  # fmt: skip

    request_paper = Issue(
        papers.REQUEST, title=_("Request to the committee"), article=rules.SIGNED, facts=paperwork.request, issuer=BRANCH,
        addressees=(COMMITTEE,),
    ).Needs(duties.SIGNED).Meets(duties.REQUEST_FILED).Next(this.under_general_branch)  # fmt: skip

    under_general_branch = (
        Fork(rules.HAS_GENERAL_BRANCH).Meets(duties.PASSED_ON, on="no").Yes(this.pass_on).No(this.examine)
    )

    pass_on = (
        Step(
            forms.PassOn, title=_("Passing on by the general branch"), asks=_("Pass the request on, and what do you say to it?"),
            article=rules.FORWARDED, to=GENERAL_BRANCH_SECRETARY, within=IN_A_STEP,
        )
        .Meets(duties.PASSED_ON, on="agree")
        .On("agree", this.examine)
        .On("return", this.amend)
    )  # fmt: skip

    # The committee looks at it, proposes, asks those concerned.

    examine = (
        Step(
            forms.Examination, title=_("Registering and first check"), asks=_("Is it for this committee, and in order?"),
            article=rules.RECEIVED, to=ORGANISER, within=IN_A_STEP, guards=(rules.SHOULD_BE_NEW,),
            papers={"not_ours": "not_accepted_notice"},
        )
        .Needs(*duties.OF_A_REQUEST)
        .Meets(duties.ACCEPTED, on="accept")
        .On("accept", this.draft)
        .On("return", this.amend)
        .On("not_ours", this.not_accepted_notice)
    )  # fmt: skip

    draft = (
        Step(
            forms.Draft, title=_("Proposal and draft of the reply"), asks=_("How shall it be handled, and what shall the reply say?"),
            article=rules.PROPOSED, to=ORGANISER, within=IN_A_STEP, papers={"done": "sheet"},
        )
        .Needs(duties.ACCEPTED)
        .Undoes(*duties.OF_A_DRAFT)
        .Meets(duties.PROPOSED)
        .Next(this.others)
    )  # fmt: skip

    others = (
        Fork(rules.CONCERNS_OTHERS)
        .Meets(duties.CONSULTED, duties.COORDINATED, on="no")
        .Yes(this.consult)
        .No(this.sheet)
    )  # fmt: skip

    # All are asked to agree: agreement is to be striven for. One who does not sends it into talks, not to an end.
    consult = (
        Countersign(
            Opinion, title=_("Countersigning"), asks=_("Do you agree with the draft of the reply?"), article=rules.CONSULTED,
            signers=CONCERNED, otherwise=SECRETARY, rule=ALL, may_add=CAN_BE_ADDED, sender_may_change=True,
            within=IN_A_STEP, kind=Decision.Kind.APPROVE, papers={"agree": "sheet", "disagree": "sheet"},
        )
        .Needs(duties.PROPOSED)
        .Meets(duties.CONSULTED, duties.COORDINATED, on="agree")
        .Meets(duties.CONSULTED, on="disagree")
        .On("agree", this.sheet)
        .On("disagree", this.coordinate)
        .On("return", this.draft)
    )  # fmt: skip

    coordinate = (
        Step(
            forms.Coordination, title=_("Talks with those who do not agree"), asks=_("Can they agree with a changed draft?"),
            article=rules.CONSULTED, to=ORGANISER, within=IN_A_STEP, papers={"report": "sheet"},
        )
        .Needs(duties.CONSULTED)
        .Meets(duties.COORDINATED, on="report")
        .On("revise", this.draft)
        .On("report", this.sheet)
    )  # fmt: skip

    sheet = (
        Issue(
            papers.SHEET, title=_("Handling sheet"), article=rules.RECEIVED, facts=paperwork.sheet, issuer=COMMITTEE,
        )
        .Needs(duties.PROPOSED, duties.CONSULTED, duties.COORDINATED)
        .Meets(duties.SHEET_FILED)
        .Next(this.approve)
    )  # fmt: skip

    # Its leader decides, the branch is answered.

    approve = (
        Step(
            forms.Approval, title=_("Approval and signing of the reply"), asks=_("Sign the reply?"), article=rules.SIGNED,
            to=SECRETARY, within=IN_A_STEP, kind=Decision.Kind.APPROVE, guards=(rules.SHOULD_BE_AGREED,),
            papers={"agree": "reply", "refuse": "refusal"},
        )
        .Needs(*duties.OF_A_REQUEST, duties.ACCEPTED, *duties.OF_A_DRAFT)
        .Meets(duties.APPROVED, on="agree")
        .Meets(duties.DECLINED, on="refuse")
        .On("agree", this.reply)
        .On("return", this.draft)
        .On("refuse", this.refusal)
    )  # fmt: skip

    reply = Issue(
        papers.REPLY, title=_("Reply"), article=rules.ISSUED, facts=paperwork.reply, issuer=COMMITTEE, addressees=(BRANCH,),
    ).Needs(duties.APPROVED).Forbids(duties.DECLINED).Meets(duties.REPLIED).Next(this.acknowledge)  # fmt: skip

    acknowledge = (
        Step(
            forms.Receipt, title=_("Receipt of the reply"), asks=_("Has the branch the reply?"), article=rules.RECEIVED,
            to=BRANCH_SECRETARY, within=IN_A_STEP,
        )
        .Needs(duties.REPLIED)
        .Meets(duties.RECEIVED)
        .Next(this.answered)
    )  # fmt: skip

    refusal = Issue(
        papers.REPLY, title=_("Reply that refuses"), article=rules.ISSUED, facts=paperwork.reply, issuer=COMMITTEE,
        addressees=(BRANCH,),
    ).Needs(duties.DECLINED).Forbids(duties.APPROVED).Meets(duties.REPLIED).Next(this.acknowledge_refusal)  # fmt: skip

    acknowledge_refusal = (
        Step(
            forms.Receipt, title=_("Receipt of the refusal"), asks=_("Has the branch the reply?"), article=rules.RECEIVED,
            to=BRANCH_SECRETARY, within=IN_A_STEP,
        )
        .Needs(duties.REPLIED)
        .Meets(duties.RECEIVED)
        .Next(this.declined)
    )  # fmt: skip

    # Given back, called off, ended.

    not_accepted_notice = Issue(
        papers.NOT_ACCEPTED, title=_("Notice that the request is given back"), article=rules.RECEIVED,
        facts=paperwork.not_accepted, issuer=COMMITTEE, addressees=(BRANCH,),
    ).Meets(duties.GIVEN_BACK).Next(this.not_accepted)  # fmt: skip

    withdrawal_form = Issue(
        papers.WITHDRAWAL, title=_("Record of withdrawal"), article=rules.HOUSE, facts=paperwork.withdrawal, issuer=BRANCH,
    ).Meets(duties.WITHDRAWAL_FILED).Next(this.withdrawn)  # fmt: skip

    termination_notice = Issue(
        papers.TERMINATION, title=_("Notice that the request is ended"), article=rules.RECEIVED,
        facts=paperwork.termination, issuer=COMMITTEE, addressees=(BRANCH,),
    ).Meets(duties.TERMINATION_TOLD).Next(this.terminated)  # fmt: skip

    # The ends. Nothing is answered without a signature; what was given back, called off or ended was not answered.

    answered = (
        Outcome("answered", title=_("Answered"), article=rules.RECEIVED)
        .Needs(*duties.OF_A_REQUEST, duties.ACCEPTED, *duties.OF_A_DRAFT, duties.APPROVED, duties.REPLIED, duties.RECEIVED)
        .Forbids(duties.DECLINED)
    )  # fmt: skip
    declined = (
        Outcome("declined", title=_("Declined"), article=rules.RECEIVED, again=True)
        .Needs(*duties.OF_A_REQUEST, duties.ACCEPTED, *duties.OF_A_DRAFT, duties.DECLINED, duties.REPLIED, duties.RECEIVED)
        .Forbids(duties.APPROVED)
    )  # fmt: skip
    not_accepted = (
        Outcome("not_accepted", title=_("Given back, not for this committee"), article=rules.RECEIVED)
        .Needs(*duties.OF_A_REQUEST, duties.GIVEN_BACK)
        .Forbids(duties.REPLIED)
    )
    withdrawn = (
        Outcome("withdrawn", title=_("Called off"), article=rules.HOUSE, again=True)
        .Needs(duties.WITHDRAWAL_FILED)
        .Forbids(duties.REPLIED)
    )
    terminated = (
        Outcome("terminated", title=_("Ended by the committee"), article=rules.HOUSE, again=True)
        .Needs(duties.TERMINATION_TOLD)
        .Forbids(duties.REPLIED)
    )

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    facts = staticmethod(of.facts_of)
    about = "matter"
    opening_limits = staticmethod(asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    expected = staticmethod(asking.expected)
    summary_of = staticmethod(asking.summary_of)
    asked_again = staticmethod(asked_again)
