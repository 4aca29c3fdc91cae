"""``manage.py move_cases NAME --to EDITION [--case N ...] [--write --by USER] [--json]``: running cases to another edition."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from registry.models import User
from registry.refusals import Refused
from workflows.engine import catalogue, commands
from workflows.engine.editions import editioning
from workflows.engine.editions.report import Edition, Report, report_on
from workflows.engine.models import Case
from workflows.engine.sentences import say


class Command(BaseCommand):
    """Say of each case whether it can be moved and what would change; move it only with --write."""

    help = "Report which running cases can be moved to another edition of their process; with --write move them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which process, where to, which cases, in whose name."""
        parser.add_argument("process")
        parser.add_argument("--to", required=True, help="the day from which the edition is in force, or “first”")
        parser.add_argument("--case", nargs="+", default=[], help="numbers or references; all open cases without")
        parser.add_argument("--write", action="store_true", help="move every case that can be moved")
        parser.add_argument("--by", help="the user name of the operator who answers for it; needed with --write")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report, and move where it was asked for."""
        to = _edition(options["process"], options["to"])
        by = _operator(options["by"]) if options["write"] else None
        found = [self._one(case, to, by) for case in _cases(to, options["case"])]
        if options["json"]:
            told = [report.as_json() | {"moved": moved} for report, moved in found]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(line for report, moved in found for line in in_words(report, moved=moved)))
            self.stdout.write(_totals(found))

    def _one(self, case: Case, to: Edition, by: User | None) -> tuple[Report, bool]:
        """Report on one case, and move it in a transaction of its own; the others do not suffer from it."""
        report = report_on(case, to)
        if by is None or not report.movable:
            return report, False
        try:
            editioning.move_case(case.pk, to=to, by=by, key=commands.new_key())
        except (Refused, PermissionDenied) as no:
            return replace(report, reasons=(say(_n("%(reason)s"), reason=no),)), False
        return report, True


def _edition(name: str, since: str) -> Edition:
    try:
        return catalogue.edition_named(name, since)
    except KeyError as error:
        known = ", ".join(str(e.in_force_from or catalogue.FIRST) for e in catalogue.editions(name))
        raise CommandError(_("There is no such edition. There are: %(known)s") % {"known": known or "—"}) from error


def _operator(name: str | None) -> User:
    user = User.objects.filter(username=name or "", is_active=True).select_related("person").first()
    if user is None:
        raise CommandError(_("Say with --by which account answers for the move."))
    return user


def _cases(to: Edition, wanted: Iterable[str]) -> Iterator[Case]:
    """The cases named, in that order; else every open case of the process that stands on another edition, oldest first."""
    cases = Case.objects.select_related("organisation", "subject__person")
    for number in wanted:
        found = cases.filter(process_name=to.name, reference=number.rpartition("-")[2]).first()
        if found is None:
            raise CommandError(_("There is no case %(number)s.") % {"number": number})
        yield found
    if not wanted:
        open_cases = cases.filter(process_name=to.name, closed_at__isnull=True).exclude(flow_class=to)
        yield from open_cases.order_by("pk").iterator(chunk_size=200)


def in_words(report: Report, *, moved: bool) -> list[str]:
    """What is said of a case: a line, and one for each reason or change."""
    said = _("moved") if moved else _("can be moved") if report.movable else _("stays")
    step = dict(report.case.flow_class.in_order()).get(report.node)
    head = f"{report.case.number} {step.title if step else ''}: {said}"
    return [head, *(f"    {sentence}" for sentence in (*report.reasons, *report.changes))]


def _totals(found: list[tuple[Report, bool]]) -> str:
    counted = {
        "moved": sum(moved for _report, moved in found),
        "movable": sum(report.movable for report, _moved in found),
        "staying": sum(not report.movable for report, _moved in found),
    }
    return _("%(movable)s can be moved, %(moved)s were moved, %(staying)s stay.") % counted
