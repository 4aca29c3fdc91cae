"""Filters of the lists (筛选): what the address may say, checked, and as tags that can be taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters as df
from django import forms
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from documents.models import Letter, Paper
from forms.fields import DayField
from forms.records import OrganisationSearchField
from registry.access import Viewer, organisations_for
from registry.models import Level, Member, Organisation
from registry.names import search_terms
from registry.publicid import id_in
from web import overdue
from workflows.engine import catalogue
from workflows.engine.models import Case
from workflows.engine.words import Outcome

MOST_WORDS = 5
MOST_NAMED = 5000
ANY = _("any")


@dataclass(frozen=True)
class Tag:
    """One thing a list is filtered by, and the address without it."""

    words: str
    without: str


class _DayFilter(df.Filter):
    field_class = DayField


class _OrganisationFilter(df.Filter):
    field_class = OrganisationSearchField


class ListFilter(df.FilterSet):
    """A filter set for a viewer, whose settings can be shown as tags."""

    def __init__(self, data: QueryDict, queryset: QuerySet[Any], *, viewer: Viewer) -> None:
        super().__init__(data, queryset)
        self.viewer = viewer
        if "organisation" in self.form.fields:
            self.form.fields["organisation"].among = organisations_for(viewer)

    def tags(self) -> Iterator[Tag]:
        """What the list is filtered by now."""
        for name, value in self.form.cleaned_data.items() if self.form.is_valid() else ():
            if value not in (None, "", [], False):
                yield Tag(self._words(name, value), self._without(name))

    def _words(self, name: str, value: Any) -> str:
        field = self.form.fields[name]
        if value is True:
            return str(field.label)
        if isinstance(field, forms.ChoiceField):
            value = next((label for code, label in _flat(field.choices) if code == value), value)
        return f"{field.label}: {value}"

    def _without(self, name: str) -> str:
        left = self.data.copy()
        for key in (name, f"{name}_choice", "page"):
            left.pop(key, None)
        return "?" + left.urlencode()

    def by_organisation(self, queryset: QuerySet[Any], name: str, value: Organisation) -> QuerySet[Any]:
        """Rows of an organisation and all below it."""
        return queryset.filter(organisation__lineage__contains=[value.pk])


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    return list(choices)


def _process_choices() -> list[tuple[str, Any]]:
    return [(name, process.title) for name, process in catalogue.processes().items()]


def _outcome_choices() -> list[tuple[str, Any]]:
    ends = [node for p in catalogue.every_edition() for _name, node in p.in_order() if isinstance(node, Outcome)]
    return list({node.code: node.title for node in ends}.items())


class CaseFilter(ListFilter):
    """Filters of the case list."""

    q = df.CharFilter(label=_("Contains"), method="by_words", max_length=100)
    process = df.ChoiceFilter(empty_label=ANY, label=_("Matter"), field_name="process_name", choices=_process_choices)
    state = df.ChoiceFilter(
        empty_label=ANY, label=_("State"), method="by_state", choices=[("open", _("open")), ("closed", _("closed"))]
    )
    outcome = df.ChoiceFilter(empty_label=ANY, label=_("Result"), method="by_outcome", choices=_outcome_choices)
    since = _DayFilter(label=_("Opened from"), method="by_first_day")
    until = _DayFilter(label=_("Opened to"), method="by_last_day")
    organisation = _OrganisationFilter(label=_("Organisation"), method="by_organisation")
    unfinished = df.BooleanFilter(
        label=_("A paper is not made yet"), method="by_unfinished", widget=forms.CheckboxInput
    )

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []

    def by_words(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Each word is the case's number, a paper's number, or part of the matter's, the member's or the organisation's name."""
        for word in value.split()[:MOST_WORDS]:
            queryset = queryset.filter(_by_word(word))
        return queryset

    def by_state(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Open or closed."""
        return queryset.filter(closed_at__isnull=value == "open")

    def by_outcome(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Cases that ended so; that they are closed is said for the index."""
        return queryset.filter(outcome=value, closed_at__isnull=False)

    def by_first_day(self, queryset: QuerySet[Case], name: str, value: dt.date) -> QuerySet[Case]:
        """Cases opened on a day or later."""
        return queryset.filter(opened_on__gte=value, opened_at__gte=_midnight(value) - _SLACK)

    def by_last_day(self, queryset: QuerySet[Case], name: str, value: dt.date) -> QuerySet[Case]:
        """Cases opened on a day or earlier."""
        return queryset.filter(opened_on__lte=value, opened_at__lt=_midnight(value) + 2 * _SLACK)

    def by_unfinished(self, queryset: QuerySet[Case], name: str, value: object) -> QuerySet[Case]:
        """Cases with a paper that has its number but is not in the archive."""
        missing = Paper.objects.filter(state=Paper.State.RESERVED).values("case_reference")
        return queryset.filter(reference__in=missing) if value else queryset


# The lists are in the order of the instant of opening, and so are their indexes; the day of opening decides.
_SLACK = dt.timedelta(days=1)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _by_word(word: str) -> Q:
    if reference := id_in(word):
        return Q(reference=reference)
    grams = search_terms(word)
    members = Member.objects.filter(person__name_grams__contains=grams).values_list("pk", flat=True)
    papers = Paper.objects.filter(number=word).values_list("case_reference", flat=True)
    matters = Case.objects.filter(matter_grams__contains=grams).values_list("pk", flat=True)
    named = Q(subject_id__in=few_or_all(members)) | Q(reference__in=few_or_all(papers)) | Q(pk__in=few_or_all(matters))
    return named | Q(process_name__in=_matters_called(word)) | _in_a_place_called(grams)


def _matters_called(word: str) -> list[str]:
    """The processes with a word in their title, as the reader's language or Chinese has it."""
    processes = catalogue.processes().items()
    said = [(name, str(process.title)) for name, process in processes]
    with translation.override("zh-hans"):
        said += [(name, str(process.title)) for name, process in processes]
    return [name for name, title in said if word.casefold() in title.casefold()]


def _in_a_place_called(grams: list[str]) -> Q:
    """Cases of organisations of this name; a word in thousands of names is looked for in the name at each case.

    A list of all the places of the name, which is what the database would make of "in", takes longer than fifty cases
    do. As a yes or no it counts for a condition that every other case fulfils, so that the newest are walked.
    """
    places = Organisation.objects.filter(name_grams__contains=grams).values_list("pk", flat=True)
    few = few_or_all(places)
    if isinstance(few, list):
        return Q(organisation_id__in=few)
    called = ExpressionWrapper(Q(name_grams__contains=grams), output_field=BooleanField())
    there = Organisation.objects.filter(pk=OuterRef("organisation_id")).order_by().values(called=called)
    return Q(Subquery(there, output_field=BooleanField()))


def few_or_all(meant: QuerySet[Any, Any]) -> list[Any] | QuerySet[Any, Any]:
    """What a word means, by name where it is not much: then the cases are found by index.

    A word that thousands bear is left to the database: walking through the newest cases soon meets fifty that fit.
    """
    few = list(meant.order_by()[: MOST_NAMED + 1])
    return few if len(few) <= MOST_NAMED else meant


class LetterFilter(ListFilter):
    """Filters of the register of letters."""

    q = df.CharFilter(label=_("Number or name"), method="by_words", max_length=100)
    direction = df.ChoiceFilter(
        empty_label=ANY,
        label=_("Direction"),
        method="by_direction",
        choices=[("sent", _("sent")), ("received", _("received"))],
    )
    state = df.ChoiceFilter(empty_label=ANY, label=_("State"), choices=Letter.State.choices)
    organisation = _OrganisationFilter(label=_("Organisation"), method="by_organisation")
    late = df.BooleanFilter(label=_("Receipt overdue"), method="by_late", widget=forms.CheckboxInput)

    class Meta:
        model = Letter
        fields: ClassVar[list[str]] = []

    def by_words(self, queryset: QuerySet[Letter], name: str, value: str) -> QuerySet[Letter]:
        """Each word is the letter's number or part of the member's name."""
        for word in value.split()[:MOST_WORDS]:
            named = Member.objects.filter(person__name_grams__contains=search_terms(word)).values("pk")
            queryset = queryset.filter(Q(paper__number__iexact=word) | Q(member_id__in=named))
        return queryset

    def by_direction(self, queryset: QuerySet[Letter], name: str, value: str) -> QuerySet[Letter]:
        """Letters that organisations of the viewer sent, or that they receive."""
        side = "sender" if value == "sent" else "receiver"
        organisation = self.form.cleaned_data.get("organisation")
        roots = [organisation.pk] if organisation else list(self.viewer.roots)
        return queryset.filter(**{f"{side}__lineage__overlap": roots})

    def by_organisation(self, queryset: QuerySet[Letter], name: str, value: Organisation) -> QuerySet[Letter]:
        """Letters from or to an organisation and all below it."""
        under = [value.pk]
        return queryset.filter(Q(sender__lineage__contains=under) | Q(receiver__lineage__contains=under))

    def by_late(self, queryset: QuerySet[Letter], name: str, value: object) -> QuerySet[Letter]:
        """Letters accepted so long ago that the receipt should have come."""
        return overdue.receipts(queryset, self.viewer.on) if value else queryset


class OrganisationFilter(ListFilter):
    """Filters of the list of organisations."""

    q = df.CharFilter(label=_("Name or code"), method="by_words", max_length=100)
    level = df.ChoiceFilter(empty_label=ANY, label=_("Level"), choices=Level.choices)
    vacant = df.BooleanFilter(label=_("With a vacant post"), method="by_vacant", widget=forms.CheckboxInput)

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = []

    def by_words(self, queryset: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """Part of the name, or the code."""
        return queryset.filter(Q(name_grams__contains=search_terms(value)) | Q(code__iexact=value.strip()))

    def by_vacant(self, queryset: QuerySet[Organisation], name: str, value: object) -> QuerySet[Organisation]:
        """Organisations in which a post has no holder today."""
        return queryset.filter(Q(vacancies__gt=0)) if value else queryset
