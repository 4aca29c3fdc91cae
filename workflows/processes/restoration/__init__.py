"""恢复党籍: restoring the membership of a suspended member with whom there is contact again.

He asks himself, in writing, within the years that the policy gives; what is typed in for him he signs before two witnesses.
Two talk with him: why there was no contact, how he lived. The branch committee sums it up, the general meeting votes, a
general branch deliberates, the committee reviews, the county's organisation department approves. Whoever is not restored
stays suspended and is told why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal
from documents.papers import lost_contact as papers
from forms import disposal as common
from forms import lost_contact as forms
from registry.models import Level
from workflows.engine.models import Decision
from workflows.engine.words import (
    Appealable,
    Convene,
    Effect,
    Fork,
    Group,
    Issue,
    Opening,
    Outcome,
    Process,
    Step,
    Subject,
    Withdrawal,
)
from workflows.families.disposal import duties as shared
from workflows.families.disposal import effects as registers
from workflows.families.disposal import rules as disposals
from workflows.families.disposal.approved import HIS_WORDS
from workflows.families.disposal.inquired import SAID_ON_PAPER
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, COMMITTEE, HEAD, IN_A_STEP, OPENED_BY
from workflows.families.disposal.served import Served, announcing
from workflows.families.lost_contact import duties as voted
from workflows.families.lost_contact.places import COUNTY, COUNTY_HEAD
from workflows.families.lost_contact.voted import Voted, losing, passing_on, under, voting
from workflows.processes.restoration import asking, duties, effects, paperwork, rules
from workflows.processes.restoration import facts as of

UNTIL_APPROVED = ("consent", "talk", "conclude", "convene", "vote", "pass_on", "review", "answer", "approve")


class Applied:
    """申请与谈话: nobody asks for him; two talk with him; the branch committee sums up what was found."""

    who_asks = Fork(rules.BY_THE_MEMBER).Meets(duties.OWN, on="yes").Yes(this.request_paper).No(this.consent)

    consent = (
        Step(
            forms.RestorationSignature, title=_("Member's signature"), asks=_("Do you ask to be restored, in these words?"),
            article=rules.REGULATION_24, to=Subject(recorded_by=BRANCH_SECRETARY), within=IN_A_STEP, papers={"confirm": "request_paper"},
            fields=SAID_ON_PAPER, serious=True,
        )
        .Meets(duties.OWN, on="confirm")
        .On("confirm", this.request_paper)
        .On("deny", this.withdrawn)
    )  # fmt: skip

    request_paper = Issue(
        papers.RESTORATION_REQUEST, title=_("Application to be restored"), article=rules.REGULATION_24, facts=paperwork.request, issuer=BRANCH,
    ).Needs(duties.OWN).Meets(duties.REQUEST_FILED).Next(this.stated)  # fmt: skip

    stated = Effect(
        effects.stated, title=_("Application entered in the register"), article=rules.REGULATION_24
    ).Needs(duties.OWN).Meets(duties.STATED).Next(this.talk)  # fmt: skip

    talk = (
        Step(
            forms.RestorationTalk, title=_("Talk with the member"), asks=_("Why was there no contact, and what does he want now?"),
            article=rules.PRACTICE, to=BRANCH_SECRETARY, within=IN_A_STEP, guards=rules.OF_A_DECISION,
            papers={"goes_on": "talk_record", "breach": "breach_talk"}, serious=True,
        )
        .Needs(*duties.OF_A_REQUEST)
        .Meets(duties.TALKED, on="goes_on")
        .On("goes_on", this.heard)
        .On("breach", this.breach_talk)
    )  # fmt: skip

    heard = Effect(
        registers.heard, title=_("Hearing entered in the register"), article=disposals.CONSTITUTION_4
    ).Needs(duties.TALKED).Meets(duties.HEARD).Repeatable().Next(this.talk_record)  # fmt: skip

    talk_record = Issue(
        disposal.TALK, title=_("Record of the talk"), article=rules.PRACTICE, facts=paperwork.talk, issuer=BRANCH,
    ).Needs(duties.HEARD).Meets(duties.TALK_ON_FILE).Next(this.conclude)  # fmt: skip

    breach_talk = Issue(
        disposal.TALK, title=_("Record of the talk"), article=disposals.REGULATION_31, facts=paperwork.talk, issuer=BRANCH,
    ).Next(this.referred)  # fmt: skip

    conclude = Step(
        forms.Conclusion, title=_("Opinion of the branch committee"), asks=_("What was found, and what is proposed?"), article=rules.PRACTICE,
        to=BRANCH_SECRETARY, within=IN_A_STEP,
    ).Needs(*duties.OF_A_REQUEST, *duties.OF_A_TALK).Meets(duties.CONCLUDED).Next(this.convene)  # fmt: skip

    convene = Convene(
        common.Notice, meeting="vote", title=_("Day and roll of the general meeting"), asks=_("Can the notice go out?"),
        article=disposals.GENERAL_MEETING, to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "notice"},
    ).Needs(duties.CONCLUDED).Next(this.notice)  # fmt: skip


class Restoration(Applied, Voted, Served, Process):
    """Restoring a membership (恢复党籍)."""

    name = "restoration"
    code = "复"
    title = _("Restoration of a membership")
    summary = _("There is contact again with a suspended member, and he asks to be restored.")
    prepares = (
        _("why contact was lost, and how he lived meanwhile, in the member's own words"),
        _("if it is on paper: the day he signed it, and two witnesses"),
    )
    minutes = 10
    icon = "user-check"
    group = Group.LEAVING
    opened_by = OPENED_BY
    opened_at_levels = (Level.BRANCH,)
    appealable = Appealable(("refused",), COMMITTEE)
    opened_by_subject = True
    # His alone to take back, as it was his alone to ask.
    withdrawal = Withdrawal(article=rules.HOUSE, at=UNTIL_APPROVED, then="withdrawn", alone=True)

    start = Opening(
        forms.RestorationRequest,
        title=_("Application to be restored"),
        article=rules.REGULATION_24,
        guards=rules.OF_A_REQUEST,
    ).Next(this.who_asks)

    vote = voting(asking.measure, rules.OF_A_VOTE)
    lost_minutes = losing(this.tell)
    under_general_branch = under(this.review)
    pass_on = passing_on(this.review)

    review = (
        Step(
            forms.RestorationDecision, title=_("Review by the committee"), asks=_("Put it before the county?"), article=rules.PRACTICE, to=HEAD,
            within=IN_A_STEP, guards=rules.OF_A_DECISION, kind=Decision.Kind.PRE_REVIEW, fields=HIS_WORDS, serious=True,
        )
        .Needs(*duties.OF_A_REQUEST, *duties.OF_A_TALK, *voted.OF_A_VOTE)
        .Meets(duties.REVIEWED, on="agree")
        .On("agree", this.approve)
        .On("return", this.answer)
        .On("refuse", this.tell)
    )  # fmt: skip

    answer = Step(
        forms.Answered, title=_("Answer of the branch"), asks=_("What was asked, and what is the answer?"), article=rules.PRACTICE,
        to=BRANCH_SECRETARY, within=IN_A_STEP,
    ).Undoes(duties.REVIEWED).Next(this.review)  # fmt: skip

    approve = (
        Step(
            forms.RestorationDecision, title=_("Approval by the county's organisation department"), asks=_("Restore the membership?"),
            article=rules.PRACTICE, to=COUNTY_HEAD, within=IN_A_STEP, guards=rules.OF_A_DECISION, kind=Decision.Kind.APPROVE,
            fields=HIS_WORDS, papers={"agree": "decision"}, serious=True,
        )
        .Needs(*duties.OF_A_REQUEST, *duties.OF_A_TALK, *voted.OF_A_VOTE, duties.REVIEWED)
        .Meets(duties.APPROVED, on="agree")
        .On("agree", this.granted)
        .On("return", this.answer)
        .On("refuse", this.tell)
    )  # fmt: skip

    granted = Effect(
        effects.granted, title=_("Approval entered in the register"), article=rules.PRACTICE
    ).Needs(duties.APPROVED).Meets(duties.GRANTED).Next(this.decision)  # fmt: skip

    decision = Issue(
        papers.RESTORATION, title=_("Decision to restore"), article=rules.REGULATION_24, facts=paperwork.decision, issuer=COUNTY,
        addressees=(COMMITTEE, BRANCH),
    ).Needs(duties.GRANTED).Meets(shared.DECIDED).Next(this.restore)  # fmt: skip

    restore = Effect(
        effects.restored, title=_("The membership is restored"), article=rules.REGULATION_24
    ).Needs(
        *duties.OF_A_REQUEST, *duties.OF_A_TALK, *voted.OF_A_VOTE, duties.REVIEWED, duties.GRANTED, shared.DECIDED
    ).Meets(duties.RESTORED).Next(this.serve)  # fmt: skip

    announcement = announcing(this.restored)

    # Not restored: he is told.

    tell = Step(
        forms.Told, title=_("Telling the member"), asks=_("How was he told why he is not restored?"), article=disposals.APPEALS,
        to=BRANCH_SECRETARY, within=IN_A_STEP, serious=True,
    ).Forbids(duties.APPROVED).Meets(duties.REFUSAL_TOLD).Next(this.refused)  # fmt: skip

    # The ends.

    restored = Outcome(
        "restored", title=_("Restored: a full member again"), article=rules.REGULATION_24
    ).Needs(*duties.OF_A_RESTORATION)  # fmt: skip
    refused = Outcome(
        "refused", title=_("Not restored: stays suspended"), article=rules.PRACTICE, again=True
    ).Needs(*duties.OF_A_REQUEST, *duties.OF_A_TALK, duties.REFUSAL_TOLD).Forbids(duties.APPROVED, duties.RESTORED)  # fmt: skip
    referred = Outcome(
        "referred", title=_("Referred to the discipline inspection"), article=disposals.REGULATION_31
    ).Needs(*duties.OF_A_REQUEST).Forbids(duties.APPROVED, duties.RESTORED)  # fmt: skip
    withdrawn = Outcome(
        "withdrawn", title=_("Taken back, or not his own application"), article=rules.HOUSE, again=True
    ).Forbids(duties.APPROVED, duties.RESTORED)  # fmt: skip

    # -- what the course knows about its cases ------------------------------------------------------------------------

    known = rules.Facts
    domains = rules.DOMAINS
    facts = staticmethod(of.facts_of)
    opening_limits = staticmethod(asking.opening_limits)
    limits = staticmethod(asking.limits)
    initial = staticmethod(asking.initial)
    summary_of = staticmethod(asking.summary_of)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member who asks."""
        return answers["member"]
