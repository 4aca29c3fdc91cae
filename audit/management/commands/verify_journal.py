"""``manage.py verify_journal [--json]``: read the whole journal and report what does not fit."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import journal


class Command(BaseCommand):
    """Verify the journal; exit code 1 if anything is wrong."""

    help = "Verify sequence, chain, leaf and words of every journal entry."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report."""
        verdict = journal.verify()
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
