"""``manage.py integrity [--json]``: the nightly check, now. Exit code 1 if anything is wrong."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import clock
from workflows.engine import integrity


class Command(BaseCommand):
    """Ask every question of the nightly check."""

    help = "Members without a home, stuck cases, failed tasks, damaged papers, gaps in numbers: there must be none."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report."""
        found = list(integrity.faults(clock.today()))
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not found, "faults": found}, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(found) or "nothing is wrong")
        if found:
            sys.exit(1)
