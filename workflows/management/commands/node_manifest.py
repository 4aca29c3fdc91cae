"""``manage.py node_manifest [--write]``: the nodes of all courses as they are now."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workflows.engine import checks


class Command(BaseCommand):
    """Print or store the manifest of nodes."""

    help = "Print the manifest of nodes, or write it beside the engine."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--write", action="store_true", help="store it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or write."""
        text = json.dumps(checks.manifest(), indent=1, sort_keys=True) + "\n"
        if options["write"]:
            checks.MANIFEST.write_text(text, "utf-8")
        else:
            self.stdout.write(text)
