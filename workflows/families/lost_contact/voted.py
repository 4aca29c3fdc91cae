"""Voted on by the general meeting (支部党员大会表决), GM_GENERAL, and passed on by a general branch where there is one."""

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
from workflows.engine.obligations import Guard
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import Fork, Issue, Resolve, Step, Vote
from workflows.families.disposal import rules as shared
from workflows.families.disposal.places import BRANCH, BRANCH_SECRETARY, COMMITTEE, GENERAL_BRANCH_SECRETARY, IN_A_STEP
from workflows.families.lost_contact import duties, paperwork


class Voted:
    """大会表决与上报: called with notice to the member, voted on, its resolution sent up. Convening and vote are the process's own."""

    notice = Issue(
        papers.NOTICE, title=_("Notice of the meeting"), article=shared.CONSTITUTION_4, facts=paperwork.notice, issuer=BRANCH,
        then=paperwork.call,
    ).Meets(duties.CALLED).Repeatable().Next(this.vote)  # fmt: skip

    vote: Any = None

    attendance = Issue(
        papers.SIGN_IN, title=_("Who came"), article=shared.GENERAL_MEETING, facts=paperwork.attendance, issuer=BRANCH,
    ).Needs(duties.CARRIED).Next(this.minuted)  # fmt: skip

    minuted = Issue(
        papers.MINUTES, title=_("Minutes"), article=shared.GENERAL_MEETING, facts=paperwork.minutes, issuer=BRANCH,
    ).Needs(duties.CARRIED).Next(this.tally)  # fmt: skip

    tally = Issue(
        ballots.TALLY, title=_("Tally"), article=shared.GENERAL_MEETING, facts=paperwork.tally, issuer=BRANCH,
    ).Needs(duties.CARRIED).Meets(duties.MINUTED).Next(this.registered)  # fmt: skip

    registered = Resolve(
        meeting="vote", title=_("Resolution entered in the register"), article=shared.GENERAL_MEETING
    ).Needs(duties.CARRIED).Next(this.resolution)  # fmt: skip

    resolution = Issue(
        papers.RESOLUTIONS, title=_("Resolution, to the committee"), article=shared.GENERAL_MEETING, facts=paperwork.resolution,
        issuer=BRANCH, addressees=(COMMITTEE,),
    ).Needs(duties.CARRIED, duties.MINUTED).Meets(duties.RESOLVED).Repeatable().Next(this.under_general_branch)  # fmt: skip

    under_general_branch: Any = None
    pass_on: Any = None

    # Adjourned.

    adjourned = Issue(
        papers.SIGN_IN, title=_("Who came to the meeting that was adjourned"), article=shared.GENERAL_MEETING,
        facts=paperwork.attendance, issuer=BRANCH,
    ).Next(this.convene)  # fmt: skip


def voting(item: Callable[[Case], ItemAsked], guards: tuple[Guard, ...]) -> Vote:
    """The vote of the general meeting on one member (支部党员大会表决)."""
    return (
        Vote(
            forms.Minutes, vote=Kind.GM_GENERAL, item=item, of=BRANCH, title=_("General meeting of the branch"),
            asks=_("What was said in the meeting?"), article=shared.GENERAL_MEETING, to=BRANCH_SECRETARY, guards=guards,
            papers={"carried": "minuted", "lost": "lost_minutes", "no_quorum": "adjourned"}, serious=True,
        )
        .Needs(duties.CALLED)
        .Meets(duties.CARRIED, on="carried")
        .Undoes(duties.CALLED, on="no_quorum")
        .Undoes(duties.CALLED, on="lost")
        .On("carried", this.attendance)
        .On("lost", this.lost_minutes)
        .On("no_quorum", this.adjourned)
    )  # fmt: skip


def losing(then: Any) -> Issue:
    """The minutes of a meeting that did not carry it (未通过的会议记录), after which a process goes its own way."""
    return Issue(
        papers.MINUTES, title=_("Minutes of the meeting that did not carry it"), article=shared.GENERAL_MEETING, facts=paperwork.minutes,
        issuer=BRANCH,
    ).Next(then)  # fmt: skip


def under(then: Any) -> Fork:
    """Whether a general branch deliberates first (是否经党总支审议)."""
    return Fork(shared.HAS_GENERAL_BRANCH).Meets(duties.PASSED_ON, on="no").Yes(this.pass_on).No(then)


def passing_on(then: Any) -> Step:
    """Deliberation by the general branch (党总支审议): it passes on, or the meeting is called again."""
    return (
        Step(
            forms.PassOn, title=_("Deliberation by the general branch"), asks=_("Pass it on to the committee?"), article=shared.ADMISSION,
            to=GENERAL_BRANCH_SECRETARY, within=IN_A_STEP, serious=True,
        )
        .Needs(duties.RESOLVED)
        .Meets(duties.PASSED_ON, on="agree")
        .Undoes(*duties.OF_A_VOTE, on="return")
        .On("agree", then)
        .On("return", this.convene)
    )  # fmt: skip
