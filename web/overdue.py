"""Receipts that should have come (回执逾期): by the months that each case's pack gives them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from documents.models import Letter
from registry.calendar import add_months
from workflows.engine.models import Case
from workflows.policy import loading
from workflows.policy.terms import Pack


def due_on(letter: Letter, pack: Pack) -> dt.date | None:
    """The last day for the receipt of an accepted letter."""
    if letter.accepted_on is None:
        return None
    return add_months(letter.accepted_on, pack.transfer.receipt_due_months.value)


def first_in_time(today: dt.date, months: int) -> dt.date:
    """The earliest day of acceptance whose receipt is not overdue today; months are clamped to their end."""
    day = add_months(today, -months)
    while add_months(day, months) < today:
        day += dt.timedelta(days=1)
    while add_months(day - dt.timedelta(days=1), months) >= today:
        day -= dt.timedelta(days=1)
    return day


def receipts(letters: QuerySet[Letter], today: dt.date) -> QuerySet[Letter]:
    """Accepted letters whose receipt is overdue, each by the pack its case was opened under."""
    late = Q(pk__in=[])
    for (name, version), pack in loading.packs().items():
        case = Case.objects.filter(reference=OuterRef("paper__case_reference"), pack=name, pack_version=version)
        late |= Q(Exists(case), accepted_on__lt=first_in_time(today, pack.transfer.receipt_due_months.value))
    return letters.filter(late, state=Letter.State.ACCEPTED)
