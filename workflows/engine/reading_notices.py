"""Reading one's notices (查看通知): newest first, read one by one or all at once; nobody reads those of others."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from audit import clock
from registry.access import Viewer
from workflows.engine import access
from workflows.engine.models import Notice

Place = tuple[dt.datetime, int]


def visible(viewer: Viewer) -> QuerySet[Notice]:
    """The notices of a viewer that can be seen by now."""
    person = viewer.user.person_id
    if person is None:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=person, visible_from__lte=clock.now())


def unread(viewer: Viewer) -> QuerySet[Notice]:
    """Those not read yet."""
    return visible(viewer).filter(read_at__isnull=True)


def page(viewer: Viewer, *, before: Place | None, size: int) -> list[Any]:
    """The newest notices, or those behind a place in the list; each with ``may_see``: whether its case may be seen still.

    A case may be out of sight since: then nothing of it is shown.
    """
    found = visible(viewer)
    if before is not None:
        at, key = before
        found = found.filter(Q(visible_from__lt=at) | Q(visible_from=at, pk__lt=key))
    seen = access.cases_for(viewer).filter(pk=OuterRef("case_id"))
    rows = found.annotate(may_see=Exists(seen)).select_related(
        "case__subject__person", "case__organisation", "turn__task"
    )
    return list(rows.order_by("-visible_from", "-pk")[:size])


def open_one(viewer: Viewer, public_id: str) -> Notice:
    """One notice of the viewer's, read from now on; Http404 if it is not his, or its case may not be seen any more."""
    found = visible(viewer).filter(public_id=public_id).select_related("case", "turn").first()
    if found is None or not access.cases_for(viewer).filter(pk=found.case_id).exists():
        raise Http404
    read(visible(viewer).filter(pk=found.pk))
    return found


def read(notices: QuerySet[Notice]) -> int:
    """Mark notices as read; returns how many were not."""
    return notices.filter(read_at__isnull=True).update(read_at=clock.now())
