"""The third box of the national system (即将办理): open cases whose next step goes to a post of mine.

The worker asks the path ahead of each open turn soon after it has opened, and of all of them once a day, since people
and days change; whoever decides pays nothing for it. So the box may be a minute behind, and it promises nothing: another
answer at the present step, and the case goes elsewhere.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from registry.access import Viewer
from workflows.engine import access
from workflows.engine.handling import Handling
from workflows.engine.models import Coming, TaskAssignment
from workflows.engine.path import path_of

MOST = 200


@transaction.atomic
def look_ahead(on: dt.date, most: int = MOST) -> int:
    """Ask the path of the open turns that were not asked about today, oldest first, at most so many; how many it were.

    Several open turns of a case have one path: the oldest is asked.
    """
    of_the_case = TaskAssignment.objects.filter(case=OuterRef("case"), closed_at__isnull=True)
    asked = Coming.objects.filter(turn=OuterRef("pk"), looked_on__gte=on)
    open_turns = TaskAssignment.objects.filter(~Exists(asked), closed_at__isnull=True)
    open_turns = open_turns.exclude(Exists(of_the_case.filter(pk__lt=OuterRef("pk")))).order_by("pk")
    found = list(open_turns.select_related("case__organisation", "case__subject__person")[:most])
    rows = [row for turn in found for row in _of(turn, on)]
    Coming.objects.filter(turn__in=found).delete()
    # Whoever asked at the same time was told the same.
    Coming.objects.bulk_create(rows, ignore_conflicts=True)
    return len(found)


def _of(turn: TaskAssignment, on: dt.date) -> list[Coming]:
    turn.case.handling = Handling()
    stop = next(iter(path_of(turn.case).to_come), None)
    if stop is None:
        return [Coming(turn=turn, looked_on=on)]
    posts = () if stop.person is not None else stop.posts
    return [
        Coming(turn=turn, post=post, step=stop.step.name, comes_on=stop.opens_on, looked_on=on)
        for post in posts or (None,)
    ]


def forget_closed() -> int:
    """Throw away what was said of turns that are closed; how many it were."""
    return Coming.objects.filter(turn__closed_at__isnull=False).delete()[0]


def coming_to(viewer: Viewer) -> QuerySet[Coming]:
    """What comes to the posts of a viewer next, soonest first; only of cases he may see."""
    cases = access.cases_for(viewer).filter(closed_at__isnull=True)
    mine = Coming.objects.filter(post_id__in=sorted(viewer.post_ids), turn__closed_at__isnull=True)
    return mine.filter(turn__case__in=cases.values("pk")).order_by(F("comes_on").asc(nulls_last=True), "turn_id")


def rows_of(keys: list[int]) -> list[Coming]:
    """The rows with these turns, in this order, with what the list shows."""
    found = Coming.objects.select_related(
        "turn__case__subject__person",
        "turn__case__organisation",
        "turn__post__organisation",
        "turn__person",
        "turn__task",
    ).in_bulk(keys)
    return [found[key] for key in keys if key in found]
