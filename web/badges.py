"""The counts in the bar (角标): what waits, what was not read, what is overdue below or suspended; all in one statement, capped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func, IntegerField, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest

from registry.access import Viewer
from registry.models import User
from workflows.engine import inbox, reading_notices
from workflows.engine.inbox import CAP


@dataclass(frozen=True)
class Badges:
    """How many turns wait, notices are unread, turns below are overdue, turns are suspended; at most one more than the
    cap each."""

    todo: int
    unread: int
    below: int
    suspended: int


def badges(request: HttpRequest, who: Viewer) -> Badges:
    """The counts for a request, asked once."""
    if not hasattr(request, "badges"):
        counted = {
            "todo": _many(inbox.open_turns(who)),
            "unread": _many(reading_notices.unread(who)),
            "below": _many(inbox.overdue_below(who)),
            "suspended": _many(inbox.suspended_turns(who)),
        }
        row = User.objects.filter(pk=who.user.pk).values_list(*counted.values()).get()
        request.badges = Badges(*row)  # type: ignore[attr-defined]
    found: Badges = request.badges  # type: ignore[attr-defined]
    return found


def _many(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, up to one more than the cap, as a column; it reads no further than the index."""
    few = rows.order_by().values("pk")[: CAP + 1]
    # Cast: of a condition that nothing meets, such as the posts of somebody without any, no type is left.
    keys = Cast(ArraySubquery(few), ArrayField(BigIntegerField()))
    return Coalesce(Func(keys, function="cardinality", output_field=IntegerField()), 0)
