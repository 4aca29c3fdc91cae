"""``manage.py sweep [--on DATE]``: end the waits whose last day has passed, let suspended cases go on whose day has come."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import clock
from workflows.engine import suspending, waiting


class Command(BaseCommand):
    """End waits and lapse turns."""

    help = "End every wait whose last day has passed (on today, or on a given day)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day."""
        parser.add_argument("--on", type=dt.date.fromisoformat, help="a day like 2026-11-24; today without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and say how many."""
        on = options["on"] or clock.today()
        if going_on := suspending.sweep(on):
            self.stdout.write(f"{going_on} suspended cases go on\n")
        self.stdout.write(f"{waiting.sweep(on)} waits ended\n")
