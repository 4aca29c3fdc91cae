"""Talked with and heard (谈话、本人陈述、形成意见), handbook 8.8: no rule asks for a filing or an investigation before."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal as papers
from forms import disposal as forms
from forms import probation as own
from workflows.engine.words import Effect, Issue, Step, Subject
from workflows.families.disposal import duties as shared
from workflows.families.disposal import effects, paperwork
from workflows.families.disposal import rules as of_disposals
from workflows.families.disposal.inquired import SAID_ON_PAPER
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, IN_A_STEP
from workflows.processes.probation import duties, rules


class Heard:
    """谈话与陈述: two talk with him, he says in his own words what he has to say, then the branch committee forms an opinion."""

    talk = Step(
        forms.Talk, title=_("Talk with the member"), asks=_("What was he told, and what did he say?"), article=of_disposals.CONSTITUTION_4,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "talk_record"},
    ).Meets(shared.TALKED).Next(this.heard)  # fmt: skip

    heard = Effect(
        effects.heard, title=_("Hearing entered in the register"), article=of_disposals.CONSTITUTION_4
    ).Needs(shared.TALKED).Meets(shared.HEARD).Repeatable().Next(this.talk_record)  # fmt: skip

    talk_record = Issue(
        papers.TALK, title=_("Record of the talk"), article=rules.ADMISSION_31, facts=paperwork.talk, issuer=BRANCH,
    ).Needs(shared.HEARD).Meets(shared.TALK_ON_FILE).Next(this.words)  # fmt: skip

    words = (
        Step(
            forms.Words, title=_("The member's own words"), asks=_("What do you have to say to what was found?"),
            article=of_disposals.CONSTITUTION_4, to=Subject(recorded_by=BRANCH_SECRETARY), fields=SAID_ON_PAPER,
        )
        .Needs(shared.TALK_ON_FILE)
        .Meets(shared.OFFERED, on="said")
        .Meets(shared.OFFERED, on="nothing")
        .Meets(shared.OFFERED, on="lapsed")
        .Lapsed(this.deliberate, on=of_disposals.last_day_to_reply, article=of_disposals.HOUSE)
        .On("said", this.deliberate)
        .On("nothing", this.deliberate)
    )  # fmt: skip

    deliberate = (
        Step(
            own.Review, title=_("Opinion of the branch committee"), asks=_("Extend the probation, cancel it, or neither?"),
            article=rules.ADMISSION_31, to=BRANCH_SECRETARY, within=IN_A_STEP, guards=rules.OF_AN_OPINION, serious=True,
        )
        .Needs(*duties.OF_A_HEARING)
        .Meets(shared.OPINION, on="propose")
        .On("propose", this.convene)
        .On("drop", this.given_up)
        .On("refer", this.referred)
    )  # fmt: skip
