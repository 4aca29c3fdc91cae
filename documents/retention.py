"""How long a paper is kept (保管期限)."""

from __future__ import annotations

import datetime as dt


def kept_until(made_on: dt.date, years: int) -> dt.date:
    """The last day a paper must be kept: years (保管期限, 年) count from the year after the one it was made in."""
    return dt.date(made_on.year + years, 12, 31)
