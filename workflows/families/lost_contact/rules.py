"""The rules of lost contact (失联党员规则): pure functions of days and the policy. No clock, no query."""

from __future__ import annotations

import datetime as dt

from registry.calendar import add_months
from workflows.policy.terms import Pack

REGULATION_24 = "党员教育管理工作条例第24条"
PRACTICE = "失联党员规范管理的通行做法（据摘要）"


def suspended_long_enough(since: dt.date | None, today: dt.date, pack: Pack) -> bool:
    """停止党籍满两年 (R-SU-03): so many full years after the suspension he can be removed if he is still unreachable.

    Full on the day of the same date, the 28th of February where it began on a 29th. False for whoever is not suspended.
    """
    return since is not None and today >= add_months(since, 12 * pack.lost_contact.remove_years_after.value)


def last_day_to_restore(since: dt.date, pack: Pack) -> dt.date | None:
    """The last day on which a restoration can be asked for (恢复党籍的申请期限); None where the policy sets no limit."""
    years = pack.lost_contact.restore_within_years.value
    return add_months(since, 12 * years) if years else None


def lost_long_enough(last_contact: dt.date, today: dt.date, pack: Pack) -> bool:
    """失去联系满六个月 (R-SU-01): so many full months after the last contact."""
    return today >= add_months(last_contact, pack.lost_contact.suspend_months.value)


def abroad_long_enough(since: dt.date | None, today: dt.date, pack: Pack) -> bool:
    """出国超过五年 (R-SU-02): more than so many years, so from the day after they are full."""
    return since is not None and today > add_months(since, 12 * pack.lost_contact.abroad_years.value)
