"""The case that is measured (五级审批): five approvals, each by a post found anew, then a paper. Ours, and stock viewflow's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process as StockProcess

from audit import clock
from documents.kinds import Field, PaperKind
from forms.kit import Decision as Approval
from forms.kit import Limits, StepForm
from forms.records import MemberField
from forms.transfer import Done
from registry import members
from registry.models import Level, Member, Organisation, Role
from registry.organisations import first_above
from workflows.engine.models import Case, Decision
from workflows.engine.routing import Place, PostOf, post
from workflows.engine.said import Said
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Issue, Opening, Outcome, Process, Step, Verdict, Weight, working_days

ARTICLE = "第1条"
STEPS = ("first", "second", "third", "fourth", "fifth")
OPINION = "情况属实，材料齐全，同意。"


class Request(StepForm):
    """Who is asked for, and why."""

    outcomes = Done
    member = MemberField(label="党员")
    note = django_forms.CharField(label="说明", max_length=300)

    def prepare(self) -> None:
        """Only members of the branch."""
        self.fields["member"].queryset = Member.objects.all() if self.limits.reading else self.limits["members"]


PAPER = PaperKind(
    code="BENCH-1", title="批复", official_kind="批复", issuer=("基层党委",), addressee=("党支部",),
    template="transfer/request.html",
    fields=(Field("name", "姓名", 24), Field("note", "说明", 300), Field("opinion", "意见", 300), Field("date", "日期", 10, holds="date")),
    series="register", sealed=False, copies=("A",), retention_key="papers_years",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What the one rule looks at."""

    today: dt.date
    member: str
    on_the_roll: bool


def on_the_roll(facts: Facts) -> Verdict:
    """Nothing is approved for somebody who is not on the roll."""
    weight = Weight.OK if facts.on_the_roll else Weight.BLOCK
    return Verdict(weight, say("%(member)s", member=facts.member), say("roll"))


BRANCH = Place("支部", lambda case: case.organisation, "%(organisation)s")
COMMITTEE = Place("党委", lambda case: first_above(case.organisation, with_authority=True), "%(organisation)s")
COUNTY = Place("县委", lambda case: first_above(case.organisation, Level.COUNTY), "%(organisation)s")
MUST_BE_ON_ROLL = Guard("on_the_roll", ARTICLE, on_the_roll, ("agree",))
IN_A_STEP = working_days(lambda pack: pack.desk.step_working_days)


def paper_facts(case: Case, said: Said) -> dict[str, Any]:
    """What the paper prints."""
    last = said("fifth")
    day = said.day("fifth") or clock.today()
    return {
        "name": case.member.person.name, "note": said("start")["note"], "opinion": last["opinion"], "date": day.isoformat(),
    }  # fmt: skip


def approval(title: str, to: PostOf, agreed: Any, returned: Any = this.first) -> Step:
    """One of the five steps."""
    step = Step(
        Approval, title=title, asks="同意？", article=ARTICLE, to=to, within=IN_A_STEP, kind=Decision.Kind.APPROVE,
        guards=(MUST_BE_ON_ROLL,),
    )  # fmt: skip
    return step.On("agree", agreed).On("return", returned).On("refuse", this.refused)


class FiveApprovals(Process):
    """Five approvals by five posts, then a paper (五级审批)."""

    name, code, title = "five_approvals", "测", "五级审批"
    opened_by = (Role.SECRETARY,)
    opened_at_levels = (Level.BRANCH,)

    start = Opening(Request, title="申请", article=ARTICLE).Next(this.first)
    first = approval("支部意见", post(Role.ORGANISATION_COMMISSIONER, of=BRANCH), this.second)
    second = approval("组织员审查", post(Role.ORGANISER, of=COMMITTEE), this.third)
    third = approval("副书记意见", post(Role.DEPUTY_SECRETARY, of=COMMITTEE), this.fourth)
    fourth = approval("书记审批", post(Role.SECRETARY, of=COMMITTEE), this.fifth)
    fifth = approval("部长审批", post(Role.DEPARTMENT_HEAD, of=COUNTY), this.paper)
    paper = Issue(PAPER, title="批复", article=ARTICLE, facts=paper_facts, issuer=COUNTY).Next(this.closed)
    closed = Outcome("closed", title="办结", article=ARTICLE)
    refused = Outcome("refused", title="不同意", article=ARTICLE)

    @classmethod
    def subject_of(cls, answers: Mapping[str, Any]) -> Any:
        """The member of the request."""
        return answers["member"]

    @classmethod
    def facts(cls, case: Case, said: Said | None = None) -> Facts:
        """Whether the member is on the roll."""
        return Facts(clock.today(), case.member.person.name, case.member.on_the_roll)

    @classmethod
    def limits(cls, case: Case, step: str, *, today: dt.date, by_subject: bool) -> Limits:
        """Nothing is limited."""
        return Limits(today, by_subject)

    @classmethod
    def opening_limits(cls, organisation: Organisation, person: Any, *, today: dt.date, by_post: bool) -> Limits:
        """The members of the branch."""
        return Limits(today, values={"members": members.members_of(organisation, today)})


class Stock(flow.Flow):
    """The same course in stock viewflow: each task assigned beforehand, the library's own lock."""

    process_class = StockProcess
    owners: dict[str, Any] = {}

    start = flow.StartHandle().Next(this.first)
    first = flow.View(None).Assign(lambda activation: Stock.owners["first"]).Next(this.second)
    second = flow.View(None).Assign(lambda activation: Stock.owners["second"]).Next(this.third)
    third = flow.View(None).Assign(lambda activation: Stock.owners["third"]).Next(this.fourth)
    fourth = flow.View(None).Assign(lambda activation: Stock.owners["fourth"]).Next(this.fifth)
    fifth = flow.View(None).Assign(lambda activation: Stock.owners["fifth"]).Next(this.end)
    end = flow.End()


class StockLocked(Stock):
    """The same with the library's lock of rows, the one its manual recommends for PostgreSQL."""

    lock_impl = lock.select_for_update_lock
