"""``manage.py worker``: the background worker (后台作业). Papers, effects, closing; and a sweep of waits every hour."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from workflows.engine.editions import standing
from workflows.engine.soundness import proving


class Command(BaseCommand):
    """Run procrastinate's worker with what this product needs."""

    help = "Work off background jobs until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many at once, and whether to stop when nothing is left."""
        parser.add_argument("--concurrency", type=int, default=2)
        parser.add_argument("--once", action="store_true", help="stop when no job is left")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand over to procrastinate, if the courses are as they were proved."""
        proving.refuse_unproved()
        standing.refuse_missing()
        extra = ["--one-shot"] if options["once"] else []
        call_command("procrastinate", "worker", "--concurrency", str(options["concurrency"]), *extra)
