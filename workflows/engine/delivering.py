"""Delivering (投递): claim a row, send, mark it; retried with growing pauses, up to a bound.

A row is claimed with a lease before anything is sent. A worker that dies between sending and marking is the one case in
which a message goes out twice; it then carries the same id, by which the other side knows the repetition.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q, QuerySet

from audit import clock
from workflows.engine import channels, wording
from workflows.engine.channels import Channel, Permanent, Temporary
from workflows.engine.models import Delivery

log = logging.getLogger(__name__)

State = Delivery.State
# Longer than any channel takes to send one message or to give up.
LEASE = dt.timedelta(minutes=5)
# What is waited after each failed attempt; after as many attempts and one more it has failed.
PAUSES = (*(dt.timedelta(minutes=m) for m in (1, 5, 20, 60)), *(dt.timedelta(hours=h) for h in (3, 6, 12)))


def deliver() -> Counter[str]:
    """Deliver everything that is due; how many came to which state. Other workers may do the same at once."""
    counts: Counter[str] = Counter()
    ways = channels.set_up()
    while (claimed := _claim(clock.now())) is not None:
        counts[_attempt(claimed, ways)] += 1
    return counts


@transaction.atomic
def _claim(now: dt.datetime) -> Delivery | None:
    """The next delivery that is due, or whose worker has died, claimed for this one; None if there is none."""
    due = Delivery.objects.filter(state__in=(State.WAITING, State.SENDING), next_at__lte=now)
    found = due.order_by("next_at", "pk").select_for_update(no_key=True, skip_locked=True).first()
    if found is None:
        return None
    found.state, found.attempts, found.next_at = State.SENDING, found.attempts + 1, now + LEASE
    found.save(update_fields=["state", "attempts", "next_at"])
    return found


def _attempt(claimed: Delivery, ways: Mapping[str, Channel]) -> str:
    """Send a claimed delivery; the state it came to."""
    if claimed.attempts > len(PAUSES) + 1:
        return _mark(claimed, State.FAILED, "abandoned by its workers")
    try:
        message = wording.message_of(claimed)
        if message is None:
            return _mark(claimed, State.DROPPED)
        _channel(claimed, ways).send(message)
    except Permanent as error:
        return _mark(claimed, State.FAILED, str(error))
    except Temporary as error:
        return _later(claimed, str(error))
    except Exception as error:  # one message that breaks must not hold up the others
        log.exception("delivery %s", claimed.public_id)
        return _later(claimed, type(error).__name__)
    return _mark(claimed, State.SENT)


def _channel(claimed: Delivery, ways: Mapping[str, Channel]) -> Channel:
    if claimed.channel not in ways:
        raise Temporary("this channel is not set up")
    return ways[claimed.channel]


def _later(claimed: Delivery, error: str) -> str:
    if claimed.attempts > len(PAUSES):
        return _mark(claimed, State.FAILED, error)
    return _mark(claimed, State.WAITING, error, pause=PAUSES[claimed.attempts - 1])


def _mark(claimed: Delivery, state: str, error: str = "", *, pause: dt.timedelta = dt.timedelta()) -> str:
    """Note how an attempt ended, unless another worker has taken the delivery over meanwhile."""
    now = clock.now()
    mine = Delivery.objects.filter(pk=claimed.pk, state=State.SENDING, attempts=claimed.attempts)
    sent_at = now if state == State.SENT else None
    mine.update(state=state, error=error[:200], next_at=now + pause, sent_at=sent_at)
    return state


def troubled() -> QuerySet[Delivery]:
    """What has failed, and what has failed once or more and is tried again; newest first."""
    return Delivery.objects.filter(Q(state=State.FAILED) | Q(state=State.WAITING, attempts__gt=0)).order_by("-pk")


@transaction.atomic
def try_again(public_id: str) -> bool:
    """Let a delivery that has failed begin anew (重新投递), by an operator; False if it has not failed."""
    failed = Delivery.objects.filter(public_id=public_id, state=State.FAILED)
    return bool(failed.update(state=State.WAITING, attempts=0, next_at=clock.now(), error=""))


@transaction.atomic
def give_up(public_id: str) -> bool:
    """Let a delivery that has failed rest (不再投递), by an operator; False if it has not failed."""
    failed = Delivery.objects.filter(public_id=public_id, state=State.FAILED)
    return bool(failed.update(state=State.DROPPED, next_at=clock.now()))
