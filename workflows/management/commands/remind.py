"""``manage.py remind [--on DATE] [--json]``: remind of what is nearly due or due, escalate what is overdue."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import clock
from workflows.engine import reminding


class Command(BaseCommand):
    """Say once of every open task how near or late it is."""

    help = "Remind of tasks nearly due or due, and tell the superiors of overdue ones (on today, or on a given day)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day, and how to answer."""
        parser.add_argument("--on", type=dt.date.fromisoformat, help="a day like 2026-11-24; today without it")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and say how many of each stage."""
        counts = dict(reminding.remind(options["on"] or clock.today()))
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(", ".join(f"{stage} {n}" for stage, n in counts.items()) or "nothing to be said")
