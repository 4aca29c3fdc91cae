"""The register of letters as its page shows it (转接登记簿), with receipts in words, and the void numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.kinds import kind_of
from documents.models import Letter, Serial
from documents.retention import kept_until
from registry.access import Viewer
from web import overdue
from workflows.engine import access, catalogue
from workflows.engine.models import Case
from workflows.engine.words import Process
from workflows.policy import asking
from workflows.policy.terms import Pack

LETTER_SERIES = "letter"


@dataclass(frozen=True)
class Row:
    """A letter with what is to be said about its receipt, and the last day it is kept; ``late``: should have come."""

    letter: Letter
    words: str
    late: bool
    kept_until: dt.date | None = None


def letters(viewer: Viewer) -> QuerySet[Letter]:
    """The letters of a viewer, newest first."""
    return access.letters_for(viewer).select_related("paper__serial", "member__person", "sender", "receiver")


def rows_of(letters_of_page: list[Letter], today: dt.date) -> list[Row]:
    """The rows of one page; the packs of their cases are asked in one query."""
    references = [letter.paper.case_reference for letter in letters_of_page]
    packs = {
        reference: asking.pinned(name, version)
        for reference, name, version in Case.objects.filter(reference__in=references).values_list(
            "reference", "pack", "pack_version"
        )
    }
    rows = []
    for letter in letters_of_page:
        pack = packs.get(letter.paper.case_reference)
        row = _row(letter, overdue.due_on(letter, pack) if pack else None, today)
        rows.append(replace(row, kept_until=_kept_until(letter, pack)) if pack else row)
    return rows


def _kept_until(letter: Letter, pack: Pack) -> dt.date:
    years = getattr(pack.archive, kind_of(letter.paper.kind).retention_key).value
    return kept_until(letter.issued_on, years)


def _row(letter: Letter, due: dt.date | None, today: dt.date) -> Row:
    if letter.filed_on:
        return Row(letter, _("receipt filed on %(day)s") % {"day": letter.filed_on}, late=False)
    if letter.receipt_sent_on:
        return Row(letter, _("receipt sent on %(day)s") % {"day": letter.receipt_sent_on}, late=False)
    if due is not None and letter.state == Letter.State.ACCEPTED:
        words = _("receipt overdue since %(day)s") if due < today else _("receipt due by %(day)s")
        return Row(letter, words % {"day": due}, late=due < today)
    if letter.state == Letter.State.VOID:
        return Row(letter, letter.paper.serial.void_reason, late=False)
    if letter.lost_on:
        return Row(letter, _("lost, reported on %(day)s") % {"day": letter.lost_on}, late=True)
    if letter.state in Letter.LIVE:
        return _on_the_way(letter, today)
    # Out of date and not received anywhere: the member has it in his pocket (口袋党员).
    pocketed = letter.state == Letter.State.EXPIRED
    return Row(letter, _pocketed(letter) if pocketed else _("given back"), late=pocketed)


def _on_the_way(letter: Letter, today: dt.date) -> Row:
    if letter.reported_on:
        return Row(letter, _("presented on %(day)s, not yet accepted") % {"day": letter.reported_on}, late=False)
    if letter.valid_until < today:
        return Row(letter, _pocketed(letter), late=True)
    return Row(letter, _("to be presented by %(day)s") % {"day": letter.valid_until}, late=False)


def _pocketed(letter: Letter) -> str:
    return _("not accepted by %(day)s, its last day") % {"day": letter.valid_until}


def void_numbers(viewer: Viewer) -> QuerySet[Serial]:
    """Numbers of letters declared void, of issuers the viewer stands above."""
    roots = list(viewer.roots)
    if not roots:
        return Serial.objects.none()
    void = Serial.objects.filter(series=LETTER_SERIES, voided_at__isnull=False, issuer__lineage__overlap=roots)
    return void.select_related("issuer").order_by("-voided_at", "-pk")


def header() -> tuple[str, ...]:
    """Headings of the file."""
    return (
        _("Number"), _("Member"), _("From"), _("To"), _("Issued"), _("Valid until"), _("State"), _("Receipt"),
        _("Kept until"),
    )  # fmt: skip


def table(found: list[Letter], today: dt.date) -> Iterator[tuple[Any, ...]]:
    """The register as a file has it."""
    for row in rows_of(found, today):
        letter = row.letter
        yield (
            letter.paper.number,
            letter.member,
            letter.sender.name,
            letter.receiver.name,
            letter.issued_on,
            letter.valid_until,
            letter.get_state_display(),
            row.words,
            row.kept_until,
        )


# -- registers that processes keep of their own --------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A case in the register of its process, with what each column says of it."""

    case: Case
    cells: tuple[str, ...]


def registers() -> dict[str, type[Process]]:
    """The processes that keep a register of their own, by name."""
    return {name: process for name, process in catalogue.processes().items() if process.register is not None}


def cases_of(viewer: Viewer, process: type[Process]) -> QuerySet[Case]:
    """The cases of a process that a viewer may see, newest first."""
    found = access.cases_for(viewer).filter(process_name=process.name)
    return found.select_related("subject__person", "organisation").order_by("-opened_at", "-pk")


def entries(process: type[Process], cases: list[Case]) -> list[Entry]:
    """What the register says of the cases of one page."""
    if process.register is None:
        raise ValueError(f"{process.name} keeps no register")
    return [Entry(case, cells) for case, cells in zip(cases, process.register.rows(cases), strict=True)]


def file_of(process: type[Process], cases: list[Case]) -> tuple[list[Any], Iterator[list[Any]]]:
    """Headings and rows of the register as a file has it."""
    columns = process.register.columns if process.register is not None else ()
    rows = ([entry.case.number, entry.case.about, *entry.cells] for entry in entries(process, cases))
    return [_("Number"), pgettext("column", "About"), *columns], rows
