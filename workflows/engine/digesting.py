"""The daily summary (每日汇总): one mail a day of what is still open, on working days, at the hour each person has chosen."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from audit import clock
from registry.calendar import the_calendar
from registry.models import Person
from workflows.engine import channels
from workflows.engine.able import waiting_turns
from workflows.engine.models import Delivery, Digest, Notice, NoticeChoice, TaskAssignment
from workflows.policy import asking

KEPT = dt.timedelta(days=30)


def default_hour(on: dt.date) -> int:
    """The hour of the summary where nobody has chosen, by today's national pack (hour of the day in Shanghai)."""
    return asking.base(on).desk.digest_hour.value


def write_digests() -> int:
    """Write the summaries whose hour has come today; returns how many. None on a day of rest, none that is empty."""
    now, today = timezone.localtime(clock.now()), clock.today()
    if Delivery.Channel.MAIL not in channels.set_up() or not the_calendar(today).is_working(today):
        return 0
    chosen = NoticeChoice.objects.filter(digest_hour__lte=now.hour).values_list("digest_hour", flat=True).distinct()
    hours = sorted({hour for hour in (*chosen, default_hour(today)) if hour is not None and hour <= now.hour})
    return sum(_write(now.replace(hour=hour, minute=0, second=0, microsecond=0), today) for hour in hours)


@transaction.atomic
def _write(until: dt.datetime, today: dt.date) -> int:
    """The summaries of one hour of a day. The one who comes second writes none: a person has one a day."""
    new = [Digest(person_id=person, day=today, until=until) for person in _due(until, today)]
    Digest.objects.bulk_create(new, ignore_conflicts=True)
    written = Digest.objects.filter(day=today, until=until, deliveries__isnull=True)
    rows = [Delivery(digest=digest, channel=Delivery.Channel.MAIL, next_at=clock.now()) for digest in written]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _due(until: dt.datetime, today: dt.date) -> QuerySet[Person, int]:
    """Ids of the persons whose hour it is and who have something to read in it."""
    of_person = Q(person=OuterRef("pk"))
    at_this_hour = Q(notice_choice__digest_hour=until.hour)
    if until.hour == default_hour(today):
        at_this_hour |= Q(notice_choice__isnull=True) | Q(notice_choice__digest_hour__isnull=True)
    return (
        Person.objects.filter(at_this_hour, user__is_active=True)
        .exclude(user__email="")
        .exclude(Exists(Digest.objects.filter(of_person, day=today)))
        .filter(Exists(still_open(until, today).filter(of_person)))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def still_open(until: dt.datetime, day: dt.date) -> QuerySet[Notice]:
    """What the summaries of a day list: tasks that wait still, and news not read and not in a summary that was sent."""
    in_earlier = Digest.objects.filter(
        person=OuterRef("person"), day__lt=day, until__gte=OuterRef("visible_from"), deliveries__state="sent"
    )
    open_turn = Exists(TaskAssignment.objects.filter(waiting_turns(until), pk=OuterRef("turn")))
    news = Q(turn__isnull=True, read_at__isnull=True) & ~Exists(in_earlier)
    return Notice.objects.filter(mailing=Notice.Mailing.DIGEST, visible_from__lte=until).filter(news | open_turn)


def items_of(digest: Digest) -> list[Notice]:
    """What a summary lists now, newest first, each task once."""
    found = still_open(digest.until, digest.day).filter(person=digest.person_id)
    ordered = found.select_related("case__organisation", "case__subject__person", "turn__task").order_by(
        F("visible_from").desc(), "-pk"
    )
    by_turn: dict[tuple[str, int], Notice] = {}
    for notice in ordered:
        by_turn.setdefault(("turn", notice.turn_id) if notice.turn_id else ("notice", notice.pk), notice)
    return list(by_turn.values())


def forget_old() -> int:
    """Take what no summary will list any more out of the way; every night. Returns how many."""
    over = Q(turn__closed_at__isnull=False) | Q(turn__isnull=True, read_at__isnull=False)
    over |= Q(turn__isnull=True, visible_from__lt=clock.now() - KEPT)
    found = Notice.objects.filter(over, mailing=Notice.Mailing.DIGEST).values("pk")
    return Notice.objects.filter(pk__in=found).update(mailing=Notice.Mailing.NOT)
