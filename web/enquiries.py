"""Whom to ask about (过问名单): the lists of the board, each by a rule, found in the registers as they are today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from registry.calendar import add_months, first_of_month
from registry.models import Member, Organisation
from web import entries, overdue, policy_words
from web.entries import Entry
from workflows.engine import overseeing
from workflows.engine.overseeing import Span
from workflows.policy import asking
from workflows.policy.terms import Pack, Provision


@dataclass(frozen=True)
class Enquiry:
    """One list (过问事项): what it is called, by which rule somebody stands in it, and who does."""

    code: str
    title: Any
    icon: str
    rule: str
    provision: Provision[Any] | None
    rows: QuerySet[Any]
    fetch: Callable[[list[int]], list[Entry]]

    @property
    def rule_title(self) -> Any:
        """What the provision behind the rule is called."""
        return policy_words.title(self.provision.key) if self.provision else ""


def enquiries(span: Span) -> list[Enquiry]:
    """The lists of a span of oversight; those of the registers only where posts are held."""
    packs = {place.pk: asking.policy_of(place, span.on) for place in span.roots}
    pack = packs[span.roots[0].pk]
    if not span.own:
        return [_overdue(span, pack), _suspended(span, pack)]
    return [
        _receipts(span, pack), _not_taken_in(span, pack), _overdue(span, pack),
        _dues(span, packs), _vacancies(span), _suspended(span, pack),
    ]  # fmt: skip


def _receipts(span: Span, pack: Pack) -> Enquiry:
    """回执逾期: accepted, and the receipt has not come within the term of the pack of the case."""
    provision = pack.transfer.receipt_due_months
    rule = _("The receipt is due %(time)s after the letter was accepted.") % {"time": policy_words.value(provision)}
    rows = overdue.receipts(overseeing.letters_of(span), span.on).order_by("accepted_on", "pk")
    return Enquiry(
        "receipts", _("Accepted, and no receipt has come"), "mail-question-mark", rule, provision, rows,
        lambda keys: entries.of_letters(keys, "accepted_on"),
    )  # fmt: skip


def _not_taken_in(span: Span, pack: Pack) -> Enquiry:
    """口袋党员: the letter has run out, and nobody has taken the member in."""
    rule = _("The last valid day of the letter has passed, and it was neither accepted nor declared void.")
    rows = overseeing.not_taken_in(span)
    return Enquiry(
        "letters", _("Letter run out, member not taken in"), "mail-warning", rule, pack.transfer.letter_days_max, rows,
        lambda keys: entries.of_letters(keys, "valid_until"),
    )  # fmt: skip


def _overdue(span: Span, pack: Pack) -> Enquiry:
    """逾期最久: the term of the step has passed."""
    rule = _("The last day of the step has passed. Suspended cases and provisional days are left out.")
    rows = overseeing.overdue_in(span)
    return Enquiry(
        "overdue", _("Overdue the longest"), "clock", rule, pack.desk.step_working_days, rows,
        lambda keys: entries.of_turns(keys, span.on),
    )  # fmt: skip


def _dues(span: Span, packs: dict[int, Pack]) -> Enquiry:
    """欠缴党费: not paid up to the month that the pack in force there asks for."""
    provision = packs[span.own[0].pk].transfer.dues_clear_months_before
    rule = _("Dues are paid up to %(time)s before this month. Members without an entry are not listed.")
    rows = reduce(or_, (_behind(place, packs[place.pk], span.on) for place in span.own))
    return Enquiry(
        "dues", _("Dues not paid up"), "wallet", rule % {"time": policy_words.value(provision)}, provision,
        rows.order_by("dues_paid_until", "pk"), lambda keys: entries.of_members(keys, span.on),
    )  # fmt: skip


def _behind(place: Organisation, pack: Pack, on: dt.date) -> QuerySet[Member]:
    month = add_months(first_of_month(on), -pack.transfer.dues_clear_months_before.value)
    return overseeing.members_in(place, on).filter(dues_paid_until__lt=month)


def _vacancies(span: Span) -> Enquiry:
    """空缺误事: nobody holds the post, and tasks wait there."""
    rule = _("Nobody holds the post today, and tasks wait for it. An empty seat among several signers blocks nothing.")
    rows = overseeing.blocked_in(span)
    return Enquiry("vacancies", _("Vacant posts that hold up tasks"), "user-x", rule, None, rows, entries.of_posts)


def _suspended(span: Span, pack: Pack) -> Enquiry:
    """挂起过久: the case has stood still for longer than the pack lets pass without a question."""
    provision = pack.desk.suspended_days_ask
    rule = _("The case has stood still for more than %(time)s.") % {"time": policy_words.value(provision)}
    rows = overseeing.suspended_in(span, span.on - dt.timedelta(days=provision.value))
    return Enquiry("suspended", _("Suspended for long"), "circle-pause", rule, provision, rows, entries.of_pauses)
