"""The rules of restoring a membership (恢复党籍): pure functions over its facts. No clock, no query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _n

from registry.calendar import add_months
from registry.models import Standing
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Question, Verdict, Weight
from workflows.families.disposal import rules as shared
from workflows.families.lost_contact import rules as lost
from workflows.policy.terms import Pack

REGULATION_24, PRACTICE, HOUSE = lost.REGULATION_24, lost.PRACTICE, shared.HOUSE


@dataclass(frozen=True)
class Facts:
    """What the rules of a restoration look at (事实), gathered once. ``suspended_since`` is None for whoever is not suspended."""

    today: dt.date
    pack: Pack
    member: str
    standing: str
    at_home_here: bool
    other_disposal: str
    suspended_since: dt.date | None
    opened_by_subject: bool
    has_general_branch: bool
    approved_on: dt.date


def is_suspended(facts: Facts) -> Verdict:
    """只恢复被停止的党籍 (R-SU-05): whoever was removed or has left is admitted anew, if at all."""
    source = say(_n("Register of members: %(standing)s"), standing=Standing(facts.standing).label)
    if facts.standing == Standing.SUSPENDED:
        return Verdict(Weight.OK, say(_n("The membership of %(member)s is suspended."), member=facts.member), source)
    sentence = _n(
        "The membership of %(member)s is not suspended: there is nothing to restore. Whoever has left or was removed can only apply anew."
    )
    return Verdict(Weight.BLOCK, say(sentence, member=facts.member), source)


def is_in_time(facts: Facts) -> Verdict:
    """停止党籍两年内申请恢复: after that it is first for the county to say what comes next."""
    since, source = facts.suspended_since, say(_n("Register of members"))
    last = lost.last_day_to_restore(since, facts.pack) if since else None
    words = {"since": since, "years": facts.pack.lost_contact.restore_within_years.value, "day": last}
    if last is not None and facts.today > last:
        sentence = _n(
            "Suspended since %(since)s: a restoration is asked for within %(years)s years, until %(day)s. That day has passed: report "
            "to the county's organisation department that there is contact again; he is not removed as unreachable."
        )
        return Verdict(Weight.BLOCK, say(sentence, **words), source)
    if last is None:
        return Verdict(Weight.OK, say(_n("The policy sets no limit for a restoration.")), source)
    return Verdict(Weight.OK, say(_n("Suspended since %(since)s; it can be asked for until %(day)s."), **words), source)


MUST_BE_SUSPENDED = Guard("is_suspended", REGULATION_24, is_suspended, ("done", "goes_on", "carried", "agree"))
MUST_BELONG_HERE = Guard("belongs_here", REGULATION_24, shared.belongs_here, ("done", "carried"))
MUST_BE_THE_ONLY_ONE = Guard("is_the_only_one", HOUSE, shared.is_the_only_one, ("done",))
# On the day he asks: that it takes its time afterwards is not his fault.
MUST_BE_IN_TIME = Guard("is_in_time", PRACTICE, is_in_time, ("done",))
OF_A_REQUEST = (MUST_BE_SUSPENDED, MUST_BELONG_HERE, MUST_BE_THE_ONLY_ONE, MUST_BE_IN_TIME)
OF_A_VOTE = (MUST_BE_SUSPENDED, MUST_BELONG_HERE)
OF_A_DECISION = (MUST_BE_SUSPENDED,)

BY_THE_MEMBER = Question(
    "by_the_member", _("Requested by the member himself?"), REGULATION_24, lambda facts: facts.opened_by_subject
)

DAY = dt.date(2026, 11, 24)
DOMAINS = {
    "standing": ("full", "suspended", "removed_self_withdrawal"),
    "other_disposal": ("", "another"),
    "suspended_since": (None, add_months(DAY, -23), add_months(DAY, -25)),
    "approved_on": (DAY,),
}
