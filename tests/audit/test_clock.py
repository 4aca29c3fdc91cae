"""The one clock: a day is a day in Asia/Shanghai; a travelling clock runs on and comes home."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from audit import clock

DAY = dt.date(2026, 11, 24)
SHANGHAI = timezone.get_default_timezone


def test_the_day_of_shanghai_begins_at_sixteen_hours_universal_time() -> None:
    clock.come_home()
    with time_machine.travel(dt.datetime(2026, 11, 23, 15, 59, 59, tzinfo=dt.UTC), tick=False):
        assert clock.today() == dt.date(2026, 11, 23)
    with time_machine.travel(dt.datetime(2026, 11, 23, 16, 0, 0, tzinfo=dt.UTC), tick=False):
        assert clock.today() == DAY


def test_travelling_goes_to_an_hour_of_a_day() -> None:
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False):
        clock.travel_to(DAY, hour=14)
        assert clock.now() == dt.datetime(2026, 11, 24, 14, tzinfo=SHANGHAI())
        assert clock.today() == DAY


def test_a_travelling_clock_runs_on() -> None:
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False) as real:
        clock.travel_to(DAY)
        real.shift(dt.timedelta(hours=15))
        assert clock.now() == dt.datetime(2026, 11, 25, tzinfo=SHANGHAI())
        assert clock.today() == dt.date(2026, 11, 25)


def test_advancing_adds_up() -> None:
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False):
        clock.travel_to(DAY)
        clock.advance(dt.timedelta(days=6))
        clock.advance(dt.timedelta(hours=1))
        assert clock.now() == dt.datetime(2026, 11, 30, 10, tzinfo=SHANGHAI())


def test_coming_home_is_the_real_time() -> None:
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False):
        clock.travel_to(DAY)
        clock.come_home()
        assert clock.now() == dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def test_a_block_in_another_day_ends_where_it_began_even_by_an_error() -> None:
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False):
        clock.travel_to(DAY)
        with pytest.raises(ValueError, match="away"), clock.travelling(dt.date(2020, 2, 29)):
            assert clock.today() == dt.date(2020, 2, 29)
            raise ValueError("away")
        assert clock.today() == DAY
