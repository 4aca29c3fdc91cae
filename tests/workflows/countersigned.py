"""Small courses with a step that several people sign, for tests: the branch drafts, the committee's posts sign."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from viewflow import this

from forms.kit import Limits, Opinion, StepForm
from forms.records import MemberField
from forms.transfer import Done
from registry import members
from registry.models import Level, Member, Organisation, Role
from registry.organisations import first_above
from workflows.engine.models import Case, Decision
from workflows.engine.routing import Place, post
from workflows.engine.said import Said
from workflows.engine.signing import ALL, ANY, MORE_THAN_HALF, at_least
from workflows.engine.words import (
    Countersign,
    Fork,
    Opening,
    Outcome,
    Process,
    Question,
    Step,
    Suspension,
    Termination,
    Withdrawal,
    working_days,
)  # fmt: skip
from workflows.policy.terms import Pack

ARTICLE = "第1条"
# Courses are found by the path of their class in an application; this one is for tests, and stands for a process.
MODULE = "workflows.processes.countersigned"
sys.modules[MODULE] = sys.modules[__name__]

BRANCH = Place("支部", lambda case: case.organisation, "%(organisation)s")
COMMITTEE = Place("党委", lambda case: first_above(case.organisation, with_authority=True), "%(organisation)s")
COUNTY = Place("县委", lambda case: first_above(case.organisation, Level.COUNTY), "%(organisation)s")
SECRETARY, COMMISSIONER = post(Role.SECRETARY, of=BRANCH), post(Role.ORGANISATION_COMMISSIONER, of=BRANCH)
SIGNERS = (
    post(Role.SECRETARY, of=COMMITTEE), post(Role.DEPUTY_SECRETARY, of=COMMITTEE), post(Role.ORGANISER, of=COMMITTEE),
)  # fmt: skip
HEAD, ORGANISER = post(Role.DEPARTMENT_HEAD, of=COUNTY), post(Role.ORGANISER, of=COUNTY)


class Request(StepForm):
    """Who is asked for."""

    outcomes = Done
    member = MemberField(label="党员")

    def prepare(self) -> None:
        """Only members of the branch."""
        self.fields["member"].queryset = Member.objects.all() if self.limits.reading else self.limits["members"]


class Draft(StepForm):
    """The text to be signed."""

    outcomes = Done
    text = django_forms.CharField(label="文稿", max_length=300)


@dataclass(frozen=True)
class Facts:
    """What the one question looks at."""

    pack: Pack
    agreed: int


UNANIMOUS = Question("unanimous", "是否一致同意？", ARTICLE, lambda facts: facts.agreed > 2, settled_by=("sign",))


def sign(**more: Any) -> Countersign:
    """The step of the committee's posts."""
    options: dict[str, Any] = {
        "title": "会签", "asks": "同意？", "article": ARTICLE, "signers": SIGNERS, "otherwise": HEAD, "may_add": (ORGANISER, BRANCH),
        "kind": Decision.Kind.APPROVE, "within": working_days(lambda pack: pack.desk.step_working_days),
    }  # fmt: skip
    step = Countersign(Opinion, **options | more)
    step.On("agree", this.unanimous).On("disagree", this.refused).On("return", this.draft)
    return step


class Base(Process):
    """What the courses have in common, apart from their nodes."""

    __module__ = MODULE
    code, title, summary = "会", "会签件", "请党委各位成员会签。"
    known = Facts
    domains = {"agreed": (0, 1, 2, 3, 4)}
    opened_by = (Role.SECRETARY,)
    opened_at_levels = (Level.BRANCH,)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member of the request."""
        return answers["member"]

    @classmethod
    def facts(cls, case: Case, said: Said | None = None) -> Facts:
        """How many agreed."""
        opinions = (said or Said(case)).opinions("sign")
        return Facts(cls.pack(case), sum(1 for opinion in opinions if opinion.outcome == "agree"))

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
        """Whom it is about."""
        return [("党员", case.member.person.name)]


def course(cls: str, step: Countersign, **more: Any) -> Any:
    """The branch drafts, others sign; nodes of its own, since a course takes its nodes as its own."""
    nodes = {
        "start": Opening(Request, title="发起", article=ARTICLE).Next(this.draft),
        "draft": Step(Draft, title="拟稿", asks="?", article=ARTICLE, to=COMMISSIONER).Next(this.sign),
        "sign": step,
        "unanimous": Fork(UNANIMOUS).Yes(this.closed).No(this.passed),
        "closed": Outcome("closed", title="一致通过", article=ARTICLE),
        "passed": Outcome("passed", title="通过", article=ARTICLE),
        "refused": Outcome("refused", title="不通过", article=ARTICLE),
    }
    made = type(Process)(
        cls, (Base,), {"__module__": MODULE, "__doc__": "For tests.", "name": "countersigned", **nodes, **more}
    )
    globals()[cls] = made
    return made


def dated(cls: str, step: Countersign) -> Any:
    """A course of which every step has a term, and one follows the signatures; it can be suspended."""
    soon = working_days(lambda pack: pack.desk.step_working_days, stops=True)
    nodes = {
        "suspension": Suspension(article=ARTICLE, by=HEAD, at=("draft", "sign", "file")),
        "start": Opening(Request, title="发起", article=ARTICLE).Next(this.draft),
        "draft": Step(Draft, title="拟稿", asks="?", article=ARTICLE, to=COMMISSIONER, within=soon).Next(this.sign),
        "sign": step.On("agree", this.file),
        "file": Step(Draft, title="归档", asks="?", article=ARTICLE, to=SECRETARY, within=soon).Next(this.closed),
        "closed": Outcome("closed", title="通过", article=ARTICLE),
        "refused": Outcome("refused", title="不通过", article=ARTICLE),
    }
    made = type(Process)(
        cls, (Base,), {"__module__": MODULE, "__doc__": "For tests.", "name": "countersigned", **nodes}
    )
    globals()[cls] = made
    return made


Signed = course("Signed", sign())
AnyOne = course("AnyOne", sign(rule=ANY))
MoreThanHalf = course("MoreThanHalf", sign(rule=MORE_THAN_HALF, sender_may_change=True))
AtLeastHalf = course("AtLeastHalf", sign(rule=at_least(1, 2)))
InOrder = course("InOrder", sign(in_order=True))
OfTwo = course("OfTwo", sign(rule=ALL.among(2)))
HERE = ("draft", "sign")
Stoppable = course(
    "Stoppable", sign(rule=MORE_THAN_HALF, sender_may_change=True),
    suspension=Suspension(article=ARTICLE, by=HEAD, at=HERE),
    termination=Termination(article=ARTICLE, by=HEAD, at=HERE, then="refused"),
    withdrawal=Withdrawal(article=ARTICLE, at=HERE, then="refused"),
)  # fmt: skip
Lapsing = course("Lapsing", sign().Lapsed(this.refused, on=lambda facts: dt.date(2026, 12, 1), article=ARTICLE))
DATED = {
    name: dated(f"Dated{name}", step)
    for name, step in (
        ("All", sign()), ("InOrder", sign(in_order=True)), ("Half", sign(rule=MORE_THAN_HALF)), ("OfTwo", sign(rule=ALL.among(2))),
    )
}  # fmt: skip
