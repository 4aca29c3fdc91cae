"""``manage.py vacancy_drill --post ID|--organisation CODE [--role R] [--on DATE] [--json]``: what stops if a post is empty."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from audit import clock
from registry.models import Post, Role
from workflows.engine.drilling import Drill, drill


class Command(BaseCommand):
    """Suppose one post after another empty."""

    help = "Suppose a post empty on a day: who would have its steps and its open tasks, and what would stop. Read only."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which posts, and the day."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--post", type=int, help="number of a post")
        which.add_argument("--organisation", metavar="CODE", help="all posts of an organisation")
        parser.add_argument("--role", choices=Role.values, help="only the posts of this role")
        parser.add_argument("--on", type=dt.date.fromisoformat, help="a day like 2026-11-24; today without it")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drill and tell."""
        on = options["on"] or clock.today()
        drills = [drill(post, on) for post in _posts(options)]
        if options["json"]:
            self.stdout.write(json.dumps([found.as_json() for found in drills], ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(line for found in drills for line in _lines(found)))


def _posts(options: dict[str, Any]) -> list[Post]:
    found = Post.objects.select_related("organisation").order_by("pk")
    found = (
        found.filter(pk=options["post"])
        if options["post"]
        else found.filter(organisation__code=options["organisation"])
    )
    chosen = list(found.filter(role=options["role"]) if options["role"] else found)
    if not chosen:
        raise CommandError(_("There is no such post."))
    return chosen


def _lines(found: Drill) -> Iterator[str]:
    yield _("%(post)s, empty on %(day)s:") % {"post": found.post, "day": found.on}
    for step in found.steps:
        where = f"{step.to}（{step.names}）" if step.to else _("STOPS")
        yield f"  {step.process.title}, {step.step.title} → {where}"
    for lost in found.unopened:
        yield (
            "  "
            + _("nobody can start it: %(process)s") % {"process": lost.process.title}
            + (" " + _("(only the member himself)") if lost.by_subject else "")
        )
    for turn in found.turns:
        where = f"{turn.to}（{turn.names}）" if turn.to else _("STOPS")
        yield f"  {turn.turn.case.number} {turn.turn.definition.title} → {where}"
    yield "  " + _("open tasks on it: %(n)s") % {"n": found.open}
