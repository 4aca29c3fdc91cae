"""Giving the register back (导出登记): an XLSX that an import reads again, with nothing in it that a spreadsheet runs.

The caller decides who may have it and logs the access, with or without ID numbers.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from typing import Any, BinaryIO

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from audit import clock
from registry.exchange.columns import KINDS, Kind
from registry.exchange.members import personal
from registry.exchange.organisations import recorded
from registry.models import Affiliation, Appointment, Organisation, Person, Post
from registry.models.members import ON_THE_ROLL

_CHUNK = 2000
_WIDTH = 18

Values = dict[str, Any]


def export(
    kinds: Collection[str] = ("organisations", "members", "posts"),
    *,
    organisations: QuerySet[Organisation] | None = None,
    with_id_numbers: bool = False,
) -> bytes:
    """The register as XLSX (导出), limited to some organisations if they are given; ID numbers are masked unless asked."""
    target = io.BytesIO()
    export_to(target, kinds, organisations=organisations, with_id_numbers=with_id_numbers)
    return target.getvalue()


def export_to(
    target: BinaryIO,
    kinds: Collection[str] = ("organisations", "members", "posts"),
    *,
    organisations: QuerySet[Organisation] | None = None,
    with_id_numbers: bool = False,
) -> None:
    """Write the register to an open file; the same as ``export`` for a large one."""
    places = Organisation.objects.all() if organisations is None else organisations
    number: Callable[[Person], str] = Person.id_number if with_id_numbers else _masked
    rows = {
        "organisations": lambda: _organisations(places),
        "members": lambda: _members(places, number),
        "posts": lambda: _posts(places, number, listed="members" in kinds),
    }
    book = Workbook(write_only=True)
    for kind in KINDS:
        if kind.key in kinds:
            _sheet(book, kind, rows[kind.key]())
    book.save(target)


def _masked(person: Person) -> str:
    return person.id_number_masked


def _sheet(book: Workbook, kind: Kind, rows: Iterator[Values]) -> None:
    sheet: Any = book.create_sheet(kind.title)
    sheet.freeze_panes = "A2"
    for place in range(1, len(kind.columns) + 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.number_format = _WIDTH, "@"
    sheet.append([column.title for column in kind.columns])
    for values in rows:
        sheet.append([column.type.show(values[column.key]) if column.key in values else "" for column in kind.columns])


def _organisations(places: QuerySet[Organisation]) -> Iterator[Values]:
    found = places.defer("name_grams", "lineage").select_related("parent").order_by("code")
    for organisation in found.iterator(chunk_size=_CHUNK):
        yield recorded(organisation, organisation.parent.code if organisation.parent else "")


def _members(places: QuerySet[Organisation], number: Callable[[Person], str]) -> Iterator[Values]:
    homes = Affiliation.objects.on(clock.today()).filter(
        organisation__in=places.values("pk"), member__standing__in=ON_THE_ROLL
    )
    in_order = homes.select_related("member__person", "organisation").order_by(
        "organisation__code",
        "member__person__name_sort",
        "member__person__name",
        "member__person__born_on",
        "member__pk",
    )
    for home in in_order.iterator(chunk_size=_CHUNK):
        member = home.member
        yield {
            **personal(member.person),
            "id_number": number(member.person),
            "home": home.organisation.code,
            "standing": member.standing,
            "joined_on": member.joined_on,
            "full_since": member.full_since,
            "dues_paid_until": member.dues_paid_until,
            "since": home.since,
        }


def _posts(places: QuerySet[Organisation], number: Callable[[Person], str], *, listed: bool) -> Iterator[Values]:
    """Every post with each of its terms, one row a term; a post that never had a holder is a row of its own.

    Of a holder who stands in the sheet of members (``listed``) only what tells him apart is repeated.
    """
    posts = Post.objects.filter(organisation__in=places.values("pk")).select_related("organisation")
    terms = Prefetch("appointments", queryset=_terms(places), to_attr="terms")
    in_order = posts.order_by("organisation__code", "role", "title").prefetch_related(terms)
    for post in in_order.iterator(chunk_size=_CHUNK):
        place = {"organisation": post.organisation.code, "role": post.role, "title": post.title}
        found: list[Any] = post.terms
        for term in found:
            yield {**place, **_holder(term.person, number, listed=listed and term.listed), **_span(term)}
        if not found:
            yield place


def _terms(places: QuerySet[Organisation]) -> QuerySet[Appointment]:
    on_a_roll = Affiliation.objects.on(clock.today()).filter(
        member__person=OuterRef("person"), member__standing__in=ON_THE_ROLL, organisation__in=places.values("pk")
    )
    terms = Appointment.objects.select_related("person").annotate(listed=Exists(on_a_roll))
    return terms.order_by("since", "person__name_sort", "person__born_on", "pk")


def _span(term: Appointment) -> Values:
    return {"since": term.since, "until": term.until, "acting": term.acting}


def _holder(person: Person, number: Callable[[Person], str], *, listed: bool) -> Values:
    values = {**personal(person), "id_number": number(person)}
    if not listed:
        return values
    needed = ("name", "id_number") if values["id_number"] else ("name", "sex", "born_on")
    return {key: values[key] for key in needed}
