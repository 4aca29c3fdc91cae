"""``manage.py process_pages [--write]``: the courses as pages in ``docs/processes``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from workflows.engine import catalogue, describing


class Command(BaseCommand):
    """Print the page of every process, or write them where the documentation is."""

    help = "Describe every process from its course: steps, articles, posts, forms, terms, papers, obligations."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--write", action="store_true", help="write docs/processes/NAME.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or write."""
        for process in catalogue.every_edition():
            name, text = catalogue.label(process), describing.page_of(process)
            if options["write"]:
                place = Path(settings.BASE_DIR) / "docs" / "processes" / f"{name}.md"
                place.parent.mkdir(exist_ok=True)
                place.write_text(text, "utf-8")
            else:
                self.stdout.write(text)
