"""Studied and discussed (支委会研究、支部党员大会讨论), handbook 8.7 steps 3 and 4. A vote only where the policy wants one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import ballots
from documents.papers import meetings as papers
from forms import disposal as common
from forms.disposal import leaving as forms
from workflows.engine.models import Body
from workflows.engine.words import Convene, Discussion, Fork, Issue, Resolve, Step
from workflows.families.disposal import rules as shared
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, IN_A_STEP
from workflows.processes.own_request import asking, duties, effects, paperwork, rules


class Debated:
    """研究与讨论: the general meeting discusses it with the member; where it votes and does not agree, two talk with him again."""

    study = (
        Step(
            forms.Study, title=_("Study by the branch committee"), asks=_("Put the request before the general meeting?"),
            article=rules.HOUSE, to=BRANCH_SECRETARY, within=IN_A_STEP, guards=rules.OF_A_STUDY, serious=True,
        )
        .Needs(*duties.OF_A_REQUEST, *duties.OF_A_TALK)
        .Meets(duties.STUDIED, on="propose")
        .On("propose", this.convene)
        .On("taken_back", this.taken_back)
    )  # fmt: skip

    convene = Convene(
        common.Notice, meeting="discuss", title=_("Day and roll of the general meeting"), asks=_("Can the notice go out?"),
        article=rules.GENERAL_MEETING, to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "notice"},
    ).Needs(duties.STUDIED).Next(this.notice)  # fmt: skip

    notice = Issue(
        papers.NOTICE, title=_("Notice of the meeting"), article=shared.CONSTITUTION_4, facts=paperwork.notice, issuer=BRANCH,
        then=effects.call,
    ).Needs(duties.STUDIED).Meets(duties.CALLED).Repeatable().Next(this.discuss)  # fmt: skip

    discuss = (
        Discussion(
            forms.Discussed, item=asking.request, body=Body.GENERAL, of=BRANCH, title=_("General meeting of the branch"),
            asks=_("What was said in the meeting?"), article=rules.CONSTITUTION_9, to=BRANCH_SECRETARY,
            papers={"held": "minuted", "carried": "minuted", "lost": "minuted", "no_quorum": "adjourned"}, serious=True,
        )
        .Needs(duties.STUDIED, duties.CALLED)
        .Undoes(duties.CALLED, on="no_quorum")
        .On("held", this.attendance)
        .On("carried", this.attendance)
        .On("lost", this.attendance)
        .On("no_quorum", this.adjourned)
    )  # fmt: skip

    attendance = Issue(
        papers.SIGN_IN, title=_("Who came"), article=rules.GENERAL_MEETING, facts=paperwork.attendance, issuer=BRANCH,
    ).Needs(duties.CALLED).Next(this.minuted)  # fmt: skip

    minuted = Issue(
        papers.MINUTES, title=_("Minutes"), article=rules.GENERAL_MEETING, facts=paperwork.minutes, issuer=BRANCH,
    ).Needs(duties.CALLED).Meets(duties.MINUTED).Next(this.voted)  # fmt: skip

    voted = Fork(rules.WAS_VOTED).Yes(this.tally).No(this.agreed)

    tally = Issue(
        ballots.TALLY, title=_("Tally"), article=rules.GENERAL_MEETING, facts=paperwork.tally, issuer=BRANCH,
    ).Needs(duties.CALLED).Next(this.registered)  # fmt: skip

    registered = Resolve(
        meeting="discuss", title=_("Resolution entered in the register"), article=rules.GENERAL_MEETING
    ).Needs(duties.CALLED).Next(this.agreed)  # fmt: skip

    agreed = (
        Fork(rules.WAS_AGREED)
        .Meets(duties.DISCUSSED, on="yes")
        .Undoes(*duties.OF_A_TALK, *duties.OF_A_MEETING, on="no")
        .Yes(this.announce)
        .No(this.talk)
    )

    adjourned = Issue(
        papers.SIGN_IN, title=_("Who came to the meeting that was adjourned"), article=rules.GENERAL_MEETING, facts=paperwork.attendance,
        issuer=BRANCH,
    ).Next(this.convene)  # fmt: skip
