"""A member's months (党员台账汇总): gathered from the ledgers for the six-month rule, with what his membership says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from registry.calendar import add_months
from registry.ledger_reading import histories_of
from registry.models import Affiliation, Approval, LedgerEntry, Measure, Member, Standing
from registry.models.ledgers import Ledger, MonthValue
from workflows.families.six_months import Ladder, Membership, Run, Rung, finding, ladder_of, run_of
from workflows.policy.asking import base, policy_of

ONE_DAY = dt.timedelta(days=1)
R = TypeVar("R", Affiliation, LedgerEntry)


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
    return months_of_all([member], today)[0]


def months_of_all(people: Sequence[Member], today: dt.date) -> list[Months]:
    """The months of some members, in their order; the same few questions however many they are."""
    keys = [member.pk for member in people]
    homes, rows = _by_member(_homes(keys)), _by_member(histories_of(keys))
    restored = _restored(people)
    ladders: dict[int, Ladder] = {}
    found = []
    for member in people:
        home = homes[member.pk][-1].organisation
        if home.pk not in ladders:
            ladders[home.pk] = ladder_of(policy_of(home, today), base(today))
        membership = _membership(member, homes[member.pk], restored.get(member.person_id))
        found.append(_judged(member, rows.get(member.pk, []), today, ladders[home.pk], membership))
    return found


def _judged(
    member: Member, rows: Sequence[LedgerEntry], today: dt.date, ladder: Ladder, membership: Membership
) -> Months:
    values = {one: {row.month: MonthValue(row.value) for row in rows if row.ledger == one} for one in Ledger}
    runs = [run_of(one, values[one], today, ladder=ladder, membership=membership) for one in Ledger]
    return Months(member, today, tuple(rows), tuple(runs))


def _homes(members: Sequence[int]) -> Iterable[Affiliation]:
    found = Affiliation.objects.filter(member__in=members).select_related("organisation")
    return found.order_by("since")


def _by_member(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.member_id, []).append(row)
    return found


def _restored(people: Sequence[Member]) -> dict[int, dt.date]:
    """The day on which the suspended membership of some persons (ids) was last restored."""
    granted = Approval.objects.filter(
        subject__in=[member.person_id for member in people], measure=Measure.RESTORATION, granted=True
    )
    return dict(granted.order_by("on").values_list("subject_id", "on"))


def _membership(member: Member, homes: Sequence[Affiliation], restored: dt.date | None) -> Membership:
    if member.standing == Standing.SUSPENDED:
        return Membership(None, member.full_since)
    since = _came(homes)
    return Membership(max(since, restored) if restored else since, member.full_since)


def _came(homes: Sequence[Affiliation]) -> dt.date:
    """Since when he has belonged somewhere without a gap: who moves between branches takes his months along."""
    since = homes[-1].since
    for earlier in reversed(homes[:-1]):
        if earlier.until is None or earlier.until + ONE_DAY < since:
            break
        since = earlier.since
    return since


def span(months: Months, least: int) -> list[dt.date]:
    """The months to show, newest first: at least so many that are over, and every one that has a row."""
    newest = add_months(months.today.replace(day=1), -1)
    first = min([add_months(newest, 1 - least), *(row.month for row in months.rows)])
    count = (newest.year - first.year) * 12 + newest.month - first.month + 1
    return [add_months(newest, -n) for n in range(count)]
