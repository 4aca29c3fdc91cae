"""Periods of a report (统计期间): a month, a quarter or a year, as the address names it. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.calendar import add_months

_NAMED = re.compile(r"(20\d\d)(?:-(?:q([1-4])|(0[1-9]|1[0-2])))?")
MONTH, QUARTER, YEAR = 1, 3, 12


@dataclass(frozen=True)
class Period:
    """So many months from a first day on."""

    first: dt.date
    months: int

    @classmethod
    def of(cls, text: str, today: dt.date) -> Period:
        """Read from an address: ``2026-11``, ``2026-q4``, ``2026``; the present quarter for what is no period."""
        named = _NAMED.fullmatch(text)
        if named is None:
            return cls.around(today, QUARTER)
        year, quarter, month = (int(part) if part else 0 for part in named.groups())
        if month:
            return cls(dt.date(year, month, 1), MONTH)
        return cls(dt.date(year, quarter * 3 - 2, 1), QUARTER) if quarter else cls(dt.date(year, 1, 1), YEAR)

    @classmethod
    def around(cls, day: dt.date, months: int) -> Period:
        """The month, quarter or year that a day lies in."""
        return cls(dt.date(day.year, (day.month - 1) // months * months + 1, 1), months)

    @property
    def last(self) -> dt.date:
        """The last day."""
        return add_months(self.first, self.months) - dt.timedelta(days=1)

    @property
    def code(self) -> str:
        """As the address names it."""
        if self.months == YEAR:
            return str(self.first.year)
        quarter = f"{self.first.year}-q{(self.first.month + 2) // 3}"
        return quarter if self.months == QUARTER else f"{self.first:%Y-%m}"

    @property
    def words(self) -> str:
        """As people say it."""
        said = {"year": self.first.year, "month": self.first.month, "quarter": (self.first.month + 2) // 3}
        if self.months == YEAR:
            return _("%(year)s") % said
        return _("quarter %(quarter)s of %(year)s") % said if self.months == QUARTER else f"{self.first:%Y-%m}"

    @property
    def before(self) -> Period:
        """The one before."""
        return Period(add_months(self.first, -self.months), self.months)

    @property
    def after(self) -> Period:
        """The one after."""
        return Period(add_months(self.first, self.months), self.months)

    def sorts(self, today: dt.date) -> list[tuple[str, Period]]:
        """A month, a quarter and a year: around today if it lies in this one, else around its first day."""
        day = today if self.first <= today <= self.last else self.first
        kinds = ((_("month"), MONTH), (_("quarter"), QUARTER), (_("year"), YEAR))
        return [(words, Period.around(day, months)) for words, months in kinds]
