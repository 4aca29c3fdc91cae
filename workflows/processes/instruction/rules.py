"""The rules of a request for instructions (请示规则): pure functions over its facts. No clock, no query.

Two regulations are read together: on the handling of official papers (中办发〔2012〕14号), and on asking for instructions
and reporting on matters of weight (重大事项请示报告条例, 2019), which we follow for every request of a branch.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from workflows.engine.sentences import say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.policy.terms import Pack

STEP_BY_STEP = "重大事项请示报告条例第6条"
STUDIED = "重大事项请示报告条例第18条"
ONE_MATTER = "重大事项请示报告条例第20条"
PROPOSED = "重大事项请示报告条例第21条"
FORWARDED = "党政机关公文处理工作条例第15条"
CONSULTED = "党政机关公文处理工作条例第19条"
SIGNED = "党政机关公文处理工作条例第22条"
RECEIVED = "党政机关公文处理工作条例第24条"
ISSUED = "党政机关公文处理工作条例第25条"
HOUSE = "产品约定"


@dataclass(frozen=True)
class Facts:
    """What the rules of a request look at (事实), gathered once."""

    today: dt.date
    pack: Pack
    superior: str
    answered_before: str
    has_general_branch: bool
    concerns_others: bool
    differing: tuple[str, ...]


TREE, REQUESTS, OPINIONS = _n("organisations"), _n("earlier requests"), _n("opinions of the signers")


def somebody_is_above(facts: Facts) -> Verdict:
    """A request goes to the committee above, which has to exist."""
    if not facts.superior:
        return Verdict(Weight.BLOCK, say(_n("There is no committee above that could be asked.")), say(TREE))
    return Verdict(Weight.OK, say(_n("The request goes to %(committee)s."), committee=facts.superior), say(TREE))


def not_answered_before(facts: Facts) -> Verdict:
    """Whoever asks the same again should know that it was answered."""
    if facts.answered_before:
        sentence = say(_n("The same matter was answered before: %(number)s."), number=facts.answered_before)
        return Verdict(Weight.DOUBT, sentence, say(REQUESTS))
    return Verdict(Weight.OK, say(_n("The same matter was not answered before.")), say(REQUESTS))


def all_agree(facts: Facts) -> Verdict:
    """Agreement is striven for; where it was not reached, whoever decides knows who does not agree."""
    if facts.differing:
        sentence = say(_n("Not all who were asked agree: %(who)s."), who="、".join(facts.differing))
        return Verdict(Weight.DOUBT, sentence, say(OPINIONS))
    if facts.concerns_others:
        return Verdict(Weight.OK, say(_n("All who were asked agree.")), say(OPINIONS))
    return Verdict(Weight.OK, say(_n("It touches nothing that others are responsible for.")), say(OPINIONS))


MUST_HAVE_SUPERIOR = Guard("somebody_is_above", STEP_BY_STEP, somebody_is_above, ("done", "sign"))
SHOULD_BE_NEW = Guard("not_answered_before", ONE_MATTER, not_answered_before, ())
SHOULD_BE_AGREED = Guard("all_agree", CONSULTED, all_agree, ())

HAS_GENERAL_BRANCH = Question(
    "has_general_branch", _("Is there a general branch above?"), STEP_BY_STEP, lambda f: f.has_general_branch
)
CONCERNS_OTHERS = Question(
    "concerns_others", _("Are others concerned?"), CONSULTED, lambda f: f.concerns_others,
    settled_by=("draft",),
)  # fmt: skip
