"""Telephone numbers (电话号码): what a number of this country, or one abroad, looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from forms.kit import Limits

_EXTENSION = re.compile(r"(?:转|分机|[×x*#]|ext\.?)\d{1,6}$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s()（）\-—.]")
# Numbering plan for telephone networks (电信网编号计划): mobile numbers have 11 digits from 13 to 19; a landline has its
# area code, of three digits with eight digits behind it (010, 02x), else of four with seven or eight; 400 and 800 are
# called from everywhere. Abroad (E.164) at most 15 digits with the code of the country.
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}")
_SERVICE = re.compile(r"[48]00\d{7}")
_ABROAD = re.compile(r"\+(?!86)[1-9]\d{6,14}")


def is_telephone(text: str) -> bool:
    """Whether a text is a mobile number, a landline with its area code, or a number abroad with a plus (电话号码)."""
    number = _SEPARATORS.sub("", text)
    without = _EXTENSION.sub("", number)
    local = without.removeprefix("+86")
    # Written after +86 the area code loses its nought.
    landlines = (local, f"0{local}") if local != without else (local,)
    if _MOBILE.fullmatch(local):
        return without == number
    here = any(_LANDLINE.fullmatch(one) for one in landlines) or _SERVICE.fullmatch(local)
    return bool(here) or bool(_ABROAD.fullmatch(without))


class TelephoneField(forms.CharField):
    """A telephone number (电话): digits, spaces, dashes, a plus, an extension."""

    default_error_messages = {
        "invalid": _(
            "Write a mobile number of 11 digits, or a landline with its area code, e.g. 13800001111 or 0855-1234567."
        )
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}), **options)
        self.reading = False

    def limited_by(self, limits: Limits) -> None:
        """What was taken once is read back, whatever is asked today."""
        self.reading = limits.reading

    def validate(self, value: Any) -> None:
        """A number that can be called."""
        super().validate(value)
        if value and not self.reading and not is_telephone(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
