"""The rules of a persuasion to withdraw (劝其退党), besides those of every disposal: pure functions over its facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from workflows.engine.sentences import say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.families.disposal import rules as shared
from workflows.processes.persuasion import duties

CONSTITUTION_9 = shared.CONSTITUTION_9
REGULATION_31 = "党员教育管理工作条例第31条（二）（四）（五）"
REPLY = "政策：persuade.reply_days"
NO_WILL = "政策：removal.requires_no_will_to_mend"


@dataclass(frozen=True)
class Facts(shared.Facts):
    """What the rules of a persuasion look at (事实).

    ``ground`` is the code of the ground; ``correction_failed`` whether the register holds a correction that ended without
    his mending. ``will_to_mend`` is what the branch committee says of him. ``asked_on`` is the day of the talk in which he
    was advised to leave; ``refused`` whether he stayed, or said nothing until the day.
    """

    ground: str
    correction_failed: bool
    will_to_mend: bool
    asked_on: dt.date
    refused: bool


def comes_after_correction(facts: Facts) -> Verdict:
    """限期改正在前: whoever does not threaten to leave has been given time to mend first, where the policy asks for it."""
    source = say(_n("Earlier cases of the member"))
    if facts.ground == "threat":
        return Verdict(Weight.OK, say(_n("Whoever threatens to leave need not have been given time to mend.")), source)
    if facts.correction_failed:
        return Verdict(Weight.OK, say(_n("A correction has ended without his mending.")), source)
    if facts.ground == "not_mended" or facts.pack.correction.required_before_persuade.value:
        sentence = _n("No correction of his has ended without his mending: begin with a time-limited correction.")
        return Verdict(Weight.BLOCK, say(sentence), source)
    sentence = _n(
        "The rules that apply here ask for no correction first; the Constitution does. Think of it before you go on."
    )
    return Verdict(Weight.DOUBT, say(sentence), source)


def has_no_will_to_mend(facts: Facts) -> Verdict:
    """没有改正意愿: where the policy makes it a condition, whoever refuses to leave is removed only without a will to mend."""
    source = say(_n("What the branch committee says of it"))
    if not facts.refused or not facts.pack.removal.requires_no_will_to_mend.value:
        return Verdict(Weight.OK, say(_n("A will to mend does not stand against it under these rules.")), source)
    if facts.will_to_mend:
        sentence = _n("He shows a will to mend: under the rules that apply here he is not removed for staying.")
        return Verdict(Weight.BLOCK, say(sentence), source)
    return Verdict(Weight.OK, say(_n("He shows no will to mend.")), source)


def last_day_to_answer(facts: Facts) -> dt.date:
    """The last day of his answer; who has said nothing by then stays, and is heard again."""
    return facts.asked_on + dt.timedelta(days=facts.pack.persuade.reply_days.value)


MUST_COME_AFTER_CORRECTION = Guard("after_correction", REGULATION_31, comes_after_correction, ("done",))
MUST_HAVE_NO_WILL = Guard("no_will_to_mend", NO_WILL, has_no_will_to_mend, ("propose",))
OF_A_PROPOSAL = (*shared.OF_A_PROPOSAL, MUST_COME_AFTER_CORRECTION)

IS_SECOND = Question(
    "second",
    _("Was he advised to leave, and stays?"),
    CONSTITUTION_9,
    lambda facts: facts.refused,
    settled_by=("answer",),
    known_by=duties.REFUSED,
)

DOMAINS = {
    "standing": ("full", "probationary", "suspended"),
    "other_disposal": ("", "another"),
    "told_on": (dt.date(2026, 11, 24),),
    "approved_on": (dt.date(2026, 11, 24),),
    "asked_on": (dt.date(2026, 11, 24),),
    "ground": ("not_mended", "threat", "educated"),
}
