"""Seals on the page of an organisation (印章管理): those it has had, the one in use, and the questions for bringing one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents import seals
from documents.models import Seal
from forms.fields import DayField
from forms.kit import word_mistakes
from registry.models import Organisation
from web.faults import Fault, fault_title, faults

IDS = "seal_%s"


class _Questions(forms.Form):
    """Questions that stand on a page with others."""

    def __init__(self, data: Any = None, files: Any = None, *, day: dt.date) -> None:
        super().__init__(data, files, auto_id=IDS, initial={"since": day, "last_day": day})
        word_mistakes(self)


class BringForm(_Questions):
    """The questions for bringing a seal (启用)."""

    image = forms.FileField(
        label=_("Picture of the seal"),
        help_text=_("A square PNG on transparent ground; it is printed 42 mm wide."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
    since = DayField(label=_("In use from"))

    @property
    def picture(self) -> bytes:
        """What was sent, cut off where it is too large anyhow."""
        content: bytes = self.cleaned_data["image"].read(seals.MOST_BYTES + 1)
        return content


class RetireForm(_Questions):
    """The questions for retiring a seal (停用)."""

    last_day = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Why is it retired?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


Asked = BringForm | RetireForm


@dataclass(frozen=True)
class Sealing:
    """The section of an organisation's seals on a day; ``asked`` is a form that came back."""

    organisation: Organisation
    on: dt.date
    asked: Asked | None = None

    @cached_property
    def rows(self) -> list[Seal]:
        """All its seals, newest first, without their pictures."""
        found = Seal.objects.filter(organisation=self.organisation).defer("image")
        return list(found.select_related("brought_by__person", "ended_by__person"))

    @property
    def running(self) -> Seal | None:
        """The one that has no last day; there is one at most."""
        return next((seal for seal in self.rows if seal.until is None), None)

    @cached_property
    def bring(self) -> BringForm:
        """The questions for bringing one."""
        return self.asked if isinstance(self.asked, BringForm) else BringForm(day=self.on)

    @cached_property
    def retire(self) -> RetireForm:
        """The questions for retiring the one that is running."""
        return self.asked if isinstance(self.asked, RetireForm) else RetireForm(day=self.on)

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the form that came back."""
        return faults(self.asked) if self.asked is not None else []

    @property
    def fault_title(self) -> str:
        """The heading over it."""
        return fault_title(self.faults)
