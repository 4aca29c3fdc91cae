"""Small courses with meetings, for tests: with a notice between convening and meeting, without, and about one matter."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.db import models
from viewflow import this

from forms.kit import Limits, StepForm
from forms.records import MemberField
from forms.transfer import Done
from registry import members
from registry.models import Level, Member, Organisation, Role
from registry.organisations import first_above
from workflows.engine.meetings.asked import ItemAsked
from workflows.engine.models import Body, Case
from workflows.engine.routing import Place, post
from workflows.engine.said import Said
from workflows.engine.votes.candidates import Purpose
from workflows.engine.votes.kinds import Kind
from workflows.engine.words import Convene, Discussion, Meeting, Opening, Outcome, Process, Resolve, Step, Vote
from workflows.policy.terms import Pack

ARTICLE = "第1条"
# Courses are found by the path of their class in an application; this one is for tests, and stands for processes.
MODULE = "workflows.processes.meetings_for_tests"
sys.modules[MODULE] = sys.modules[__name__]

BRANCH = Place("支部", lambda case: case.organisation, "%(organisation)s")
COMMITTEE = Place("党委", lambda case: first_above(case.organisation, with_authority=True), "%(organisation)s")
SECRETARY = post(Role.SECRETARY, of=BRANCH)


class Held(models.TextChoices):
    """How a meeting ends."""

    HELD = "held"
    NO_QUORUM = "no_quorum"


class Carried(models.TextChoices):
    """How one motion ends."""

    CARRIED = "carried"
    LOST = "lost"
    NO_QUORUM = "no_quorum"


class Debated(models.TextChoices):
    """How a matter ends that may be voted on."""

    HELD = "held"
    CARRIED = "carried"
    LOST = "lost"
    NO_QUORUM = "no_quorum"


class Elected(models.TextChoices):
    """How one election ends."""

    FILLED = "filled"
    SEATS_LEFT = "seats_left"
    SUPERIOR_DECIDES = "superior_decides"
    NO_QUORUM = "no_quorum"


class Request(StepForm):
    """Whom it is about, where it is about somebody."""

    outcomes = Done
    member = MemberField(label="党员", required=False)
    matter = django_forms.CharField(label="事由", required=False)

    def prepare(self) -> None:
        """Only members of the branch."""
        self.fields["member"].queryset = Member.objects.all() if self.limits.reading else self.limits["members"]


class Notice(StepForm):
    """Convening is done by acts; nothing is asked."""

    outcomes = Done


class Minutes(StepForm):
    """What the minutes need besides."""

    outcomes = Held
    gist = django_forms.CharField(label="发言要点", required=False)


class MotionMinutes(Minutes):
    """Of one motion."""

    outcomes = Carried


class DebateMinutes(Minutes):
    """Of one matter that may be voted on."""

    outcomes = Debated


class ElectionMinutes(Minutes):
    """Of one election."""

    outcomes = Elected


@dataclass(frozen=True)
class Facts:
    """Nothing depends on anything."""

    pack: Pack


class Base(Process):
    """What the courses have in common, apart from their nodes."""

    __module__ = MODULE
    code, title, summary = "议", "会议", "请召集会议。"
    known = Facts
    opened_by = (Role.SECRETARY,)
    opened_at_levels = (Level.BRANCH,)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member of the request, if there is one."""
        return answers["member"]

    @classmethod
    def facts(cls, case: Case, said: Said | None = None) -> Facts:
        """The policy alone."""
        return Facts(cls.pack(case))

    @classmethod
    def limits(cls, case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
        """Nothing is limited."""
        return Limits(today, by_subject)

    @classmethod
    def opening_limits(cls, organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
        """The members of the branch."""
        return Limits(today, values={"members": members.members_of(organisation, today)})

    @classmethod
    def summary_of(cls, case: Case, said: Said) -> list[tuple[Any, str]]:
        """What it is about."""
        return [("事由", case.about)]


def _step(word: type[Step], form: type[StepForm], **more: Any) -> Any:
    return word(form, title="会议", asks="?", article=ARTICLE, to=SECRETARY, **more)


def _course(cls: str, meeting: Step, *, before: Mapping[str, Any] | None = None) -> Any:
    """A meeting, with what comes before it; every end of it but for want of a quorum leads to the register."""
    nodes: dict[str, Any] = {
        "start": Opening(Request, title="发起", article=ARTICLE).Next(this.convene if before else this.meeting),
        **(before or {}),
        "meeting": meeting.On("no_quorum", this.convene if before else this.meeting),
        "enter": Resolve(meeting="meeting", title="登记决议", article=ARTICLE).Next(this.ended),
        "ended": Outcome("ended", title="办结", article=ARTICLE),
    }
    for outcome in meeting.form.outcomes.values:
        if outcome != "no_quorum":
            meeting.On(outcome, this.enter)
    made = type(Process)(cls, (Base,), {"__module__": MODULE, "__doc__": "For tests.", "name": "meeting_test", **nodes})
    globals()[cls] = made
    return made


def disposal(case: Case) -> ItemAsked:
    """The matter of the member the case is about."""
    return ItemAsked(Kind.GM_DISPOSAL, "关于限期改正的处置意见", subject=case.subject)


def talk(case: Case) -> ItemAsked:
    """The matter of the member the case is about, without a vote."""
    return ItemAsked(None, "讨论本人的申请", subject=case.subject)


def office(case: Case) -> ItemAsked:
    """An office for which the first two full members of the branch stand who hold no post."""
    full = members.members_of(case.organisation, case.opened_on).filter(standing="full", person__appointments=None)
    stand = tuple(member.person for member in full[:2])
    return ItemAsked(Kind.GM_ELECTION, "选举副书记", seats=1, purpose=Purpose.OFFICE, candidates=stand)


def notice() -> dict[str, Any]:
    """A step at which the meeting is convened."""
    return {"convene": _step(Convene, Notice, meeting="meeting").Next(this.meeting)}


Announced = _course("Announced", _step(Meeting, Minutes, body=Body.GENERAL, of=BRANCH), before=notice())
OfBranch = _course("OfBranch", _step(Meeting, Minutes, body=Body.GENERAL, of=BRANCH))
OfItsCommittee = _course("OfItsCommittee", _step(Meeting, Minutes, body=Body.BRANCH_COMMITTEE, of=BRANCH))
OfCommittee = _course("OfCommittee", _step(Meeting, Minutes, body=lambda case: Body.COMMITTEE, of=COMMITTEE))
AboutOne = _course("AboutOne", _step(Vote, MotionMinutes, vote=Kind.GM_DISPOSAL, item=disposal, of=BRANCH))
ElectsOne = _course("ElectsOne", _step(Vote, ElectionMinutes, vote=Kind.GM_ELECTION, item=office, of=BRANCH))
Debates = _course("Debates", _step(Discussion, DebateMinutes, item=talk, body=Body.GENERAL, of=BRANCH))
DebatesWithVote = _course(
    "DebatesWithVote", _step(Discussion, DebateMinutes, item=disposal, body=Body.GENERAL, of=BRANCH)
)
