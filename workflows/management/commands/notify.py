"""``manage.py notify [--json]``: tell people what is due, now; the worker does the same every minute."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workflows.engine import notifying


class Command(BaseCommand):
    """Collect, settle, summarise, deliver."""

    help = "Tell people what waits for them and what has happened, and send what is to be sent."

    def add_arguments(self, parser: CommandParser) -> None:
        """How to answer."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is due and say how much that was."""
        done = notifying.run_due()
        said = json.dumps(done) if options["json"] else ", ".join(f"{name} {n}" for name, n in done.items())
        self.stdout.write(said)
