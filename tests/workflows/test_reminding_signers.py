"""Reminders where several sign: each seat that has not signed is reminded, none is taken for another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from audit import clock
from tests.workflows.countersigned_desk import ALL, Desk
from workflows.engine.models import Notice, Reminder
from workflows.engine.reminding import remind

DAY = dt.timedelta(days=1)


def reminded(round_: Desk, stage: str) -> list[str]:
    """Whose turns were reminded of a stage."""
    found = Reminder.objects.filter(turn__case=round_.case, stage=stage).select_related("turn__post__organisation")
    return [round_.name(reminder.turn.post) for reminder in found.order_by("turn__signer__number")]


def test_each_seat_is_reminded_and_told_by_itself(at: Callable[[str], Desk]) -> None:
    round_ = at("Signed")
    due = round_.turn("deputy").due_on
    clock.travel_to(due)
    assert dict(remind(due)) == {"due": 3}
    assert reminded(round_, "due") == ALL
    told = Notice.objects.filter(case=round_.case, kind="reminder").values_list("person", flat=True)
    assert sorted(told) == sorted(round_.user(seat).person.pk for seat in ALL)
    assert dict(remind(due)) == {}


def test_who_has_signed_is_not_reminded(at: Callable[[str], Desk]) -> None:
    round_ = at("Signed")
    round_.sign("deputy")
    due = round_.turn("organiser").due_on
    clock.travel_to(due)
    assert dict(remind(due)) == {"due": 2}
    assert reminded(round_, "due") == ["secretary", "organiser"]


def test_each_seat_is_escalated_by_itself(at: Callable[[str], Desk]) -> None:
    round_ = at("Signed")
    late = round_.turn("deputy").due_on + 20 * DAY
    clock.travel_to(late)
    assert dict(remind(late)) == {"escalated": 3}
    assert reminded(round_, "escalated") == ALL
    assert {seat: round_.turn(seat).escalated_to is not None for seat in ALL} == dict.fromkeys(ALL, True)
