"""What the write functions may raise besides PermissionDenied and Refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.refusals import Conflict, Refused

if TYPE_CHECKING:
    from forms.kit import StepForm


class Invalid(Refused):
    """Answers that the form does not accept (填写有误); the bound form carries each error at its field."""

    def __init__(self, form: StepForm) -> None:
        super().__init__("; ".join(str(error) for errors in form.errors.values() for error in errors))
        self.form = form


__all__ = ["Conflict", "Invalid", "Refused"]
