"""Courses that are drawn and judged: one that waits, one with more ways than corners, two with faults."""

from __future__ import annotations

import datetime as dt

from django.db.models import TextChoices
from viewflow import this

from forms.kit import StepForm
from registry.models import Role
from tests.workflows.test_checks import Sound, end, step
from workflows.engine.routing import post
from workflows.engine.words import Effect, Fork, Outcome, Step, Wait, Withdrawal
from workflows.processes.transfer import Transfer, rules
from workflows.processes.transfer.facts import BRANCH


class Waiting(Sound):
    """A course with a date, a turn that lapses and a way of calling off."""

    opened_by = (Role.SECRETARY,)
    withdrawal = Withdrawal(article="第3条", at=("talk",), then="off")
    talk = step().On("agree", this.shown).On("return", this.closed)
    talk.Lapsed(this.closed, on=lambda facts: dt.date(2026, 1, 1), article="第4条")
    shown = Wait(until=lambda facts: dt.date(2026, 1, 1), title="公示", article="第5条").Over(this.closed)
    closed = end()
    off = Outcome("off", title="撤回", article="第3条")


class Five(StepForm):
    """A question with five answers."""

    class Outcome(TextChoices):
        A = "a", "同意"
        B = "b", "不同意"
        C = "c", "退回补正"
        D = "d", "转有权机关"
        E = "e", "暂缓"

    outcomes = Outcome


class Crowded(Sound):
    """More outcomes than a gateway has corners, on a step that lapses and can be called off as well."""

    opened_by = (Role.SECRETARY,)
    withdrawal = Withdrawal(article="第3条", at=("talk", "vote"), then="off")
    talk = step().On("agree", this.vote).On("return", this.talk)
    vote = Step(Five, title="表决", asks="?", article="第1条", to=post(Role.ORGANISER, of=BRANCH))
    vote.On("a", this.closed).On("b", this.lost).On("c", this.talk).On("d", this.passed).On("e", this.later)
    vote.Lapsed(this.later, on=lambda facts: dt.date(2026, 1, 1), article="第4条")
    later = Effect(lambda case, by: None, title="暂缓", article="第2条").Next(this.vote)
    passed = Effect(lambda case, by: None, title="移送", article="第2条").Next(this.closed)
    closed = end()
    lost = Outcome("lost", title="未通过", article="第9条")
    off = Outcome("off", title="撤回", article="第3条")


class Unreachable(Sound):
    """A node that no way leads to."""

    island = Effect(lambda case, by: None, title="岛", article="第2条").Next(this.closed)


class Endless(Sound):
    """A way that never ends."""

    talk = step().On("agree", this.closed).On("return", this.loop)
    loop = Effect(lambda case, by: None, title="环", article="第2条").Next(this.loop)


class DeadEnd(Sound):
    """A way that just stops."""

    talk = step().On("agree", this.closed).On("return", this.stop)
    stop = Effect(lambda case, by: None, title="停", article="第2条")


class NeverAsked(Transfer):
    """The transfer, but nobody sends a receipt any more."""

    joined = Fork(rules.IS_INTERNAL).Yes(this.internal).No(this.internal)
