"""Finding cases, people, organisations and papers (查询), each only as far as the viewer may see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from audit import journal
from documents.models import Paper
from registry.access import Viewer, members_below, organisations_for
from registry.models import Member, Organisation
from registry.names import search_terms
from web.road import closed_as
from workflows.engine import access, inbox
from workflows.engine.models import Case

FEW = 5
_NUMBER = re.compile(r"[2-9A-HJKMNP-Z]{10}")
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


def others(viewer: Viewer, text: str) -> Found:
    """People and organisations by name, organisations by code, papers by number."""
    words = text.split()
    if not words:
        return Found([], [], [])
    grams = search_terms("".join(words))
    places = organisations_for(viewer).filter(Q(name_grams__contains=grams) | Q(code__iexact=text.strip()))
    return Found(
        people(viewer, text.strip().upper(), grams),
        list(places.select_related("parent").order_by("code")[:FEW]),
        papers(viewer, text.strip()),
    )


def people(viewer: Viewer, number: str, grams: list[str]) -> list[Member]:
    """The first few members of this number or name: of the viewer's subtrees, and himself.

    Number and name lie in two tables: they are asked one after the other, each with its index.
    """
    called = [Q(person__name_grams__contains=grams)] + ([Q(public_id=number)] if _NUMBER.fullmatch(number) else [])
    seen = [members_below(viewer)]
    if viewer.user.person_id:
        seen.append(Member.objects.filter(person_id=viewer.user.person_id))
    found: dict[int, Member] = {}
    for among in seen:
        for so in called:
            few = among.filter(so).select_related("person").order_by("person__name_sort", "pk")[:FEW]
            found |= {member.pk: member for member in few}
    return sorted(found.values(), key=lambda member: (member.person.name_sort, member.pk))[:FEW]


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
