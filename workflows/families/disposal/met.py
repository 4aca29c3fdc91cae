"""Voted on and shown to the member (大会、决议、与本人见面), handbook 8.1 steps 8 to 10. The vote and its resolution are the process's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from documents.papers import ballots
from documents.papers import meetings as papers
from forms import disposal as forms
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Case
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import Convene, Issue, Outcome, Resolve, Step, Subject, Vote
from workflows.families.disposal import duties, effects, paperwork, rules
from workflows.families.disposal.inquired import SAID_ON_PAPER
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, IN_A_STEP


class Met:
    """大会表决: called with notice to the member, one person at a time; what it carried is shown to him."""

    convene = (
        Convene(
            forms.Notice, meeting="vote", title=_("Day and roll of the general meeting"), asks=_("Can the notice go out?"),
            article=rules.GENERAL_MEETING, to=BRANCH_SECRETARY, within=IN_A_STEP, papers={"done": "notice"},
        )
        .Needs(duties.OPINION)
        .Next(this.notice)
    )  # fmt: skip

    notice = Issue(
        papers.NOTICE, title=_("Notice of the meeting"), article=rules.CONSTITUTION_4, facts=paperwork.notice, issuer=BRANCH,
        then=effects.call,
    ).Needs(duties.OPINION).Meets(duties.CALLED).Repeatable().Next(this.ballot_paper)  # fmt: skip

    ballot_paper = Issue(
        ballots.MOTION_SLIP, title=_("Ballot papers"), article=rules.GENERAL_MEETING, facts=paperwork.ballot_paper, issuer=BRANCH,
    ).Needs(duties.CALLED).Next(this.vote)  # fmt: skip

    # The process's own, named here for their place in the order of the course.
    vote: Any = None

    attendance = Issue(
        papers.SIGN_IN, title=_("Who came"), article=rules.GENERAL_MEETING, facts=paperwork.attendance, issuer=BRANCH,
    ).Needs(duties.CARRIED).Next(this.minuted)  # fmt: skip

    minuted = Issue(
        papers.MINUTES, title=_("Minutes"), article=rules.GENERAL_MEETING, facts=paperwork.minutes, issuer=BRANCH,
    ).Needs(duties.CARRIED).Next(this.tally)  # fmt: skip

    tally = Issue(
        ballots.TALLY, title=_("Tally"), article=rules.GENERAL_MEETING, facts=paperwork.tally, issuer=BRANCH,
    ).Needs(duties.CARRIED).Meets(duties.MINUTED).Next(this.resolution)  # fmt: skip

    resolution: Any = None

    registered = (
        Resolve(meeting="vote", title=_("Resolution entered in the register"), article=rules.GENERAL_MEETING)
        .Needs(duties.CARRIED)
        .Meets(duties.RESOLVED)
        .Next(this.shown)
    )

    shown = (
        Step(
            forms.Shown, title=_("Shown to the member"), asks=_("Do you agree with the facts and the resolution?"),
            article=rules.CONSTITUTION_43, to=Subject(recorded_by=BRANCH_SECRETARY), within=IN_A_STEP, fields=SAID_ON_PAPER, serious=True,
        )
        .Needs(duties.RESOLVED)
        .Meets(duties.SHOWN, on="agree")
        .Meets(duties.SHOWN, on="disagree")
        .Meets(duties.SHOWN, on="refused")
        .Meets(duties.SHOWN, on="unreachable")
        .On("agree", this.submit)
        .On("disagree", this.submit)
        .On("refused", this.submit)
        .On("unreachable", this.submit)
    )  # fmt: skip

    # Adjourned, or not carried.

    adjourned = Issue(
        papers.SIGN_IN, title=_("Who came to the meeting that was adjourned"), article=rules.GENERAL_MEETING, facts=paperwork.attendance,
        issuer=BRANCH,
    ).Next(this.convene)  # fmt: skip

    lost_minutes = Issue(
        papers.MINUTES, title=_("Minutes of the meeting that did not carry it"), article=rules.GENERAL_MEETING, facts=paperwork.minutes,
        issuer=BRANCH,
    ).Next(this.not_carried)  # fmt: skip

    not_carried = (
        Outcome("not_carried", title=_("Not carried by the general meeting"), article=rules.GENERAL_MEETING)
        .Needs(*duties.OF_A_PROPOSAL, *duties.OF_AN_INQUIRY, duties.CALLED)
        .Forbids(duties.CARRIED, duties.APPROVED)
    )  # fmt: skip


def voting(item: Callable[[Case], ItemAsked]) -> Vote:
    """The vote of the general meeting on one member (支部党员大会表决)."""
    return (
        Vote(
            forms.Minutes, vote=Kind.GM_DISPOSAL, item=item, of=BRANCH, title=_("General meeting of the branch"),
            asks=_("What was said in the meeting?"), article=rules.GENERAL_MEETING, to=BRANCH_SECRETARY, guards=rules.OF_A_DECISION,
            papers={"carried": "minuted", "lost": "lost_minutes", "no_quorum": "adjourned"}, serious=True,
        )
        .Needs(duties.OPINION, duties.CALLED)
        .Meets(duties.CARRIED, on="carried")
        .Undoes(duties.CALLED, on="no_quorum")
        .On("carried", this.attendance)
        .On("lost", this.lost_minutes)
        .On("no_quorum", this.adjourned)
    )  # fmt: skip
