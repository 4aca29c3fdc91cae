"""``manage.py import_register FILE [--dry-run] [--json] [--progress] [--user NAME]``: read a register from a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import journal
from audit.journal import Actor
from registry import exchange
from registry.exchange.reports import Report
from registry.models import User
from registry.refusals import Refused

MOST_PRINTED = 50
_BAR = 40


class Command(BaseCommand):
    """Import organisations, members and posts; exit code 1 if anything is wrong, and then nothing is written."""

    help = "Import organisations, members and posts from XLSX or CSV; all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and how to go about it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="examine only, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
        progress = argparse.BooleanOptionalAction
        parser.add_argument("--progress", action=progress, help="a bar on the terminal; by default if there is one")
        parser.add_argument("--user", help="user name of whoever imports; the system without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine or import, and report."""
        report = self._report(options)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._print(report, dry=options["dry_run"])
        if not report.ok:
            sys.exit(1)

    def _report(self, options: dict[str, Any]) -> Report:
        wanted = sys.stderr.isatty() if options["progress"] is None else options["progress"]
        bar = self._bar if wanted else None
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                if options["dry_run"]:
                    return exchange.examine(file, path.name, progress=bar)
                return exchange.load(file, path.name, by=_actor(options["user"]), progress=bar)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except Refused as refused:
            raise CommandError(refused.sentence) from refused

    def _bar(self, done: int, total: int) -> None:
        share = done / total if total else 1.0
        filled = round(share * _BAR)
        line = f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%} {done}/{total}"
        self.stderr.write(line, ending="\n" if done == total else "")
        self.stderr.flush()

    def _print(self, report: Report, *, dry: bool) -> None:
        for kind, tally in report.tallies.items():
            self.stdout.write(
                f"{kind}: {tally.rows} rows, {tally.new} new, {tally.unchanged} unchanged, {tally.faulty} with mistakes"
            )
        for fault in report.faults[:MOST_PRINTED]:
            self.stdout.write(f"  {fault.sheet} row {fault.row} {fault.column}: {fault.reason}")
        if report.faults_total > MOST_PRINTED:
            self.stdout.write(f"  ... {report.faults_total} mistakes in all")
        if not report.ok:
            self.stdout.write("Nothing was imported.")
        elif dry:
            self.stdout.write("Nothing is wrong. This was a dry run; nothing was written.")
        else:
            self.stdout.write(f"Imported: {report.import_id}, rows digest {report.rows_digest}")


def _actor(username: str | None) -> Actor:
    if username is None:
        return journal.system("import")
    user = User.objects.filter(username=username, is_active=True).select_related("person").first()
    if user is None:
        raise CommandError(f"There is no active user {username}.")
    return user.actor
