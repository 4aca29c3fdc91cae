"""``manage.py verify_journal [--json] [--extract FILE]``: read the whole journal, or an extract, and report what does not fit."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import extracts, journal


class Command(BaseCommand):
    """Verify the journal; exit code 1 if anything is wrong."""

    help = "Verify sequence, chain, leaf and words of every journal entry."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to read, and how to report."""
        parser.add_argument(
            "--extract", type=Path, help="an extract (journal.jsonl of a bundle) instead of the journal"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report."""
        verdict = _of_extract(options["extract"]) if options["extract"] else journal.verify()
        if options["json"]:
            report = {
                "ok": verdict.ok,
                "streams": verdict.streams,
                "entries": verdict.entries,
                "faults": verdict.faults,
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write(f"{verdict.entries} entries in {verdict.streams} streams, {len(verdict.faults)} faults")
            for fault in verdict.faults:
                self.stdout.write(f"  {fault['stream']} #{fault['sequence']}: {fault['fault']}")
        if not verdict.ok:
            sys.exit(1)


def _of_extract(path: Path) -> journal.Verdict:
    try:
        return extracts.faults_of(path.read_bytes().splitlines())
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from error
