"""``manage.py walk PROCESS --outcome NAME [--json] [--out DIR]``: a case from start to end through the web pages."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import clock
from config.demo import building
from config.walk.database import own_database, own_files
from config.walk.walking import Walking
from workflows.engine import catalogue
from workflows.engine.walks import walks_of


class Command(BaseCommand):
    """Drive a case to one of its ends in a database of its own."""

    help = "Drive a case through the web pages, print one JSON object a step, leave its papers in a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Process, outcome, form of the report, folder, day."""
        parser.add_argument("process", nargs="?", help="name of the process, e.g. transfer")
        parser.add_argument("--outcome", help="which walk; see --list")
        parser.add_argument("--list", action="store_true", help="name every walk there is")
        parser.add_argument("--json", action="store_true", help="JSON, one object a line")
        parser.add_argument("--out", type=Path, help="folder for the PDFs")
        parser.add_argument(
            "--day", type=dt.date.fromisoformat, default=dt.date(2026, 11, 24), help="the day it begins"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """List or walk."""
        if options["list"]:
            for name in catalogue.processes():
                for walk in walks_of(name).values():
                    told = {"process": name, "outcome": walk.outcome, "ends": walk.end, "what": walk.title}
                    self._say(told | {"shows": list(walk.shows)}, options)
            return
        walks = walks_of(options["process"]) if options["process"] in catalogue.processes() else {}
        if options["outcome"] not in walks:
            raise CommandError("Name a process and an outcome; manage.py walk --list names them all.")
        self._walk(options, Walking(options["process"], walks[options["outcome"]], options["out"]))

    def _walk(self, options: dict[str, Any], walking: Walking) -> None:
        if options["out"]:
            options["out"].mkdir(parents=True, exist_ok=True)
        settings.DEMO = True
        with own_database(), own_files(), clock.travelling(options["day"]):
            building.build(options["day"], seed=5)
            record: dict[str, Any] = {}
            for record in walking.steps():
                self._say(record, options)
        if record.get("outcome") != walking.walk.end:
            raise CommandError(f"The walk ended as {record.get('outcome')}, not as {walking.walk.end}.")

    def _say(self, record: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(record, ensure_ascii=False))
        else:
            self.stdout.write("  ".join(f"{name}={value}" for name, value in record.items()))
