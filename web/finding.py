"""Finding cases, people, organisations and papers (查询), each only as far as the viewer may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import journal
from documents.models import Paper
from registry.access import Viewer, members_for, organisations_for
from registry.models import Member, Organisation
from registry.names import search_terms
from web.road import closed_as
from workflows.engine import access
from workflows.engine.models import Case

FEW = 5
SORTS = {"opened": "opened_at", "closed": "closed_at"}
DEFAULT_SORT = "-opened"


@dataclass(frozen=True)
class Found:
    """The small groups beside the cases: the first few of each."""

    members: list[Member]
    organisations: list[Organisation]
    papers: list[Paper]

    def __bool__(self) -> bool:
        return bool(self.members or self.organisations or self.papers)


def cases(viewer: Viewer, sort: str) -> QuerySet[Case]:
    """The cases a viewer may see, in an order."""
    column = SORTS.get(sort.removeprefix("-"))
    order = f"{'-' if sort.startswith('-') else ''}{column}" if column else "-opened_at"
    return access.cases_for(viewer).select_related("organisation", "subject__person").order_by(order, "-pk")


@dataclass(frozen=True)
class Row:
    """A case in a list: with how it ended and how many papers it has."""

    case: Case
    ended: Any
    papers: int


def rows_of(cases_of_page: list[Case]) -> list[Row]:
    """The rows of one page; their papers are counted in one query."""
    counted = (
        Paper.objects.filter(case_reference__in=[case.reference for case in cases_of_page])
        .exclude(state=Paper.State.RESERVED)
        .values_list("case_reference")
        .annotate(Count("pk"))
        .order_by()
    )
    numbers = dict(counted)
    return [Row(case, closed_as(case), numbers.get(case.reference, 0)) for case in cases_of_page]


def others(viewer: Viewer, text: str) -> Found:
    """People and organisations by name, organisations by code, papers by number."""
    words = text.split()
    if not words:
        return Found([], [], [])
    grams = search_terms("".join(words))
    people = members_for(viewer).filter(Q(person__name_grams__contains=grams) | Q(public_id=text.strip().upper()))
    places = organisations_for(viewer).filter(Q(name_grams__contains=grams) | Q(code__iexact=text.strip()))
    return Found(
        list(people.select_related("person").order_by("person__name_sort", "pk")[:FEW]),
        list(places.select_related("parent").order_by("code")[:FEW]),
        papers(viewer, text.strip()),
    )


def papers(viewer: Viewer, number: str) -> list[Paper]:
    """Issued papers with a number, of cases the viewer may see."""
    found = list(Paper.objects.filter(number=number).exclude(state=Paper.State.RESERVED).order_by("pk")[: 4 * FEW])
    wanted = [paper.case_reference for paper in found]
    seen = (
        set(access.cases_for(viewer).filter(reference__in=wanted).values_list("reference", flat=True))
        if wanted
        else set()
    )
    return [paper for paper in found if paper.case_reference in seen][:FEW]


def log(viewer: Viewer, what: str, query: str, *, object_id: str = "cases") -> None:
    """Note a search or an export, with what was asked, in the access log."""
    journal.log_access(by=viewer.user.actor, kind="search", object_id=object_id, what=what, purpose=query)


def table(found: list[Case]) -> Iterator[tuple[Any, ...]]:
    """The list as a file has it."""
    for row in rows_of(found):
        case = row.case
        yield (
            case.number,
            case.subject or "",
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
        _("Number"), _("Member"), _("Matter"), _("Organisation"), _("State"), _("Opened"), _("Closed"), _("Papers"),
    )  # fmt: skip
