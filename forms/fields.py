"""Fields of step forms (字段): days, months, yes or no, identity numbers; records are in ``forms.records``."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registry import identity, secrecy

if TYPE_CHECKING:
    from forms.kit import Limits

_MONTH = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")


class DayInput(forms.DateInput):
    """A native date input that keeps what was typed."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class DayField(forms.DateField):
    """A calendar day (日期): the picker's form, and the ways people write it.

    ``near``: a day about the matter at hand, which lies within the span the policy gives for such days (``Limits.span``).
    """

    widget = DayInput
    default_error_messages = {
        "invalid": _("Write the day like 2026-11-24."),
        "too_early": _("This day lies too far back: on or after %(first)s. Check the year."),
        "too_late": _("This day lies too far ahead: on or before %(last)s. Check the year."),
    }

    def __init__(self, *, near: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.near = near
        self.span: tuple[dt.date, dt.date] | None = None

    def limited_by(self, limits: Limits) -> None:
        """Take the span of the step's limits; answers that are read back lay within that of their day."""
        self.span = limits.span if self.near and not limits.reading else None
        if self.span is not None:
            first, last = self.span
            self.widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def to_python(self, value: Any) -> dt.date | None:
        """Accept 2026-11-24, 2026/11/24, 2026.11.24, 2026年11月24日 and 20261124."""
        if isinstance(value, str) and (found := _DATE.fullmatch(value.strip())):
            year, month, day = (int(part) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
            try:
                return dt.date(year, month, day)
            except ValueError as error:
                raise ValidationError(_("There is no such day: %(value)s."), params={"value": value}) from error
        return super().to_python(value)

    def validate(self, value: dt.date | None) -> None:
        """A day about the matter at hand lies neither far back nor far ahead."""
        super().validate(value)
        if value is None or self.span is None:
            return
        first, last = self.span
        if value < first:
            raise ValidationError(self.error_messages["too_early"], code="too_early", params={"first": first})
        if value > last:
            raise ValidationError(self.error_messages["too_late"], code="too_late", params={"last": last})

    def in_words(self, value: dt.date) -> str:
        """The day as tables show it."""
        return value.isoformat()


class MonthInput(forms.DateInput):
    """A native month input."""

    input_type = "month"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m", **options)


class MonthField(forms.DateField):
    """A month (月份), as the first day of it. What is to be written is said beside it: not every browser has a picker."""

    widget = MonthInput
    default_error_messages = {"invalid": _("Write year and month like 2026-11 or 2026年11月.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": _("Year and month, e.g. 2026-11.")} | options)

    def to_python(self, value: Any) -> dt.date | None:
        """Accept 2026-11, 2026年11月, 2026/11."""
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value.replace(day=1)
        found = _MONTH.fullmatch(str(value).strip())
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < dt.MINYEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
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


class IdNumberField(forms.CharField):
    """A citizen identity number (公民身份号码): kept sealed, in drafts too, and shown masked once it was given."""

    secret = True
    context = "answer:id_number"
    default_error_messages = {"invalid": _("This is not a valid ID number; check the 18 characters.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}), **options)

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
