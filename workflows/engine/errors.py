"""What the write functions may raise besides PermissionDenied and Refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import OperationalError
from django.utils.translation import gettext as _

from registry.refusals import Conflict, Refused

if TYPE_CHECKING:
    from forms.kit import StepForm


class Invalid(Refused):
    """Answers that the form does not accept (填写有误); the bound form carries each error at its field."""

    def __init__(self, form: StepForm) -> None:
        super().__init__("; ".join(str(error) for errors in form.errors.values() for error in errors))
        self.form = form


# PostgreSQL: the lock was not to be had within lock_timeout; two waited for each other; a fact has changed meanwhile.
_WAITED = ("55P03", "40P01", "40001")


@contextmanager
def or_conflict() -> Iterator[None]:
    """Around a transaction: where another one holds a row for too long, the answer is a Conflict, try again."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) not in _WAITED:
            raise
        raise Conflict(_("Somebody is working on this case right now. Try again in a moment.")) from error


__all__ = ["Conflict", "Invalid", "Refused", "or_conflict"]
