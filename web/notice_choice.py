"""The form of how one wants to be told (通知设置): one choice for each kind, the hour, the language, the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from registry.access import Viewer
from workflows.engine.models import Notice, NoticeChoice

Mailing = Notice.Mailing
MAILINGS = [(value, label) for value, label in Mailing.choices if value != Mailing.UNSETTLED]
HOURS = [(hour, f"{hour:02d}:00") for hour in range(6, 23)]


class ChoiceForm(forms.Form):
    """What a person chooses; every notice stands on the desk whatever is chosen here."""

    email = forms.EmailField(
        label=_("E-mail address"), required=False, max_length=254, help_text=_("Leave it empty to get no mails at all.")
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily summary"), coerce=int, choices=HOURS,
        help_text=_("On a day of rest it waits for the next working day. An empty one is not sent."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, chosen: NoticeChoice, viewer: Viewer) -> None:
        values = {f"mail_{kind}": mailing for kind, mailing in chosen.mailing.items()}
        hour = min(max(chosen.digest_hour or 0, HOURS[0][0]), HOURS[-1][0])
        fixed = {"email": viewer.user.email, "language": chosen.language, "digest_hour": hour}
        super().__init__(data, initial=values | fixed)
        for kind, label in Notice.Kind.choices:
            self.fields[f"mail_{kind}"] = forms.ChoiceField(
                label=str(label)[:1].upper() + str(label)[1:], choices=MAILINGS, initial=values.get(f"mail_{kind}")
            )

    @property
    def kinds(self) -> list[forms.BoundField]:
        """The questions by kind of notice."""
        return [self[name] for name in self.fields if name.startswith("mail_")]

    @property
    def others(self) -> list[forms.BoundField]:
        """Address, language and hour."""
        return [self[name] for name in self.fields if not name.startswith("mail_")]

    def chosen(self) -> dict[str, Any]:
        """The valid answers, as ``choosing.choose`` takes them."""
        said = self.cleaned_data
        mailing = {kind: said[f"mail_{kind}"] for kind in Notice.Kind.values}
        return {
            "mailing": mailing, "digest_hour": said["digest_hour"], "language": said["language"], "email": said["email"]
        }  # fmt: skip
