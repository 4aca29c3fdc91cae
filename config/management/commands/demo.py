"""``manage.py demo [--small] [--day DATE] [--seed N] [--json] [--save FILE | --load FILE]``: fill an empty database with the
demo prefecture; keep it in a file, or take it from there."""

import datetime as dt
import json
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from audit import clock, journal
from config.demo import building, cases, ledgers, saved
from config.demo.prefecture import building as prefecture
from config.demo.prefecture.crew import hands, relaxed
from registry.models import Organisation


class Command(BaseCommand):
    """Build the demo; does nothing where there are organisations already."""

    help = "Fill an empty database with a prefecture of some hundred organisations and its cases half-way."

    def add_arguments(self, parser: CommandParser) -> None:
        """Size, day, seed, form of the report."""
        parser.add_argument("--small", action="store_true", help="two counties and some twenty cases only")
        parser.add_argument("--day", type=dt.date.fromisoformat, help="the day the demo is made for; today without it")
        parser.add_argument("--seed", type=int, default=5)
        parser.add_argument("--save", type=Path, metavar="FILE", help="keep the demo that is here in a file")
        parser.add_argument("--load", type=Path, metavar="FILE", help="fill an empty installation from such a file")
        parser.add_argument("--json", action="store_true", help="say in JSON what was built, and in how many seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build register and cases, or save or load them; say what there is."""
        if options["save"] or options["load"]:
            self._kept(options)
            return
        day = options["day"] or clock.today()
        if Organisation.objects.exists():
            left_out = "The database is not empty; the demo is left out."
            found = prefecture.measured(day) | {"left_out": left_out}
            self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else left_out)
            return
        began = time.monotonic()
        relaxed()
        refused: tuple[str, ...] = ()
        if options["small"]:
            with transaction.atomic():  # half a demo would be taken for a whole one at the next start
                small = building.build(day, options["seed"])
                ledgers.make(small)
                cases.make(small)
        else:
            refused = _prefecture(day, options["seed"])
        seconds = round(time.monotonic() - began, 1)
        found = prefecture.measured(day) | {"refused": refused, "day": str(day), "seconds": seconds}
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            words = "{organisations} organisations, {members} members, {posts} posts".format(**found)
            self.stdout.write(f"Demo: {words}, {found['cases']['open']} open cases, as of {day}, in {seconds} s.")

    def _kept(self, options: dict[str, Any]) -> None:
        """Save or load, and say as of which day it is."""
        began = time.monotonic()
        try:
            if options["save"]:
                kept = saved.save(options["save"].resolve(), timezone.now())
            else:
                kept = saved.load(options["load"].resolve())
        except saved.Unfit as error:
            raise CommandError(str(error)) from error
        seconds = round(time.monotonic() - began, 1)
        found: dict[str, Any] = saved.as_json(kept) | {"seconds": seconds}
        if options["load"]:
            found |= {
                "journal": journal.verify().ok,
                "age_days": (clock.today() - dt.date.fromisoformat(kept.day)).days,
            }
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        did = "Saved" if options["save"] else "Loaded"
        self.stdout.write(
            f"{did}: a demo as of {kept.day}, in {seconds} s. Its keys are in the file: for showing only."
        )


def _prefecture(day: dt.date, seed: int) -> tuple[str, ...]:
    """Build the whole of it with every hand of this machine; what was refused."""
    try:
        return prefecture.build(day, seed, hands=hands()).refused
    except BrokenProcessPool as error:
        said = "A process that was building the demo has died; half of it is there. Begin anew with an empty database."
        raise CommandError(said) from error
