"""Reading the ledgers (查阅台账): the roll of a month, what is in force, what was corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

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


def known_in(month: dt.date, members: Iterable[Member]) -> dict[Cell, Said]:
    """What is in force for a month of some members, by cell."""
    rows = entries_in(month, members)
    return {cell: Said(row.value, row.excuse) for cell, row in rows.items()}


def entries_in(month: dt.date, members: Iterable[Member]) -> dict[Cell, LedgerEntry]:
    """The rows in force for a month of some members, by cell."""
    rows = LedgerEntry.objects.current().filter(month=month, member__in=list(members)).select_related("member")
    return {Cell(row.member.public_id, row.ledger): row for row in rows}


def history_of(member: Member) -> list[LedgerEntry]:
    """Every row about a member (台账记录), corrected ones too: newest month first, then in the order they were written."""
    rows = LedgerEntry.objects.filter(member=member).select_related("entered_by", "organisation", "replaces")
    return list(rows.order_by("-month", "ledger", "pk"))


def months_of(branch: Organisation, since: dt.date) -> dict[dt.date, dict[str, int]]:
    """How many cells of each value a branch has in force, by month from a month on."""
    rows = LedgerEntry.objects.current().filter(organisation=branch, month__gte=since)
    found: dict[dt.date, dict[str, int]] = {}
    for month, value, count in rows.values_list("month", "value").annotate(count=Count("pk")).order_by("month"):
        found.setdefault(month, dict.fromkeys(MonthValue.values, 0))[value] = count
    return found
