"""Examining and importing a file (检查与导入).

Both walk the same road; an import writes as it goes, in one transaction that is undone at the first mistake, while the
rest of the file is still examined: every mistake is reported, and nothing is half-imported.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from audit import clock, journal, keys
from audit.journal import Actor, Stream
from registry.exchange import members, organisations, posts, safety
from registry.exchange.reading import Source, Table, opened, tables
from registry.exchange.register import Register
from registry.exchange.reports import Progress, Report, Row
from registry.publicid import public_id
from registry.refusals import Conflict, Refused

_TAKE = {"organisations": organisations.take, "members": members.take, "posts": posts.take}
_LOCK = "registry.exchange"
_EVERY = 500


def examine(file: BinaryIO, name: str, *, progress: Progress | None = None) -> Report:
    """Examine a file (检查): what an import of it would do, and everything that is wrong. Writes nothing."""
    report = Report(PurePath(name).name)
    source = _source(file, name, report)
    if source is not None:
        _walk(source, report, progress, write=False)
    return report


def load(file: BinaryIO, name: str, *, by: Actor, progress: Progress | None = None) -> Report:
    """Import a file (导入) if nothing is wrong with it; otherwise the report says what is, and nothing is written.

    Conflict if another import is under way or somebody changed the register meanwhile.
    """
    report = Report(PurePath(name).name)
    source = _source(file, name, report)
    if source is None:
        return report
    try:
        with transaction.atomic():
            _be_alone()
            _walk(source, report, progress, write=True)
            if report.ok:
                _enter(report, by)
            else:
                transaction.set_rollback(True)
    except IntegrityError as error:
        raise Conflict(
            _("The register was changed meanwhile; nothing was imported. Examine the file again.")
        ) from error
    return report


def _source(file: BinaryIO, name: str, report: Report) -> Source | None:
    try:
        report.sha256 = safety.digest_of(file)
        return opened(file, name)
    except Refused as refused:
        report.note("", 0, "", refused.sentence)
        return None


def _be_alone() -> None:
    """One import at a time; an import of a whole prefecture may take longer than a page may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])
        if not cursor.fetchone()[0]:
            raise Conflict(_("Another import is under way; try again when it has ended."))
        cursor.execute("SET LOCAL statement_timeout = '10min'")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")


def _walk(source: Source, report: Report, progress: Progress | None, *, write: bool) -> None:
    """Take every sheet, organisations first, then members, then posts."""
    digest = hmac.new(keys.key("journal"), digestmod=hashlib.sha256)
    register = Register.as_recorded(report, clock.today(), write=write, step=_stepper(source.total, progress))
    try:
        found = tables(source, report)
        for kind, take in _TAKE.items():
            take(register, _rows([table for table in found if table.kind.key == kind], report, digest))
    except Refused as refused:
        report.note("", 0, "", refused.sentence)
    if report.ok and not report.rows:
        report.note("", 0, "", _("There is no row in this file besides headings and examples."))
    report.rows_digest = digest.hexdigest()
    report.faults.sort(key=lambda fault: (fault.sheet, fault.row))
    if progress is not None:
        progress(source.total, source.total)


def _rows(found: list[Table], report: Report, digest: hmac.HMAC) -> Iterator[Row]:
    """The rows of several sheets of one kind, each added to the digest."""
    for table in found:
        for row in table.rows(report):
            line = json.dumps([row.kind.key, row.values], ensure_ascii=False, sort_keys=True, default=str)
            digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
            yield row


def _stepper(total: int, progress: Progress | None) -> Callable[[int], None]:
    done = 0

    def step(rows: int) -> None:
        nonlocal done
        done += rows
        if progress is not None and done % _EVERY == 0:
            progress(min(done, total), total)

    return step


def _enter(report: Report, by: Actor) -> None:
    """One journal entry for the whole import: counts and the keyed digest of its rows; the file's name in words."""
    report.import_id = public_id()
    journal.write(
        Stream("import", report.import_id),
        "register.imported",
        by=by,
        facts={
            "rows_digest": report.rows_digest,
            "created": report.created(),
            "unchanged": {kind: tally.unchanged for kind, tally in report.tallies.items()},
        },
        words={"file": report.name, "sha256": report.sha256},
    )
