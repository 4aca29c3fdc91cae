"""``manage.py preview CASE [--json]``: the path ahead of a case, as it would go if nothing changes."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from registry.models import Appointment
from workflows.engine.models import Case
from workflows.engine.path import path_of
from workflows.engine.stops import Path, SeatAhead, Stop


class Command(BaseCommand):
    """Tell each step to come, with its post, people and days."""

    help = "Each step to come with its post, its people and its latest days; the papers on the way; how it ends."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which case, and how to answer."""
        parser.add_argument("case", help="the reference of a case, or its whole number")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the case and tell its path."""
        reference = options["case"].rpartition("-")[2]
        found = Case.objects.filter(reference=reference).select_related("organisation", "subject__person").first()
        if found is None:
            raise CommandError(_("There is no case %(number)s.") % {"number": options["case"]})
        path = path_of(found)
        if options["json"]:
            self.stdout.write(json.dumps({"case": found.number, **as_json(path)}, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(in_words(path)))


def as_json(path: Path) -> dict[str, Any]:
    """A path as plain data."""
    return {
        "papers": [issue.kind.code for issue in path.papers],
        "stops": [_stop(stop) for stop in path.stops],
        "end": path.end.code if path.end else None,
        "end_title": str(path.end.title) if path.end else None,
        "ends_on": _day(path.ends_on),
    }


def _stop(stop: Stop) -> dict[str, Any]:
    return {
        "step": stop.step.name,
        "title": str(stop.step.title),
        "article": stop.step.article,
        "open": stop.turn is not None,
        "post": str(stop.post) if stop.post else None,
        "person": stop.person.name if stop.person else None,
        "holders": [_holder(term) for term in stop.holders],
        "roll": [_seat(seat) for seat in stop.roll],
        "why": [str(sentence) for sentence in stop.why],
        "opens_on": _day(stop.opens_on),
        "due_on": _day(stop.due_on),
        "provisional": stop.provisional,
        "lapses_on": _day(stop.lapses_on),
        "vacant_from": _day(stop.vacant_from),
        "stuck": [str(sentence) for sentence in stop.stuck],
        "blocked": [str(sentence) for sentence in stop.blocked],
        "open_question": str(stop.open_question) if stop.open_question else None,
        "papers": [issue.kind.code for issue in stop.papers],
    }


def _seat(seat: SeatAhead) -> dict[str, Any]:
    state = "signed" if seat.signed else str(seat.absent or "to sign")
    return {"post": str(seat.post), "holders": [_holder(term) for term in seat.holders], "state": state}


def _holder(term: Appointment) -> dict[str, Any]:
    return {"name": term.person.name, "acting": term.acting}


def _day(day: Any) -> str | None:
    return str(day) if day else None


def in_words(path: Path) -> list[str]:
    """A path for people, a line for each stop and what there is to say about it."""
    lines: list[str] = []
    for number, stop in enumerate(path.stops, 1):
        lines += [
            f"{number}. {stop.step.title}（{stop.step.article}） {stop.who}",
            *(f"     {said}" for said in notes(stop)),
        ]
    if path.end:
        lines.append(_("End: %(title)s") % {"title": path.end.title} + (f" {path.ends_on}" if path.ends_on else ""))
    return lines or [_("The case is closed.")]


def notes(stop: Stop) -> list[str]:
    """Days, papers and obstacles of a stop."""
    said = []
    if stop.opens_on and stop.last_day:
        said.append(_("%(first)s to %(last)s at the latest") % {"first": stop.opens_on, "last": stop.last_day})
    said += [_("issues %(title)s") % {"title": issue.kind.title} for issue in stop.papers]
    said += [str(sentence) for sentence in (*stop.stuck, *stop.blocked)]
    if stop.vacant_from:
        said.append(_("Nobody holds the post from %(day)s on.") % {"day": stop.vacant_from})
    return said
