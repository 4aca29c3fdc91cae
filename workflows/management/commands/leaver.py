"""``manage.py leaver USERNAME_OR_PERSON --last-day DATE [--write] [--json]``: what ends with somebody's last day."""

import datetime as dt
import json
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from registry.models import Person, User
from registry.refusals import Refused
from workflows.engine import leaving
from workflows.engine.leaving import Leaving


class Command(BaseCommand):
    """Show what would end, and end it with --write."""

    help = "Show which posts end and where open tasks would go; with --write, do it in one transaction or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, until when, and whether to do it."""
        parser.add_argument("who", help="user name, or the number of a person")
        parser.add_argument("--last-day", type=dt.date.fromisoformat, required=True, help="a day like 2026-11-24")
        parser.add_argument("--reason", default="离任", help="kept with each post that ends")
        parser.add_argument("--write", action="store_true", help="do it; without it nothing is changed")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, tell, do. Exit code 1 if it was refused."""
        person = _person(options["who"])
        try:
            plan = leaving.leaving(person, options["last_day"])
            told = plan.as_json() | {"written": False, "refused": ""}
            if options["write"]:
                leaving.leave(person, last_day=plan.last_day, reason=options["reason"], digest=plan.digest)
                told["written"] = True
        except Refused as refusal:
            told = {"person": person.public_id, "written": False, "refused": refusal.sentence}
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        elif told["refused"]:
            self.stderr.write(told["refused"])
        else:
            self.stdout.write("\n".join([*_lines(plan), _("Done.") if told["written"] else _("Nothing was changed.")]))
        if told["refused"]:
            sys.exit(1)


def _person(who: str) -> Person:
    user = User.objects.filter(username=who).select_related("person").first()
    person = user.person if user else Person.objects.filter(public_id=who).first()
    if person is None:
        raise CommandError(_("There is no user and no person called %(name)s.") % {"name": who})
    return person


def _lines(plan: Leaving) -> Iterator[str]:
    for term in plan.terms:
        yield _("ends on %(day)s: %(post)s") % {"day": plan.last_day, "post": term.post}
    for found in plan.turns:
        where = f"{found.to}（{found.names}）" if found.to else _("NOBODY CAN TAKE IT")
        yield f"{found.turn.case.number} {found.turn.definition.title} → {where}"
    for turn in plan.seats:
        yield _("no longer counts among those who sign: %(case)s %(step)s, %(post)s") % {
            "case": turn.case.number, "step": turn.definition.title, "post": turn.post,
        }  # fmt: skip
    for given in plan.delegations:
        yield _("delegation ends on %(day)s: %(post)s, %(giver)s to %(proxy)s") % {
            "day": plan.last_day, "post": given.post, "giver": given.giver, "proxy": given.proxy,
        }  # fmt: skip
    for post in plan.vacant:
        yield _("vacant then: %(post)s") % {"post": post}
    for lost in plan.unopened:
        yield _("nobody can start it then: %(process)s, %(organisation)s") % {
            "process": lost.process.title, "organisation": lost.organisation,
        }  # fmt: skip
