"""The rules every disposal keeps (处置通则): pure functions of its facts. No clock, no query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.models import Standing
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.policy.terms import Pack

CONSTITUTION_4 = "党章第4条（六）"
CONSTITUTION_9 = "党章第9条"
CONSTITUTION_43 = "党章第43条"
APPEALS = "党章第4条（八）"
HANDLING_4 = "不合格党员组织处置办法（2024年）第4条"
HANDLING = "不合格党员组织处置办法（2024年，据摘要）"
REGULATION_31 = "党员教育管理工作条例第31条"
ADMISSION = "发展党员工作细则（2026年）第22条"
COLLECTIVE = "发展党员工作细则（2026年）第24条"
GENERAL_MEETING = "支部工作条例（试行）第11条"
FILES = "党员教育管理工作条例第19条"
PREREVIEW = "政策：disposal.prereview"
HOUSE = "产品约定"


@dataclass(frozen=True)
class Facts:
    """What the rules of a disposal look at (事实), gathered once.

    ``breach`` and ``sanctioned`` are what the branch says of the matter. ``other_disposal`` names another measure that is
    open about him. ``of_suspended`` says that the measure is for a member who is suspended. ``told_on`` is when he was told;
    ``approved_on`` when the committee approved.
    """

    today: dt.date
    pack: Pack
    member: str
    standing: str
    at_home_here: bool
    breach: bool
    sanctioned: bool
    other_disposal: str
    of_suspended: bool
    has_general_branch: bool
    told_on: dt.date
    approved_on: dt.date


def is_full_member(facts: Facts) -> Verdict:
    """只处置正式党员 (R-DS-08): whoever is on probation is extended or cancelled, whoever is suspended has a case of his own."""
    source = say(_n("Register of members: %(standing)s"), standing=Standing(facts.standing).label)
    if facts.standing == Standing.FULL:
        return Verdict(Weight.OK, say(_n("%(member)s is a full member."), member=facts.member), source)
    if facts.standing == Standing.PROBATIONARY:
        sentence = _n(
            "%(member)s is on probation: educate him, extend the probation or cancel it; nobody on probation is removed."
        )
        return Verdict(Weight.BLOCK, say(sentence, member=facts.member), source)
    return Verdict(Weight.BLOCK, say(_n("%(member)s is no full member any more."), member=facts.member), source)


def may_be_dealt_with(facts: Facts) -> Verdict:
    """处置对象: a full member; a suspended one where the measure is for suspended members."""
    if facts.standing == Standing.SUSPENDED and facts.of_suspended:
        source = say(_n("Register of members: %(standing)s"), standing=Standing(facts.standing).label)
        return Verdict(Weight.OK, say(_n("%(member)s is suspended."), member=facts.member), source)
    return is_full_member(facts)


class AtHome(Protocol):
    """Facts that say whether somebody belongs to the branch that deals with him."""

    @property
    def member(self) -> str:
        """His name."""

    @property
    def at_home_here(self) -> bool:
        """Whether he does today."""


def belongs_here(facts: AtHome) -> Verdict:
    """组织关系在本支部: only the branch he belongs to deals with him."""
    source = say(_n("Register of members"))
    if facts.at_home_here:
        return Verdict(Weight.OK, say(_n("%(member)s belongs to this branch."), member=facts.member), source)
    return Verdict(Weight.BLOCK, say(_n("%(member)s does not belong to this branch."), member=facts.member), source)


def is_no_breach(facts: Facts) -> Verdict:
    """违纪的移送纪检 (R-DS-03): a disposal is no soft way around a sanction that is due."""
    source = say(_n("What the branch says of it"))
    if facts.breach:
        sentence = _n(
            "A breach of discipline is referred to the discipline inspection; a disposal does not take the place of a sanction."
        )
        return Verdict(Weight.BLOCK, say(sentence), source)
    return Verdict(Weight.OK, say(_n("No breach of discipline, as the branch says.")), source)


def is_not_sanctioned(facts: Facts) -> Verdict:
    """一事不再处 (R-DS-02): whoever was sanctioned for a matter is not disposed of for it, too."""
    source = say(_n("What the branch says of it"))
    if facts.sanctioned:
        sentence = _n("A sanction has been given for the same matter: there is no disposal besides it.")
        return Verdict(Weight.BLOCK, say(sentence), source)
    return Verdict(Weight.OK, say(_n("No sanction for the same matter, as the branch says.")), source)


def is_the_only_one(facts: Facts) -> Verdict:
    """同一党员只有一件处置在办: two measures at once would judge one conduct twice."""
    source = say(_n("Open cases"))
    if facts.other_disposal:
        sentence = _n("Another measure about the member is open: %(title)s. Finish it first.")
        return Verdict(Weight.BLOCK, say(sentence, title=facts.other_disposal), source)
    return Verdict(Weight.OK, say(_n("No other measure about the member is open.")), source)


MUST_BE_FULL = Guard(
    "is_full_member", HANDLING, may_be_dealt_with, ("done", "file", "stands", "propose", "agree", "carried")
)
MUST_BELONG_HERE = Guard("belongs_here", HANDLING, belongs_here, ("done", "propose", "agree", "carried"))
MUST_BE_NO_BREACH = Guard("is_no_breach", REGULATION_31, is_no_breach, ("done",))
MUST_NOT_BE_SANCTIONED = Guard("is_not_sanctioned", HANDLING_4, is_not_sanctioned, ("done",))
MUST_BE_THE_ONLY_ONE = Guard("is_the_only_one", HOUSE, is_the_only_one, ("done",))
OF_A_PROPOSAL = (MUST_BE_FULL, MUST_BELONG_HERE, MUST_BE_NO_BREACH, MUST_NOT_BE_SANCTIONED, MUST_BE_THE_ONLY_ONE)
OF_A_DECISION = (MUST_BE_FULL, MUST_BELONG_HERE)

IS_FILED_BEFORE = Question(
    "prior_filing",
    _("Does the policy ask for a filing beforehand?"),
    HANDLING,
    lambda facts: facts.pack.disposal.prior_filing.value,
)
IS_PRE_REVIEWED = Question(
    "pre_review",
    _("Does the policy ask for a pre-review?"),
    PREREVIEW,
    lambda facts: facts.pack.disposal.prereview.value,
)
HAS_GENERAL_BRANCH = Question(
    "has_general_branch", _("Is there a general branch above?"), ADMISSION, lambda facts: facts.has_general_branch
)


def last_day_to_reply(facts: Facts) -> dt.date:
    """The last day on which he can state something before it goes on without it (provably offered)."""
    return facts.told_on + dt.timedelta(days=facts.pack.disposal.reply_days.value)


def day_of_approval(facts: Facts) -> dt.date:
    """The day of the committee's decision, from which announcing is due."""
    return facts.approved_on
