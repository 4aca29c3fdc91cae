"""A member's months (党员台账汇总): gathered from the ledgers for the six-month rule, with what his membership says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from registry.calendar import add_months
from registry.ledger_reading import history_of
from registry.models import Affiliation, Approval, LedgerEntry, Measure, Member, Standing
from registry.models.ledgers import Ledger, MonthValue
from workflows.families.six_months import Membership, Run, Rung, finding, ladder_of, run_of
from workflows.policy.asking import base, policy_of

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Months:
    """What the ledgers say of a member on a day (台账情况): every row, corrected ones too, and a run for each ledger."""

    member: Member
    today: dt.date
    rows: tuple[LedgerEntry, ...]
    runs: tuple[Run, ...]

    @property
    def current(self) -> dict[tuple[dt.date, str], LedgerEntry]:
        """The rows in force, by month and ledger."""
        # In the order they were written: a later row of a month is the one in force.
        return {(row.month, row.ledger): row for row in self.rows}

    @property
    def corrections(self) -> list[LedgerEntry]:
        """The rows that correct another one, oldest first."""
        return sorted((row for row in self.rows if row.replaces_id), key=lambda row: row.pk)

    @property
    def finding(self) -> Rung:
        """The highest step that is due."""
        return finding(self.runs)


def months_of(member: Member, today: dt.date) -> Months:
    """The months of a member as they stand, judged on a day by the policy of the branch he belongs to."""
    homes = list(member.affiliations.select_related("organisation").order_by("since"))
    rows = history_of(member)
    ladder = ladder_of(policy_of(homes[-1].organisation, today), base(today))
    membership = _membership(member, homes)
    values = {ledger: _values(rows, ledger) for ledger in Ledger}
    runs = [run_of(one, values[one], today, ladder=ladder, membership=membership) for one in Ledger]
    return Months(member, today, tuple(rows), tuple(runs))


def _values(rows: Sequence[LedgerEntry], ledger: Ledger) -> dict[dt.date, MonthValue]:
    return {row.month: MonthValue(row.value) for row in rows if row.ledger == ledger}


def _membership(member: Member, homes: Sequence[Affiliation]) -> Membership:
    if member.standing == Standing.SUSPENDED:
        return Membership(None, member.full_since)
    since = _came(homes)
    if (restored := _restored_on(member)) is not None:
        since = max(since, restored)
    return Membership(since, member.full_since)


def _came(homes: Sequence[Affiliation]) -> dt.date:
    """Since when he has belonged somewhere without a gap: who moves between branches takes his months along."""
    since = homes[-1].since
    for earlier in reversed(homes[:-1]):
        if earlier.until is None or earlier.until + ONE_DAY < since:
            break
        since = earlier.since
    return since


def _restored_on(member: Member) -> dt.date | None:
    """The day on which a suspended membership was last restored; None if it never was."""
    granted = Approval.objects.filter(subject=member.person_id, measure=Measure.RESTORATION, granted=True)
    return granted.order_by("-on").values_list("on", flat=True).first()


def span(months: Months, least: int) -> list[dt.date]:
    """The months to show, newest first: at least so many that are over, and every one that has a row."""
    newest = add_months(months.today.replace(day=1), -1)
    first = min([add_months(newest, 1 - least), *(row.month for row in months.rows)])
    count = (newest.year - first.year) * 12 + newest.month - first.month + 1
    return [add_months(newest, -n) for n in range(count)]
