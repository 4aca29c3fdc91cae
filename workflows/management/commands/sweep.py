"""``manage.py sweep [--on DATE]``: let suspended cases go on whose day has come, end the waits whose last day has passed,
send on what nobody can act on any more, and look who can still sign in running rounds."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import clock
from workflows.engine import countersigning, stranded, suspending, waiting


class Command(BaseCommand):
    """End waits and lapse turns."""

    help = "End every wait whose last day has passed, and send on every task that nobody can act on any more."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day."""
        parser.add_argument("--on", type=dt.date.fromisoformat, help="a day like 2026-11-24; today without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and say how many."""
        on = options["on"] or clock.today()
        if going_on := suspending.sweep(on):
            self.stdout.write(f"{going_on} suspended cases go on\n")
        self.stdout.write(f"{waiting.sweep(on)} waits ended\n")
        self.stdout.write(f"{stranded.sweep(on)} tasks routed anew\n")
        if changed := countersigning.sweep():
            self.stdout.write(f"{changed} rounds of signatures changed\n")
