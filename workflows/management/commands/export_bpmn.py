"""``manage.py export_bpmn [PROCESS ...] [--out DIR] [--svg]``: the courses as BPMN 2.0 files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from workflows.engine import bpmn, catalogue


class Command(BaseCommand):
    """Write one file for each process."""

    help = "Write each process as NAME.bpmn (BPMN 2.0 with diagram), and with --svg as NAME.svg too."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which processes, where to, which language."""
        parser.add_argument(
            "process", nargs="*", help="names of processes, NAME-DATE for a later edition; all without one"
        )
        parser.add_argument("--out", type=Path, default=Path(), help="the folder to write to")
        parser.add_argument("--svg", action="store_true", help="draw a picture as well")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="of titles and labels")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and name them."""
        known = {catalogue.label(edition): edition for edition in catalogue.every_edition()}
        wanted = options["process"] or sorted(known)
        if unknown := [name for name in wanted if name not in known]:
            raise CommandError(f"no such process: {', '.join(unknown)} (there are: {', '.join(sorted(known))})")
        options["out"].mkdir(parents=True, exist_ok=True)
        with translation.override(options["language"]):
            for name in wanted:
                self._write(options["out"] / f"{name}.bpmn", bpmn.document(known[name]))
                if options["svg"]:
                    self._write(options["out"] / f"{name}.svg", bpmn.picture(known[name]))

    def _write(self, place: Path, text: str) -> None:
        place.write_text(text, "utf-8")
        self.stdout.write(str(place))
