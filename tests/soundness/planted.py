"""Small courses with one fault each, and the sound one they are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from viewflow import this

from forms import transfer as forms
from registry.models import Role
from workflows.engine.models import Decision
from workflows.engine.routing import PostOf, post
from workflows.engine.sentences import say
from workflows.engine.words import (
    Fork,
    Guard,
    Obligation,
    Opening,
    Outcome,
    Process,
    Question,
    Step,
    Subject,
    Verdict,
    Wait,
    Weight,
    Withdrawal,
)
from workflows.policy.terms import Pack
from workflows.processes.transfer.facts import BRANCH, ISSUER

SECRETARY = post(Role.SECRETARY, of=BRANCH)
HEAD = post(Role.DEPARTMENT_HEAD, Role.SECRETARY, of=ISSUER)


@dataclass(frozen=True)
class Facts:
    """What the rules of the planted courses look at."""

    pack: Pack
    on_the_roll: bool
    urgent: bool


def _rolled(facts: Facts) -> Verdict:
    weight = Weight.OK if facts.on_the_roll else Weight.BLOCK
    return Verdict(weight, say("roll"), say("roll"))


ON_ROLL = Guard("on_roll", "第1条", _rolled, ("agree", "accept"))
ALWAYS = Guard("always", "第1条", _rolled, ("agree", "return"))
NEVER = Guard("never", "第1条", lambda facts: Verdict(Weight.OK, say("roll"), say("roll")), ("agree",))
HOPELESS = Guard("hopeless", "第1条", lambda facts: Verdict(Weight.BLOCK, say("roll"), say("roll")), ("return",))
HEARD = Obligation("heard", "听取本人申辩", "第41条", own=True)
APPROVED = Obligation("approved", "上级党委批准", "第42条", kind=Decision.Kind.APPROVE, guards=(ON_ROLL,))
IS_URGENT = Question("urgent", "是否紧急？", "第3条", lambda facts: facts.urgent)
IS_SO = Question("so", "是否如此？", "第3条", lambda facts: True)


def approved(
    *guards: Guard, kind: str = Decision.Kind.APPROVE, to: PostOf | Subject = HEAD, form: Any = forms.PassOn
) -> Step:
    """The approval, which leads to the removal when it is agreed."""
    step = Step(form, title="批准", asks="?", article="第42条", to=to, kind=kind, guards=guards)
    return step.Meets(APPROVED, on="agree").On("agree", this.removed)


class Sound(Process):
    """The member is heard, the committee approves: as it should be."""

    name, code, title = "planted", "植", "除名"
    known = Facts
    start = Opening(forms.Request, title="发起", article="第1条").Next(this.hearing)
    hearing = (
        Step(forms.HandOver, title="申辩", asks="?", article="第41条", to=Subject(recorded_by=SECRETARY))
        .Meets(HEARD)
        .Next(this.approval)
    )
    approval = approved(ON_ROLL).On("return", this.dropped)
    removed = Outcome("removed", title="除名", article="第43条").Needs(HEARD, APPROVED)
    dropped = Outcome("dropped", title="终止", article="第44条").Forbids(APPROVED)


class Deadlock(Sound):
    """Whoever is no longer on the roll can neither be approved nor sent back: the case stays there for ever."""

    approval = approved(ON_ROLL, ALWAYS).On("return", this.dropped)


class Loop(Sound):
    """Sent back and back again, with no other way than an approval that can be refused."""

    approval = approved(ON_ROLL).On("return", this.hearing)
    dropped = None


class CalledOff(Loop):
    """The same, but whoever began it can call it off."""

    withdrawal = Withdrawal(article="第5条", at=("hearing",), then="off")
    off = Outcome("off", title="撤回", article="第5条")


class SkippedHearing(Sound):
    """What is urgent goes to the committee at once."""

    start = Opening(forms.Request, title="发起", article="第1条").Next(this.hurry)
    hurry = Fork(IS_URGENT).Yes(this.approval).No(this.hearing)


class HeardOnce(Sound):
    """Sent back with new charges, of which the member has not heard."""

    approval = approved(ON_ROLL, form=forms.Approval).On("return", this.charges).On("refuse", this.dropped)
    charges = (
        Step(forms.HandOver, title="补充事实", asks="?", article="第40条", to=SECRETARY)
        .Undoes(HEARD)
        .Next(this.approval)
    )


class DeadStep(Sound):
    """Nobody ever comes to the talk."""

    start = Opening(forms.Request, title="发起", article="第1条").Next(this.hurry)
    hurry = Fork(IS_SO).Yes(this.hearing).No(this.talk)
    talk = Step(forms.HandOver, title="谈话", asks="?", article="第40条", to=SECRETARY).Next(this.hearing)


class DeadOutcome(Sound):
    """It can never be sent back."""

    approval = approved(ON_ROLL, HOPELESS).On("return", this.dropped)
    asked = Wait(until=lambda facts: facts.today, title="公示", article="第45条").Over(this.dropped)
    hearing = (
        Step(forms.Consent, title="申辩", asks="?", article="第41条", to=Subject(recorded_by=SECRETARY))
        .Meets(HEARD, on="confirm")
        .On("confirm", this.approval)
        .On("object", this.asked)
    )


class SubjectApproves(Sound):
    """The member's own step is the approval."""

    approval = approved(ON_ROLL, to=Subject(recorded_by=HEAD)).On("return", this.dropped)


class AnybodyApproves(Sound):
    """The approval is declared an ordinary act: the head who opened the case could do it, and nobody asks the roll."""

    approval = approved(kind=Decision.Kind.ACT).On("return", this.dropped)


class OthersSpeak(Sound):
    """The secretary says for the member that he was heard."""

    hearing = (
        Step(forms.HandOver, title="申辩", asks="?", article="第41条", to=SECRETARY).Meets(HEARD).Next(this.approval)
    )


class EmptyPost(Sound):
    """The step belongs to a post that need not exist anywhere."""

    hearing = (
        Step(forms.HandOver, title="申辩", asks="?", article="第41条", to=Subject(recorded_by=post(Role.COMMITTEE_MEMBER, of=BRANCH)))
        .Meets(HEARD)
        .Next(this.approval)
    )  # fmt: skip


class Idle(Sound):
    """A rule that never says no, an obligation nobody asks for and one that nothing meets."""

    approval = approved(ON_ROLL, NEVER).On("return", this.dropped)
    removed = Outcome("removed", title="除名", article="第43条").Needs(
        APPROVED, Obligation("voted", "支部大会表决", "第40条")
    )
