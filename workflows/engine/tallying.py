"""Counting months that are over (月度汇总): once, by the worker, for every organisation above a branch."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import Max

from registry.calendar import add_months, first_of_month
from registry.models import Level, Organisation
from workflows.engine import figures
from workflows.engine.models import Case, MonthTally, TaskAssignment

# A month is over when its last decision can be taken back no more.
SETTLED = dt.timedelta(days=1)
BATCH = 2000


def tally(on: dt.date) -> int:
    """Count the months that are over on a day and were not counted yet, at most those a board shows; how many it were."""
    last = add_months(first_of_month(on - SETTLED), -1)
    known = MonthTally.objects.aggregate(known=Max("month"))["known"]
    months = [month for month in figures.months_until(last) if known is None or month > known]
    above = _above() if months else {}
    for month in months:
        _count(month, above)
    return len(months)


def _above() -> dict[int, list[int]]:
    """The organisations above a branch in which each organisation counts, itself included, by row number."""
    places = dict(Organisation.objects.values_list("pk", "lineage"))
    counting = set(Organisation.objects.exclude(level=Level.BRANCH).values_list("pk", flat=True))
    return {place: [pk for pk in lineage if pk in counting] for place, lineage in places.items()}


@transaction.atomic
def _count(month: dt.date, above: dict[int, list[int]]) -> None:
    last = add_months(month, 1) - dt.timedelta(days=1)
    found = figures.counted(Case.objects.all(), TaskAssignment.objects.all(), month, last)
    sums: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(figures.NAMES, 0))
    for name in figures.NAMES:
        for (place, _month, process), many in getattr(found, name).items():
            for superior in above[place]:
                sums[superior, process][name] += many
    rows = [MonthTally(organisation_id=place, month=month, process_name=process, **values) for (place, process), values in sums.items()]  # fmt: skip
    # Whoever counted at the same time counted the same.
    MonthTally.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
