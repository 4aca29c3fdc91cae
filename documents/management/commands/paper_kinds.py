"""``manage.py paper_kinds [--write]``: the kinds of papers as tables, in ``docs/paper-kinds.md``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from documents import describing


class Command(BaseCommand):
    """Print the tables, or write them where the documentation is."""

    help = "Describe every kind of paper from its declaration: who gives it to whom, fields, copies, years of keeping."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--write", action="store_true", help="write docs/paper-kinds.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or write; what stands above the tables is kept."""
        made = describing.page()
        if not options["write"]:
            self.stdout.write(made)
            return
        place = Path(settings.BASE_DIR) / "docs" / "paper-kinds.md"
        above, _mark, _old = place.read_text("utf-8").partition(describing.BEGIN)
        place.write_text(f"{above}{describing.BEGIN}\n{made}", "utf-8")
