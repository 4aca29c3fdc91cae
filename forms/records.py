"""Fields that name a record (对象字段): an organisation, a member, a person, chosen from a list or found by typing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils.translation import gettext_lazy as _

from forms.namesakes import told_apart
from registry.lookup import Found, look_up
from registry.models import Appointment, Member, Organisation, Person
from registry.names import search_terms
from registry.publicid import is_public_id

if TYPE_CHECKING:
    from forms.kit import Limits


class _RecordField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A record chosen by its public id."""

    def __init__(self, **options: Any) -> None:
        super().__init__(to_field_name="public_id", **options)

    def in_words(self, value: Any) -> str:
        """The record's name."""
        return str(value)


class OrganisationField(_RecordField):
    """An organisation (党组织), among those the step's limits allow."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), **options)


class _Members(ModelChoiceIterator):  # type: ignore[type-arg]  # not generic at run time
    """The members that can be chosen, read once: what is said of each depends on the others."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        members = list(self.queryset or ())
        labels = told_apart(members)
        for member in members:
            yield ModelChoiceIteratorValue(self.field.prepare_value(member), member), labels[member.pk]


class MemberField(_RecordField):
    """A member (党员), among those the step's limits allow; several of one name are told apart."""

    iterator = _Members

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Member.objects.none(), **options)
        self.reading = False

    def limited_by(self, limits: Limits) -> None:
        """Who could be chosen then is not known any more when an answer is read back."""
        self.reading = limits.reading

    def in_words(self, value: Member) -> str:
        """The name, with what tells apart where it has to be."""
        if self.reading or self.queryset is None:
            return str(value)
        namesakes = self.queryset.filter(person__name=value.person.name)
        return told_apart([value, *namesakes.exclude(pk=value.pk)])[value.pk]


class SearchInput(forms.TextInput):
    """A text input with, after an ambiguous answer, the candidates as choices under it."""

    template_name = "forms/search_input.html"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.candidates: list[tuple[str, str, str]] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """A chosen candidate counts before what was typed."""
        return data.get(f"{name}_choice") or data.get(name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Show names, not ids."""
        context = super().get_context(name, value, attrs)
        context["candidates"] = self.candidates
        return context


class PersonSearchField(forms.CharField):
    """A person found by typing the name (按姓名查找人员); several of a name give a choice, each with where he belongs."""

    widget = SearchInput
    most = 8

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=50, **options)
        self.among = Person.objects.none()
        self.on: dt.date | None = None

    def clean(self, value: Any) -> Person | None:
        """The one person meant; ValidationError with candidates otherwise."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = list(self.among.filter(Q(public_id=text) | Q(name=text)).order_by("pk")[: self.most + 1])
        found = found or list(self.among.filter(name_grams__contains=search_terms(text))[: self.most + 1])
        if len(found) == 1:
            return found[0]
        self.widget.candidates = [(p.public_id, p.name, self._belongs(p)) for p in found[: self.most]]
        if not found:
            raise ValidationError(_("Nobody of this name was found here. Check the name."), code="unknown")
        raise ValidationError(_("Several people match. Choose one below, or write the full name."), code="ambiguous")

    def _belongs(self, person: Person) -> str:
        """What tells people of one name apart: their posts, else their branch."""
        day = self.on or dt.date.max
        held = Appointment.objects.on(day).filter(person=person).select_related("post__organisation").order_by("pk")
        member = Member.objects.filter(person=person).first()
        home = member.affiliations.on(day).select_related("organisation").first() if member else None
        posts = [str(appointment.post) for appointment in held]
        return "、".join(posts or ([home.organisation.short_name] if home else []))

    def prepare_value(self, value: Any) -> Any:
        """A public id that was chosen is shown as the name."""
        if is_public_id(str(value)):
            return self.among.filter(public_id=value).values_list("name", flat=True).first() or value
        return value


class OrganisationSearchField(forms.CharField):
    """An organisation found by typing (按名称查找党组织): its code, its name or part of it, what it is called, pinyin.

    Whatever was not named for certain becomes a choice. ``barred`` says of organisations that can be found but not be
    chosen here, by their ids, why not; they are not offered.
    """

    widget = SearchInput
    most = 8

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=100, **options)
        self.among = Organisation.objects.none()
        self.barred: Mapping[int, Any] = {}

    def clean(self, value: Any) -> Organisation | None:
        """The one organisation meant; ValidationError with candidates otherwise."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = look_up(self.among, text, self.most)
        allowed = [one for one in found.organisations if one.pk not in self.barred]
        if found.organisations and not allowed:
            raise ValidationError(self.barred[found.organisations[0].pk], code="barred")
        if len(found.organisations) == 1 and found.named:
            return allowed[0]
        self.widget.candidates = [(o.public_id, o.name, o.parent.name if o.parent else "") for o in allowed]
        raise ValidationError(*self._unclear(found, allowed))

    def _unclear(self, found: Found, allowed: Sequence[Organisation]) -> tuple[Any, str]:
        """What to say where no one organisation was named, with its code."""
        if not allowed:
            return _("No organisation of this name was found. Try a part of the name."), "unknown"
        if len(allowed) == 1 or not found.named:
            return _(
                "No organisation has this very name. Choose the one you mean below, or write it otherwise."
            ), "similar"
        return _("Several organisations match. Choose one below, or write more of the name."), "ambiguous"

    def prepare_value(self, value: Any) -> Any:
        """A kept public id is shown as the name."""
        if isinstance(value, Organisation):
            return value.name
        if is_public_id(str(value)):
            return Organisation.objects.filter(public_id=value).values_list("name", flat=True).first() or value
        return value

    def kept(self, value: Organisation | None) -> str:
        """What is stored of the answer."""
        return value.public_id if value else ""

    def in_words(self, value: Organisation) -> str:
        """The organisation's name."""
        return value.name
