"""Reading the ledgers (查阅台账): the roll of a month, what is in force, what was corrected."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from registry.calendar import add_months
from registry.ledger_rules import Cell, Said
from registry.models import Affiliation, LedgerEntry, Member, Organisation
from registry.models.ledgers import MonthValue
from registry.models.members import ON_THE_ROLL


def last_day(month: dt.date) -> dt.date:
    """The last day of a month."""
    return add_months(month, 1) - dt.timedelta(days=1)


def roll_of(branch: Organisation, month: dt.date) -> QuerySet[Member]:
    """Whose month a branch enters (应填报人员), by name: who belonged to it on the last day of the month.

    Whoever moved within the month is on the sheet of the branch he came to. A suspended member takes part in nothing, his
    months are nobody's to enter.
    """
    last = last_day(month)
    here = Affiliation.objects.on(last).filter(member=OuterRef("pk"), organisation=branch)
    counted = Q(standing__in=ON_THE_ROLL) | Q(ended_on__gte=last)
    found = Member.objects.filter(Exists(here), counted).exclude(suspended_since__lte=month)
    return found.select_related("person").order_by("person__name_sort", "pk")


def counted(branches: Iterable[int], months: Sequence[dt.date]) -> dict[tuple[int, dt.date], int]:
    """How many people the sheets of some months have, by branch (ids) and month; one question for all of them."""
    listed = Affiliation.objects.filter(organisation__in=list(branches), since__lte=last_day(max(months)))
    columns = ("organisation", "since", "until", "member__standing", "member__ended_on", "member__suspended_since")
    found: Counter[tuple[int, dt.date]] = Counter()
    for branch, since, until, standing, ended, suspended in listed.values_list(*columns):
        for month in months:
            last = last_day(month)
            here = since <= last and (until is None or until >= last)
            counts = standing in ON_THE_ROLL or (ended is not None and ended >= last)
            found[branch, month] += here and counts and not (suspended is not None and suspended <= month)
    return found


def known_in(month: dt.date, members: Iterable[Member]) -> dict[Cell, Said]:
    """What is in force for a month of some members, by cell."""
    rows = entries_in(month, members)
    return {cell: Said(row.value, row.excuse) for cell, row in rows.items()}


def entries_in(month: dt.date, members: Iterable[Member]) -> dict[Cell, LedgerEntry]:
    """The rows in force for a month of some members, by cell."""
    rows = LedgerEntry.objects.current().filter(month=month, member__in=list(members)).select_related("member")
    return {Cell(row.member.public_id, row.ledger): row for row in rows}


def histories_of(members: Iterable[int]) -> QuerySet[LedgerEntry]:
    """Every row about some members (ids), corrected ones too: newest month first, then in the order they were written."""
    rows = LedgerEntry.objects.filter(member__in=list(members))
    return rows.select_related("entered_by", "organisation", "replaces").order_by("-month", "ledger", "pk")


def states_of(branches: Iterable[int], since: dt.date) -> dict[tuple[int, dt.date], dict[str, int]]:
    """How many cells of each value some branches (ids) have in force, by branch and month from a month on."""
    rows = LedgerEntry.objects.current().filter(organisation__in=list(branches), month__gte=since)
    found: dict[tuple[int, dt.date], dict[str, int]] = {}
    for key, month, value, count in rows.values_list("organisation", "month", "value").annotate(count=Count("pk")):
        found.setdefault((key, month), dict.fromkeys(MonthValue.values, 0))[value] = count
    return found


def idle_in(branch: Organisation, since: dt.date) -> list[tuple[dt.date, str]]:
    """The months and ledgers in which nobody of a branch had an opportunity (支部没有开展), newest first (R-MO-03)."""
    rows = LedgerEntry.objects.current().filter(organisation=branch, month__gte=since).values_list("month", "ledger")
    nothing = Count("pk", filter=Q(value=MonthValue.NO_OPPORTUNITY))
    idle = rows.annotate(idle=nothing, all=Count("pk")).filter(idle=F("all")).order_by("-month", "ledger")
    return [(month, ledger) for month, ledger, *_counts in idle]
