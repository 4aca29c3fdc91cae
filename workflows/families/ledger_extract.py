"""What the extract of the ledgers prints (台账摘录): a member's months, the runs of them, what was corrected and why.

Any process about a member can issue it as ``D-MO-3``; papers are written in Chinese.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import override

from audit import clock
from registry import posts
from registry.exchange.ledger_sheets import LEDGERS, word_of
from registry.ledger_rules import Said
from registry.models import LedgerEntry, Member, Organisation, Role
from registry.models.ledgers import Ledger
from workflows.engine.handling import day_of
from workflows.engine.models import Case
from workflows.families.ledger_months import Months, months_of, span

Facts = dict[str, Any]
# A run of six months shows with what was before it; no more months than the paper has rows.
LEAST, MOST = 6, 24
NOT_ENTERED, NOBODY = "未填报", "—"


def extract(case: Case) -> Facts:
    """D-MO-3 党员台账摘录, of the member a case is about, by the branch of the case."""
    return facts_of(case.member, case.organisation, day_of(case))


def facts_of(member: Member, branch: Organisation, on: dt.date) -> Facts:
    """The facts of an extract as the ledgers stand on a day."""
    months = months_of(member, on)
    shown = span(months, LEAST)[:MOST][::-1]
    return {
        "branch": branch.name,
        "name": member.person.name,
        "kind": "正式" if member.full_since else "预备",
        "joined_on": member.joined_on.isoformat(),
        "full_on": member.full_since.isoformat() if member.full_since else "",
        "first_month": month_words(shown[0]),
        "last_month": month_words(shown[-1]),
        "entries": [_month(months, month) for month in shown],
        "runs": _runs(months),
        "corrections": [_correction(row) for row in months.corrections if row.month >= shown[0]],
        "recorded_by": months.rows[0].entered_by.name if months.rows else NOBODY,
        "secretary": _secretary(branch, on),
        "date": on.isoformat(),
    }


def month_words(month: dt.date) -> str:
    """As papers write a month."""
    return f"{month.year}年{month.month}月"


def _words(row: LedgerEntry) -> str:
    return word_of(Said(row.value, row.excuse))


def _month(months: Months, month: dt.date) -> dict[str, str]:
    rows = {ledger: months.current.get((month, ledger)) for ledger in Ledger.values}
    said = {ledger: _cell(row) for ledger, row in rows.items()}
    return {"month": month_words(month), **said}


def _cell(row: LedgerEntry | None) -> str:
    if row is None:
        return NOT_ENTERED
    return _words(row) + ("*" if row.replaces_id else "")


def _runs(months: Months) -> list[dict[str, Any]]:
    with override("zh-hans"):
        return [
            {"ledger": LEDGERS[run.ledger], "months": len(run.missed), "why": "".join(str(one) for one in run.why)}
            for run in months.runs
        ]


def _correction(row: LedgerEntry) -> dict[str, str]:
    return {
        "month": month_words(row.month),
        "ledger": LEDGERS[row.ledger],
        "before": _words(row.replaces) if row.replaces else NOT_ENTERED,
        "after": _words(row),
        "reason": row.reason,
        "by": row.entered_by.name,
        "on": clock.day_of(row.entered_at).isoformat(),
    }


def _secretary(branch: Organisation, on: dt.date) -> str:
    """Who is secretary of the branch on that day; empty where the post is vacant."""
    held = [holder for _post, holder in posts.held_posts([branch], [Role.SECRETARY], on) if holder]
    return held[0].name if held else ""
