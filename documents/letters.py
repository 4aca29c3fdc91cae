"""The register of letters (转接登记簿): what becomes of a letter of introduction, always under its row's lock."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from documents import issuing
from documents.models import Letter, Paper
from registry.models import Member, Organisation


def last_valid_day(issued_on: dt.date, valid_days: int) -> dt.date:
    """The last day on which a letter can be presented: the day of issue is day 0."""
    return issued_on + dt.timedelta(days=valid_days)


def enter(
    paper: Paper, *, member: Member, sender: Organisation, receiver: Organisation, channel: str, valid_days: int
) -> Letter:
    """Enter an issued letter (登记); the day of issue is day 0, the last valid day is issue + validity."""
    return Letter.objects.create(
        paper=paper,
        member=member,
        sender=sender,
        receiver=receiver,
        channel=channel,
        issued_on=paper.dated,
        valid_until=last_valid_day(paper.dated, valid_days),
    )


def letter_of(case_reference: str) -> Letter | None:
    """The newest letter of a case."""
    return (
        Letter.objects.filter(paper__case_reference=case_reference)
        .select_related("paper__serial", "sender", "receiver")
        .order_by("-pk")
        .first()
    )


def _locked(case_reference: str) -> Letter:
    return Letter.objects.select_for_update(of=("self",)).filter(paper__case_reference=case_reference).latest("pk")


@transaction.atomic
def move(case_reference: str, event: str, *, on: dt.date | None = None) -> Letter:
    """Move the newest letter of a case by one of its transitions (``send``, ``present``, ``accept``, ...)."""
    letter = _locked(case_reference)
    arguments = {"on": on} if on is not None else {}
    getattr(letter, event)(**arguments)
    letter.save()
    return letter


@transaction.atomic
def void(case_reference: str, *, reason: str) -> Letter:
    """Void a returned or expired letter together with its paper and number (作废销号)."""
    letter = move(case_reference, "void")
    issuing.void(letter.paper, reason=reason)
    return letter
