"""``manage.py demo [--day DATE] [--seed N]``: fill an empty database with the small demo."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import clock
from config.demo import building, cases
from registry.models import Organisation


class Command(BaseCommand):
    """Build the demo; does nothing where there are organisations already."""

    help = "Fill an empty database with two counties, some forty organisations and cases half-way."

    def add_arguments(self, parser: CommandParser) -> None:
        """Day and seed."""
        parser.add_argument("--day", type=dt.date.fromisoformat, help="the day the demo is made for; today without it")
        parser.add_argument("--seed", type=int, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        """Build register and cases."""
        if Organisation.objects.exists():
            self.stdout.write("The database is not empty; the demo is left out.")
            return
        day = options["day"] or clock.today()
        demo = building.build(day, options["seed"])
        made = cases.make(demo)
        self.stdout.write(f"Demo: {len(demo.organisations)} organisations, {made} cases, as of {day}.")
