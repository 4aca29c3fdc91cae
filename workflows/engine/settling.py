"""Settling how a notice goes out (确定投递方式): by the reader's choice, else by the policy of its case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from audit import clock
from registry.models import Person
from workflows.engine import channels
from workflows.engine.models import Delivery, Notice, NoticeChoice
from workflows.engine.turns import pack_of
from workflows.policy.terms import DeskTerms

BATCH = 200
Mailing = Notice.Mailing


def default_mailing(kind: str, desk: DeskTerms) -> str:
    """How a kind of notice goes out by e-mail where nobody has chosen. Pure."""
    if kind in desk.mail_at_once.value.split(","):
        return Mailing.AT_ONCE
    return Mailing.DIGEST if kind in desk.mail_in_digest.value.split(",") else Mailing.NOT


def choice_of(person: Person) -> NoticeChoice:
    """What a person has chosen; an empty choice where nothing was."""
    found: NoticeChoice | None = getattr(person, "notice_choice", None)
    return found or NoticeChoice(person=person)


def reachable(person: Person) -> bool:
    """True if a person has an open account with an e-mail address."""
    user = getattr(person, "user", None)
    return user is not None and user.is_active and bool(user.email)


def settle() -> int:
    """Settle every notice that can be seen by now and was not settled; returns how many."""
    count = 0
    while settled := _settle_some(clock.now()):
        count += settled
    return count


@transaction.atomic
def _settle_some(now: dt.datetime) -> int:
    notices, ways = list(_unsettled(now)), channels.set_up()
    by_mail = Delivery.Channel.MAIL in ways
    for notice in notices:
        notice.mailing = _mailing(notice) if by_mail else Mailing.NOT
    Notice.objects.bulk_update(notices, ["mailing"])
    wanted = [(notice, Delivery.Channel.MAIL) for notice in notices if notice.mailing == Mailing.AT_ONCE]
    if Delivery.Channel.WEBHOOK in ways:
        wanted += [(notice, Delivery.Channel.WEBHOOK) for notice in notices]
    rows = [Delivery(notice=notice, channel=channel, next_at=now) for notice, channel in wanted]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(notices)


def _unsettled(now: dt.datetime) -> QuerySet[Notice, Any]:
    """The oldest ones, locked with their cases: what is being taken back this moment is left for later."""
    return (
        Notice.objects.filter(mailing=Mailing.UNSETTLED, visible_from__lte=now)
        .select_related("case", "person__user", "person__notice_choice")
        .order_by("visible_from", "pk")
        .select_for_update(of=("self", "case"), no_key=True, skip_locked=True)[:BATCH]
    )


def _mailing(notice: Notice) -> str:
    if not reachable(notice.person):
        return Mailing.NOT
    chosen = choice_of(notice.person).mailing.get(notice.kind)
    return chosen if chosen in Mailing.values else default_mailing(notice.kind, pack_of(notice.case).desk)
