"""``manage.py deliveries [--json] [--again ID] [--drop ID]``: what could not be sent, for the operator."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workflows.engine import delivering
from workflows.engine.models import Delivery

MOST = 200


class Command(BaseCommand):
    """List what has failed, or let one begin anew."""

    help = "List the messages that failed or are being tried again, newest first; begin one anew, or let it rest."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one to try again, and how to answer."""
        parser.add_argument("--again", metavar="ID", help="the id of a delivery that has failed")
        parser.add_argument("--drop", metavar="ID", help="the id of a delivery that has failed and shall rest")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, let one begin anew, or let it rest."""
        for option, act, words in (
            ("again", delivering.try_again, "is tried again"),
            ("drop", delivering.give_up, "is left to rest"),
        ):
            if wanted := options[option]:
                self.stdout.write(f"{wanted} {words}" if act(wanted) else f"{wanted} has not failed")
                return
        lines = [self._line(found) for found in delivering.troubled()[:MOST]]
        if options["json"]:
            self.stdout.write(json.dumps(lines, ensure_ascii=False))
        else:
            self.stdout.write("\n".join("  ".join(str(value) for value in line.values()) for line in lines) or "none")

    def _line(self, found: Delivery) -> dict[str, Any]:
        """Ids and errors only: no address, no name."""
        return {
            "id": found.public_id, "channel": found.channel, "state": found.state, "attempts": found.attempts,
            "next": found.next_at.isoformat(timespec="seconds"), "error": found.error,
        }  # fmt: skip
