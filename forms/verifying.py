"""The form by which anybody verifies a paper (文书核验): number and code, or the file; a name, if it is to be confirmed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 5 * 1024 * 1024


class VerifyForm(forms.Form):
    """Either number and code, or the file."""

    number = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)
    code = forms.CharField(
        label=_("Check code"),
        max_length=20,
        required=False,
        help_text=_("Twelve figures and letters beside the QR code; of a paper that has none send the file."),
    )
    file = forms.FileField(
        label=_("Or the PDF file"), required=False, help_text=_("It is compared with what was issued, and not kept.")
    )
    name = forms.CharField(
        label=_("Name on the paper"), max_length=60, required=False,
        help_text=_("If you want it confirmed. Nothing is shown that you do not type yourself."),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile[Any] | None:
        """Papers are small; a large file is none."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if file is not None and (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is larger than any paper that is issued here."))
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two must be there, whole."""
        found = super().clean() or self.cleaned_data
        if found.get("file") is None and "file" not in self.errors:
            for name, words in (("number", _("Fill in the number.")), ("code", _("Fill in the code."))):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return found
