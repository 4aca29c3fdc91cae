"""Asked and talked over (申请、谈话教育), handbook 8.7 steps 1 and 2."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal, withdrawal
from forms.disposal import leaving as forms
from workflows.engine.words import Effect, Fork, Issue, Outcome, Step, Subject
from workflows.families.disposal import effects as shared
from workflows.families.disposal import rules as common
from workflows.families.disposal.inquired import SAID_ON_PAPER
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, IN_A_STEP
from workflows.processes.own_request import duties, effects, paperwork, rules


class Asked:
    """申请与谈话: nobody asks for him; two talk with him; whoever has lost belief is educated first."""

    who_asks = Fork(rules.BY_THE_MEMBER).Meets(duties.OWN, on="yes").Yes(this.request_paper).No(this.consent)

    consent = (
        Step(
            forms.Signature, title=_("Member's signature"), asks=_("Do you ask to leave, in these words?"), article=rules.CONSTITUTION_9,
            to=Subject(recorded_by=BRANCH_SECRETARY), within=IN_A_STEP, papers={"confirm": "request_paper"}, fields=SAID_ON_PAPER,
            serious=True,
        )
        .Meets(duties.OWN, on="confirm")
        .On("confirm", this.request_paper)
        .On("deny", this.denied)
    )  # fmt: skip

    request_paper = Issue(
        withdrawal.REQUEST, title=_("Request to leave"), article=rules.CONSTITUTION_9, facts=paperwork.request, issuer=BRANCH,
    ).Needs(duties.OWN).Meets(duties.REQUEST_FILED).Next(this.stated)  # fmt: skip

    stated = Effect(
        effects.stated, title=_("Request entered in the register"), article=rules.CONSTITUTION_9
    ).Needs(duties.OWN).Meets(duties.STATED).Next(this.talk)  # fmt: skip

    talk = (
        Step(
            forms.LeavingTalk, title=_("Talk with the member"), asks=_("Why does he want to leave, and does he insist?"),
            article=rules.REGULATION_31_3, to=BRANCH_SECRETARY, within=IN_A_STEP,
            papers={"insists": "talk_record", "taken_back": "last_talk", "threat": "threat_talk", "breach": "breach_talk"}, serious=True,
        )
        .Needs(*duties.OF_A_REQUEST)
        .Meets(duties.TALKED, on="insists")
        .On("insists", this.heard)
        .On("taken_back", this.last_talk)
        .On("threat", this.threat_talk)
        .On("breach", this.breach_talk)
    )  # fmt: skip

    heard = Effect(
        shared.heard, title=_("Hearing entered in the register"), article=common.CONSTITUTION_4
    ).Needs(duties.TALKED).Meets(duties.HEARD).Repeatable().Next(this.talk_record)  # fmt: skip

    talk_record = Issue(
        disposal.TALK, title=_("Record of the talk"), article=rules.REGULATION_31_3, facts=paperwork.talk, issuer=BRANCH,
    ).Needs(duties.HEARD).Meets(duties.TALK_ON_FILE).Next(this.educated_first)  # fmt: skip

    educated_first = Fork(rules.IS_EDUCATED_FIRST).Meets(duties.EDUCATED, on="no").Yes(this.educate).No(this.study)

    educate = (
        Step(
            forms.Education, title=_("Education"), asks=_("What was done, and does he still insist?"), article=rules.REGULATION_31_3,
            to=BRANCH_SECRETARY, within=IN_A_STEP, serious=True,
        )
        .Needs(duties.TALK_ON_FILE)
        .Meets(duties.EDUCATED, on="insists")
        .On("insists", this.study)
        .On("taken_back", this.taken_back)
        .On("threat", this.threat)
        .On("breach", this.referred)
    )  # fmt: skip

    # A talk after which he does not leave in this way.

    last_talk = Issue(
        disposal.TALK, title=_("Record of the talk"), article=rules.REGULATION_31_3, facts=paperwork.talk, issuer=BRANCH,
    ).Next(this.taken_back)  # fmt: skip
    threat_talk = Issue(
        disposal.TALK, title=_("Record of the talk"), article=rules.REGULATION_31_4, facts=paperwork.talk, issuer=BRANCH,
    ).Next(this.threat)  # fmt: skip
    breach_talk = Issue(
        disposal.TALK, title=_("Record of the talk"), article=common.REGULATION_31, facts=paperwork.talk, issuer=BRANCH,
    ).Next(this.referred)  # fmt: skip

    denied = Outcome(
        "denied", title=_("Not his own request"), article=rules.CONSTITUTION_9, again=True
    ).Forbids(duties.OWN, duties.ENDED)  # fmt: skip
    threat = Outcome(
        "threat", title=_("A threat to leave: persuasion comes next"), article=rules.REGULATION_31_4
    ).Needs(*duties.OF_A_REQUEST).Forbids(duties.ANNOUNCED, duties.ENDED)  # fmt: skip
    referred = Outcome(
        "referred", title=_("Referred to the discipline inspection"), article=common.REGULATION_31
    ).Needs(*duties.OF_A_REQUEST).Forbids(duties.ANNOUNCED, duties.ENDED)  # fmt: skip
