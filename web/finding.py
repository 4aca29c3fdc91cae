"""Finding cases (查询), only as far as the viewer may see, and giving them away as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from audit import journal
from documents.models import Paper
from registry.access import Viewer
from web.road import closed_as
from workflows.engine import access, inbox
from workflows.engine.models import Case

SORTS = {"opened": "opened_at", "closed": "closed_at"}
DEFAULT_SORT = "-opened"


def cases(viewer: Viewer, sort: str) -> QuerySet[Case]:
    """The cases a viewer may see, in an order."""
    column = SORTS.get(sort.removeprefix("-"))
    order = f"{'-' if sort.startswith('-') else ''}{column}" if column else "-opened_at"
    return access.cases_for(viewer).order_by(order, "-pk")


@dataclass(frozen=True)
class Row:
    """A case in a list: with how it ended and how many papers it has."""

    case: Case
    ended: Any
    papers: int


def rows_of(keys: list[int]) -> list[Row]:
    """The rows of cases by their row numbers, in this order; their papers are counted in one query."""
    cases_of_page = inbox.cases_of(keys)
    counted = (
        Paper.objects.filter(case_reference__in=[case.reference for case in cases_of_page])
        .exclude(state=Paper.State.RESERVED)
        .values_list("case_reference")
        .annotate(Count("pk"))
        .order_by()
    )
    numbers = dict(counted)
    return [Row(case, closed_as(case), numbers.get(case.reference, 0)) for case in cases_of_page]


def log(viewer: Viewer, what: str, query: str, *, object_id: str = "cases") -> None:
    """Note a search or an export, with what was asked, in the access log."""
    journal.log_access(by=viewer.user.actor, kind="search", object_id=object_id, what=what, purpose=query)


def table(keys: list[int]) -> Iterator[tuple[Any, ...]]:
    """The list as a file has it, by row numbers."""
    for row in rows_of(keys):
        case = row.case
        yield (
            case.number,
            case.subject or case.matter,
            case.flow_class.title,
            case.organisation.name,
            row.ended or _("open"),
            case.opened_on,
            timezone.localdate(case.closed_at) if case.closed_at else "",
            row.papers,
        )


def header() -> tuple[str, ...]:
    """Headings of the file."""
    return (
        _("Number"), pgettext("column", "About"), _("Matter"), _("Organisation"), _("State"), _("Opened"), _("Closed"), _("Papers"),
    )  # fmt: skip
