"""``manage.py clear_inbox [--tasks 20] [--json]``: what it costs an approver to clear routine tasks with the keyboard."""

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import clock
from config.demo import building
from config.walk import clearing
from config.walk.chromium import NoBrowser, launched
from config.walk.database import own_database, own_files
from config.walk.served import served


class Command(BaseCommand):
    """Fill an inbox in a database of its own, clear it in Chromium, count."""

    help = (
        "Clear an inbox with the keyboard and print keys, requests and bytes of each task; fails if one is not decided."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How many tasks, form of the report."""
        parser.add_argument("--tasks", type=int, default=20)
        parser.add_argument("--json", action="store_true", help="one JSON object, with every task")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, say, and fail where the result is not as it must be."""
        if options["tasks"] < 1:
            raise CommandError("At least one task is needed.")
        try:
            found = _found(options["tasks"])
        except NoBrowser as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else _words(found))
        if said := clearing.faults(found):
            raise CommandError("; ".join(said))


def _found(tasks: int) -> dict[str, Any]:
    settings.DEMO = True
    day = dt.date(2026, 11, 24)
    with own_database(), own_files(), clock.travelling(day):
        user = clearing.filled(building.build(day, seed=5), tasks)
        with served() as address, launched() as browser:
            return clearing.cleared(browser, address, user, tasks)


def _words(found: dict[str, Any]) -> str:
    said = "{decided} of {tasks} decided with {keys} keys; at most {requests_per_task} request and {body_per_task} bytes of answer a task"
    return (said + "; {left} left").format(**found)
