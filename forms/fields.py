"""Fields of step forms (字段): months, organisations, members, witnesses, yes or no."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry import identity, secrecy
from registry.models import Appointment, Member, Organisation, Person
from registry.names import search_terms

_MONTH = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")


class DayInput(forms.DateInput):
    """A native date input that keeps what was typed."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class DayField(forms.DateField):
    """A calendar day (日期): the picker's form, and the ways people write it."""

    widget = DayInput
    default_error_messages = {"invalid": _("Write the day like 2026-11-24.")}

    def to_python(self, value: Any) -> dt.date | None:
        """Accept 2026-11-24, 2026/11/24, 2026.11.24, 2026年11月24日 and 20261124."""
        if isinstance(value, str) and (found := _DATE.fullmatch(value.strip())):
            year, month, day = (int(part) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
            try:
                return dt.date(year, month, day)
            except ValueError as error:
                raise ValidationError(_("There is no such day: %(value)s."), params={"value": value}) from error
        return super().to_python(value)

    def in_words(self, value: dt.date) -> str:
        """The day as tables show it."""
        return value.isoformat()


class MonthInput(forms.DateInput):
    """A native month input."""

    input_type = "month"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m", **options)


class MonthField(forms.DateField):
    """A month (月份), as the first day of it."""

    widget = MonthInput

    def to_python(self, value: Any) -> dt.date | None:
        """Accept 2026-11, 2026年11月, 2026/11."""
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value.replace(day=1)
        found = _MONTH.fullmatch(str(value).strip())
        if not found or not 1 <= int(found[2]) <= 12:
            raise ValidationError(_("Write the month like 2026-11."), code="invalid")
        return dt.date(int(found[1]), int(found[2]), 1)

    def in_words(self, value: dt.date) -> str:
        """The month as papers and tables show it."""
        return f"{value.year}年{value.month}月"


class YesNoField(forms.TypedChoiceField):
    """A question answered yes or no (是否); nothing is chosen beforehand."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("yes", _("yes")), ("no", _("no"))], coerce=lambda v: v == "yes", empty_value=None, **options
        )


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


class MemberField(_RecordField):
    """A member (党员), among those the step's limits allow."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Member.objects.none(), **options)


class TelephoneField(forms.CharField):
    """A telephone number (电话): digits, spaces, dashes, a plus, an extension."""

    default_error_messages = {"invalid": _("Write a telephone number, e.g. 13800001111 or 0855-1234567.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}), **options)

    def validate(self, value: Any) -> None:
        """Between 5 and 20 digits and nothing but separators."""
        super().validate(value)
        digits = re.sub(r"\D", "", value or "")
        if value and (not re.fullmatch(r"[\d\s()+\-—转分机×x*]+", value) or not 5 <= len(digits) <= 20):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class IdNumberField(forms.CharField):
    """A citizen identity number (公民身份号码): kept sealed, in drafts too, and shown masked once it was given."""

    secret = True
    context = "answer:id_number"
    default_error_messages = {"invalid": _("This is not a valid ID number; check the 18 characters.")}

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "off", "spellcheck": "false", "maxlength": "30"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **options)

    def to_python(self, value: Any) -> str:
        """The number in clear, whether it was typed or comes back sealed; without blanks, with a capital X."""
        return "".join(self.prepare_value(super().to_python(value)).upper().split())

    def validate(self, value: Any) -> None:
        """Eighteen characters with a real birth date and the right check character."""
        super().validate(value)
        if value and not identity.is_valid(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> str:
        """What its author sees: a sealed number is opened."""
        text = str(value or "")
        try:
            return secrecy.unseal(text, context=self.context) if secrecy.is_sealed(text) else text
        except secrecy.Unreadable:
            return ""

    def kept(self, value: Any) -> str:
        """What is stored of the answer, right or not yet: never in clear."""
        text = self.prepare_value(value)
        return secrecy.seal(text, context=self.context) if text else ""

    def in_words(self, value: str) -> str:
        """The number as screens show it."""
        return secrecy.masked(value)


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
        if value and len(str(value)) == 10:
            return self.among.filter(public_id=value).values_list("name", flat=True).first() or value
        return value


class OrganisationSearchField(forms.CharField):
    """An organisation found by typing (按名称查找党组织): its code, its name or part of it; ambiguous gives a choice."""

    widget = SearchInput
    most = 8

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=100, **options)
        self.among = Organisation.objects.none()

    def clean(self, value: Any) -> Organisation | None:
        """The one organisation meant; ValidationError with candidates otherwise."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        exact = self.among.filter(Q(public_id=text) | Q(code=text) | Q(name=text) | Q(short_name=text))
        found = list(exact.select_related("parent")[:2]) or self._similar(text)
        if len(found) == 1:
            return found[0]
        self._offer(found[: self.most])
        if not found:
            raise ValidationError(_("No organisation of this name was found. Try a part of the name."), code="unknown")
        raise ValidationError(
            _("Several organisations match. Choose one below, or write more of the name."), code="ambiguous"
        )

    def _similar(self, text: str) -> list[Organisation]:
        matching = self.among.filter(name_grams__contains=search_terms(text)).select_related("parent")
        return list(matching.order_by("code")[: self.most + 1])

    def _offer(self, found: list[Organisation]) -> None:
        self.widget.candidates = [(o.public_id, o.name, o.parent.name if o.parent else "") for o in found]

    def prepare_value(self, value: Any) -> Any:
        """A kept public id is shown as the name."""
        if isinstance(value, Organisation):
            return value.name
        if value and len(str(value)) == 10:
            return Organisation.objects.filter(public_id=value).values_list("name", flat=True).first() or value
        return value

    def kept(self, value: Organisation | None) -> str:
        """What is stored of the answer."""
        return value.public_id if value else ""

    def in_words(self, value: Organisation) -> str:
        """The organisation's name."""
        return value.name
