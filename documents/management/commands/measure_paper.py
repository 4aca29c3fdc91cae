"""``manage.py measure_paper FILE.pdf [--json] [--format NAME]``: a PDF beside the figures of GB/T 9704-2012."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from documents.measuring import judge, reader, report, words
from documents.measuring.claim import claimed
from documents.measuring.standard import Format

DEVIATES, UNREADABLE = 1, 2


class Command(BaseCommand):
    """Measure any PDF; exit code 1 if something is beyond its tolerance, 2 if the file cannot be measured."""

    help = "Page, margins, rows, characters, type and place of each element of a PDF, against GB/T 9704-2012."
    requires_system_checks: list[str] = []  # a file is read, nothing else

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, as what, and how to answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--format", choices=list(Format), help="the format to judge by; otherwise as the paper looks"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and report."""
        path = options["file"]
        try:
            pdf = path.read_bytes()
            pages = reader.read(pdf)
        except (OSError, reader.Unreadable) as error:
            sentence = _sentence(error)
            if options["json"]:
                self.stdout.write(json.dumps({"file": str(path), "error": sentence}, ensure_ascii=False))
            raise CommandError(f"{path}: {sentence}", returncode=UNREADABLE) from error
        measured, findings = judge.measure(pages, Format(options["format"]) if options["format"] else claimed(pdf))
        if options["json"]:
            said = {"file": str(path), **report.as_data(measured, findings)}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(f"{path}: " + "\n".join(report.lines(measured, findings)))
        if judge.deviations(findings):
            sys.exit(DEVIATES)


def _sentence(error: OSError | reader.Unreadable) -> str:
    """Why a file cannot be measured."""
    if isinstance(error, reader.Unreadable):
        return str(words.FAULTS[error.fault])
    return _("The file cannot be read: %(why)s") % {"why": error.strerror}
