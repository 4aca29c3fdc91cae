"""The rules of suspending a membership (停止党籍): pure functions over its facts. No clock, no query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _n

from forms.lost_contact import Ground
from registry.calendar import add_months
from registry.models import Standing
from workflows.engine.sentences import say
from workflows.engine.words import Guard, Verdict, Weight
from workflows.families.disposal import rules as shared
from workflows.families.lost_contact import rules as lost
from workflows.policy.terms import Pack

REGULATION_24, PRACTICE, HOUSE = lost.REGULATION_24, lost.PRACTICE, shared.HOUSE
TWO = 2


@dataclass(frozen=True)
class Facts:
    """What the rules of a suspension look at (事实), gathered once.

    ``channels`` is how many different ways were tried, ``searchers`` how many of the two have tried one.
    """

    today: dt.date
    pack: Pack
    member: str
    standing: str
    at_home_here: bool
    other_disposal: str
    ground: str
    last_contact_on: dt.date
    abroad_since: dt.date | None
    channels: int
    searchers: int
    has_general_branch: bool
    approved_on: dt.date


def can_be_suspended(facts: Facts) -> Verdict:
    """只停止正式党员的党籍: whoever is on probation has it cancelled, or is not kept on it."""
    source = say(_n("Register of members: %(standing)s"), standing=Standing(facts.standing).label)
    if facts.standing == Standing.FULL:
        return Verdict(Weight.OK, say(_n("%(member)s is a full member."), member=facts.member), source)
    if facts.standing == Standing.PROBATIONARY:
        sentence = _n(
            "%(member)s is on probation, which is not suspended: whoever cannot be reached in the country has it cancelled, "
            "whoever is abroad is not kept on it; ask for that instead."
        )
        return Verdict(Weight.BLOCK, say(sentence, member=facts.member), source)
    return Verdict(Weight.BLOCK, say(_n("%(member)s is no full member any more."), member=facts.member), source)


def search_is_due(facts: Facts) -> Verdict:
    """失去联系满三个月开始查找: earlier it is looked at by a person."""
    source, months = say(_n("What the branch says of it")), facts.pack.lost_contact.search_months.value
    due = add_months(facts.last_contact_on, months)
    words = {"months": months, "day": due}
    if facts.ground == Ground.LOST and facts.today < due:
        sentence = _n(
            "A search begins after %(months)s months without contact, on %(day)s: is there nothing else to be done first?"
        )
        return Verdict(Weight.DOUBT, say(sentence, **words), source)
    return Verdict(Weight.OK, say(_n("The search is due.")), source)


def is_lost_long_enough(facts: Facts) -> Verdict:
    """失去联系六个月以上 (R-SU-01)."""
    months = facts.pack.lost_contact.suspend_months.value
    words = {"months": months, "day": add_months(facts.last_contact_on, months)}
    source = say(_n("Last contact on %(day)s"), day=facts.last_contact_on)
    if facts.ground != Ground.LOST:
        return Verdict(Weight.BLOCK, say(_n("It was proposed because he is abroad: answer for that ground.")), source)
    if lost.lost_long_enough(facts.last_contact_on, facts.today, facts.pack):
        return Verdict(Weight.OK, say(_n("No contact for %(months)s months or more."), **words), source)
    sentence = _n(
        "A membership is suspended after %(months)s months without contact, not before %(day)s: go on looking for him."
    )
    return Verdict(Weight.BLOCK, say(sentence, **words), source)


def was_searched(facts: Facts) -> Verdict:
    """通过各种方式查找: by both of the two, in so many different ways."""
    most = facts.pack.lost_contact.channels.value
    words, source = {"most": most, "ways": facts.channels}, say(_n("Log of the search"))
    if facts.channels < most:
        sentence = _n("He was looked for in %(ways)s different ways; %(most)s at least have to be tried.")
        return Verdict(Weight.BLOCK, say(sentence, **words), source)
    if facts.searchers < TWO:
        return Verdict(Weight.BLOCK, say(_n("Both who were named look for him; one of them has not yet.")), source)
    return Verdict(Weight.OK, say(_n("He was looked for in %(ways)s different ways."), **words), source)


def is_abroad_long_enough(facts: Facts) -> Verdict:
    """出国（境）超过五年仍未返回 (R-SU-02)."""
    years = facts.pack.lost_contact.abroad_years.value
    source = say(_n("What the branch says of it"))
    if facts.ground != Ground.ABROAD:
        sentence = _n("It was proposed because there was no contact: answer for that ground.")
        return Verdict(Weight.BLOCK, say(sentence), source)
    if lost.abroad_long_enough(facts.abroad_since, facts.today, facts.pack):
        return Verdict(Weight.OK, say(_n("Abroad for more than %(years)s years."), years=years), source)
    sentence = _n("A membership is suspended when somebody was abroad for more than %(years)s years: it is too early.")
    return Verdict(Weight.BLOCK, say(sentence, years=years), source)


MUST_BE_FULL = Guard("can_be_suspended", REGULATION_24, can_be_suspended, ("done", "not_found", "abroad", "carried"))
MUST_BELONG_HERE = Guard("belongs_here", REGULATION_24, shared.belongs_here, ("done", "carried"))
MUST_BE_THE_ONLY_ONE = Guard("is_the_only_one", HOUSE, shared.is_the_only_one, ("done",))
SHOULD_BE_DUE = Guard("search_is_due", HOUSE, search_is_due, ())
MUST_BE_LOST = Guard("is_lost_long_enough", REGULATION_24, is_lost_long_enough, ("not_found",))
MUST_HAVE_SEARCHED = Guard("was_searched", REGULATION_24, was_searched, ("not_found",))
MUST_BE_ABROAD = Guard("is_abroad_long_enough", REGULATION_24, is_abroad_long_enough, ("abroad",))
OF_A_PROPOSAL = (MUST_BE_FULL, MUST_BELONG_HERE, MUST_BE_THE_ONLY_ONE, SHOULD_BE_DUE)
OF_A_SEARCH = (MUST_BE_FULL, MUST_BE_LOST, MUST_HAVE_SEARCHED, MUST_BE_ABROAD)
OF_A_DECISION = (MUST_BE_FULL, MUST_BELONG_HERE)

DAY = dt.date(2026, 11, 24)
DOMAINS = {
    "standing": ("full", "probationary", "suspended"),
    "other_disposal": ("", "another"),
    "ground": tuple(Ground.values),
    "last_contact_on": (DAY, add_months(DAY, -4), add_months(DAY, -9)),
    "abroad_since": (None, add_months(DAY, -12), add_months(DAY, -96)),
    "channels": (0, 3),
    "searchers": (0, 1, 2),
    "approved_on": (DAY,),
}
