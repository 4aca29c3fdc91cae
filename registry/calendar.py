"""Days and months of the rules (期限): working days with make-up days, months clamped to their end.

Everything but reading the edited days is pure: dates in, dates out.
"""

import calendar
import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache

import holidays

from registry.models.calendar import CalendarDay

# Days the registry has made working days (True) or days of rest (False), and a column of a SELECT with all of them.
Edited = tuple[tuple[dt.date, bool], ...]
EDITED = "(SELECT json_agg(json_build_array(day, working) ORDER BY day)::text FROM registry_calendarday)"


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. ``known_until`` is the last day the yearly notice covers; later is provisional."""

    rest: frozenset[dt.date]
    work: frozenset[dt.date]
    known_until: dt.date

    def is_working(self, day: dt.date) -> bool:
        """True for a working day: a weekday that is no holiday, or a weekend day made up."""
        if day in self.work:
            return True
        return day.weekday() < calendar.SATURDAY and day not in self.rest

    def after(self, start: dt.date, days: int) -> dt.date:
        """The n-th working day after a day; the start itself is day 0."""
        day = start
        while days > 0:
            day += dt.timedelta(days=1)
            days -= self.is_working(day)
        return day

    def between(self, start: dt.date, end: dt.date) -> int:
        """Working days after ``start`` up to and including ``end``; negative if ``end`` lies before."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + dt.timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def is_provisional(self, day: dt.date) -> bool:
        """True for a date beyond the yearly notice: it may move when the notice comes."""
        return day > self.known_until


def add_months(day: dt.date, months: int) -> dt.date:
    """Calendar months later, clamped to the month's end: 31 August + 6 months is the last of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of_month(day: dt.date) -> dt.date:
    """The first day of the month a day lies in."""
    return day.replace(day=1)


def age_on(born_on: dt.date, day: dt.date) -> int:
    """Full years of age on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


@lru_cache(maxsize=8)
def _published(first: int, last: int) -> tuple[frozenset[dt.date], frozenset[dt.date], dt.date]:
    """Holidays and make-up days from the ``holidays`` data, and the last day of the newest year it covers."""
    china = holidays.country_holidays("CN", years=range(first, last + 1))
    makeup = frozenset(china.weekend_workdays)
    with_makeup = [day.year for day in makeup if first <= day.year <= last]
    return frozenset(china), makeup, dt.date(max(with_makeup, default=first), 12, 31)


def the_calendar(around: dt.date) -> Calendar:
    """The calendar for some years around a day, with the edited days of the registry as they are now."""
    return calendar_around(around, edited_days())


def edited_days() -> Edited:
    """The edited days, read now: a change shows at once."""
    return tuple(CalendarDay.objects.order_by("day").values_list("day", "working"))


def edited_from(column: str | None) -> Edited:
    """The edited days from what the column ``EDITED`` gave."""
    return tuple((dt.date.fromisoformat(day), working) for day, working in json.loads(column or "[]"))


@lru_cache(maxsize=16)
def calendar_around(around: dt.date, edited: Edited) -> Calendar:
    """The calendar for some years around a day, with edited days on top of the published ones."""
    rest, work, known_until = _published(around.year - 2, around.year + 3)
    closed = {day for day, working in edited if not working}
    opened = {day for day, working in edited if working}
    newest = max((day for day, _working in edited), default=known_until)
    return Calendar(
        rest=(rest - opened) | closed,
        work=(work - closed) | opened,
        known_until=max(known_until, dt.date(newest.year, 12, 31)),
    )
