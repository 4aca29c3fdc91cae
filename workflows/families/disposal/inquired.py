"""Looked into and heard (调查核实、谈话、陈述、形成意见), handbook 8.1 steps 4 to 6."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import disposal as papers
from forms import disposal as forms
from forms.kit import ON_PAPER_ONLY
from workflows.engine.words import Effect, Guard, Issue, Outcome, Step, Subject
from workflows.families.disposal import duties, effects, paperwork, rules
from workflows.families.disposal.measured import Measured
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, IN_A_STEP

SAID_ON_PAPER = {"signed_on": ON_PAPER_ONLY, "witness_1": ON_PAPER_ONLY, "witness_2": ON_PAPER_ONLY}


def reporting(then: Any) -> Issue:
    """The report of the investigation (调查核实报告), after which a process goes on with what is its own."""
    return Issue(
        papers.INVESTIGATION, title=_("Report of the investigation"), article=rules.HANDLING, facts=paperwork.report, issuer=BRANCH,
    ).Needs(duties.LOOKED_INTO).Meets(duties.REPORT_ON_FILE).Next(then)  # fmt: skip


class Inquired(Measured):
    """调查与听取: two look into it, two talk with the member, and he says in his own words what he has to say."""

    investigate = (
        Step(
            forms.Inquiry, title=_("Investigation"), asks=_("Do the facts stand?"), article=rules.HANDLING, to=BRANCH_SECRETARY,
            within=IN_A_STEP, guards=(rules.MUST_BE_FULL,), papers={"stands": "report"}, serious=True,
        )
        .Needs(*duties.OF_A_PROPOSAL)
        .Meets(duties.LOOKED_INTO, on="stands")
        .On("stands", this.report)
        .On("unfounded", this.unfounded)
        .On("breach", this.referred)
    )  # fmt: skip

    report = reporting(this.talk)

    talk = Step(
        forms.Talk, title=_("Talk with the member"), asks=_("What was he told, and what did he say?"), article=rules.CONSTITUTION_4,
        to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "talk_record"},
    ).Needs(duties.REPORT_ON_FILE).Meets(duties.TALKED).Next(this.heard)  # fmt: skip

    heard = Effect(
        effects.heard, title=_("Hearing entered in the register"), article=rules.CONSTITUTION_4
    ).Needs(duties.TALKED).Meets(duties.HEARD).Repeatable().Next(this.talk_record)  # fmt: skip

    talk_record = Issue(
        papers.TALK, title=_("Record of the talk"), article=rules.HANDLING, facts=paperwork.talk, issuer=BRANCH,
    ).Needs(duties.HEARD).Meets(duties.TALK_ON_FILE).Next(this.words)  # fmt: skip

    words = (
        Step(
            forms.Words, title=_("The member's own words"), asks=_("What do you have to say to what was found?"),
            article=rules.CONSTITUTION_4, to=Subject(recorded_by=BRANCH_SECRETARY), fields=SAID_ON_PAPER,
        )
        .Needs(duties.TALK_ON_FILE)
        .Meets(duties.OFFERED, on="said")
        .Meets(duties.OFFERED, on="nothing")
        .Meets(duties.OFFERED, on="lapsed")
        .Lapsed(this.deliberate, on=rules.last_day_to_reply, article=rules.HOUSE)
        .On("said", this.deliberate)
        .On("nothing", this.deliberate)
    )  # fmt: skip

    # The process's own, named here for their place in the order of the course.
    deliberate: Any = None

    unfounded = (
        Outcome("unfounded", title=_("Not founded, nothing is done"), article=rules.HANDLING)
        .Needs(*duties.OF_A_PROPOSAL)
        .Forbids(duties.CARRIED, duties.APPROVED)
    )  # fmt: skip
    dropped = (
        Outcome("dropped", title=_("The branch proposes nothing"), article=rules.HANDLING)
        .Needs(*duties.OF_A_PROPOSAL, *duties.OF_AN_INQUIRY)
        .Forbids(duties.CARRIED, duties.APPROVED)
    )  # fmt: skip


def deliberating(form: type[forms.Opinion], *more: Guard, then: Any = this.review_asked) -> Step:
    """The opinion of the branch committee (形成处置意见): it proposes the measure to the general meeting, or nothing.

    ``more`` are guards of the process's own; ``then`` is where a proposal goes.
    """
    return (
        Step(
            form, title=_("Opinion of the branch committee"), asks=_("Propose the measure to the general meeting?"), article=rules.HANDLING,
            to=BRANCH_SECRETARY, within=IN_A_STEP, guards=(*rules.OF_A_DECISION, *more), serious=True,
        )
        .Needs(*duties.OF_AN_INQUIRY)
        .Meets(duties.OPINION, on="propose")
        .On("propose", then)
        .On("drop", this.dropped)
    )  # fmt: skip
