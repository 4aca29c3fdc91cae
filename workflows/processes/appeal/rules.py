"""The rules of an appeal (申诉): pure functions over its facts. No clock, no query. No rule sets a last day for appealing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.calendar import add_months
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.policy.terms import Pack

CONSTITUTION_4 = "党章第4条（八）"
CONSTITUTION_43 = "党章第43条"
COLLECTIVE = "党章第10条（五）"
RIGHTS = "党员权利保障条例（2004年文本第30条）"
OTHERS = "产品约定：参与原决定的人员不参加复查"
HOUSE = "产品约定"


@dataclass(frozen=True)
class Facts:
    """What the rules of an appeal look at (事实), gathered once.

    ``accepted_on`` is the day it was accepted, today before; ``extensions`` how often more time was taken. ``result`` is what
    the examiners propose, empty before. ``above`` names whoever stands above who decided, empty where the register knows
    nobody; ``examined_before`` says that the same decision was re-examined already.
    """

    today: dt.date
    pack: Pack
    member: str
    above: str
    examined_before: bool
    accepted_on: dt.date
    extensions: int
    result: str
    decided_on: dt.date


def term_begins(facts: Facts) -> dt.date:
    """From when the time to decide counts: the acceptance, or the end of the time before where more was taken."""
    return add_months(facts.accepted_on, facts.extensions * facts.pack.appeal.decide_months.value)


def last_day(facts: Facts) -> dt.date:
    """The last day of the time to decide, clamped to the month's end."""
    return add_months(facts.accepted_on, (facts.extensions + 1) * facts.pack.appeal.decide_months.value)


def day_of_decision(facts: Facts) -> dt.date:
    """The day of the decision, from which announcing is due."""
    return facts.decided_on


def may_take_longer(facts: Facts) -> Verdict:
    """延长复查期限: as often as the policy says."""
    most = facts.pack.appeal.extensions.value
    source = say(_n("Policy on appeals"))
    if facts.extensions >= most:
        sentence = _n("The time to decide was extended %(many)s times, %(most)s at most: it has to be decided now.")
        return Verdict(Weight.BLOCK, say(sentence, many=facts.extensions, most=most), source)
    sentence = _n("The time to decide can still be extended: %(many)s of %(most)s times were used.")
    return Verdict(Weight.OK, say(sentence, many=facts.extensions, most=most), source)


def is_elsewhere(facts: Facts) -> Verdict:
    """不属于本级受理的才转办: whoever stands above who decided deals with it himself, and sends nobody from door to door."""
    source = say(_n("Register of organisations"))
    if facts.above:
        sentence = _n("%(above)s stands above who decided, so it deals with the appeal: it cannot be passed on.")
        return Verdict(Weight.BLOCK, say(sentence, above=facts.above), source)
    return Verdict(Weight.OK, say(_n("The register knows nobody above who decided: it is passed on.")), source)


def is_above(facts: Facts) -> Verdict:
    """由作出决定的党组织的上级受理: who decided does not re-examine it."""
    source = say(_n("Register of organisations"))
    if facts.above:
        return Verdict(Weight.OK, say(_n("%(above)s stands above who decided."), above=facts.above), source)
    sentence = _n("The register knows nobody above who decided: pass it on to whoever stands above.")
    return Verdict(Weight.BLOCK, say(sentence), source)


def is_new(facts: Facts) -> Verdict:
    """未经复查: a decision that was re-examined before is appealed against one level higher; it is still not held back."""
    source = say(_n("Earlier cases of the member"))
    if facts.examined_before:
        sentence = _n("This decision was re-examined before: look whether there is anything new.")
        return Verdict(Weight.DOUBT, say(sentence), source)
    return Verdict(Weight.OK, say(_n("This decision was not re-examined before.")), source)


MAY_TAKE_LONGER = Guard("may_take_longer", HOUSE, may_take_longer, ("extend",))
MUST_BE_ELSEWHERE = Guard("is_elsewhere", CONSTITUTION_43, is_elsewhere, ("forward",))
MUST_BE_ABOVE = Guard("is_above", CONSTITUTION_43, is_above, ("accept",))
SHOULD_BE_NEW = Guard("is_new", RIGHTS, is_new, ())

IS_REVOKED = Question(
    "is_revoked", _("Is the decision revoked?"), CONSTITUTION_43, lambda facts: facts.result == "revoke", ("examine",)
)
IS_UPHELD = Question(
    "is_upheld", _("Is the decision upheld?"), CONSTITUTION_43, lambda facts: facts.result == "uphold", ("examine",)
)
IS_CHANGED = Question(
    "is_changed", _("Is the decision changed?"), CONSTITUTION_43, lambda facts: facts.result == "change", ("examine",)
)

DOMAINS = {
    "above": ("", "above"),
    "accepted_on": (dt.date(2026, 11, 24),),
    "decided_on": (dt.date(2026, 11, 24),),
    "extensions": (0, 1),
    "result": ("uphold", "change", "revoke", "remand"),
}
