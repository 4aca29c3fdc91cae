"""``manage.py export_register FILE [--kind KIND ...] [--under CODE] [--with-id-numbers]``: give the register back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from audit import journal
from registry import exchange
from registry.exchange.columns import KINDS
from registry.models import Organisation


class Command(BaseCommand):
    """Write the register to an XLSX file that only its owner can read; the access is logged."""

    help = "Write organisations, members and posts to an XLSX file that import_register reads again."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to write and where."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", action="append", choices=[kind.key for kind in KINDS], help="default: all")
        parser.add_argument("--under", metavar="CODE", help="only this organisation and those below it")
        parser.add_argument(
            "--with-id-numbers", action="store_true", help="ID numbers in clear, needed to import again"
        )
        parser.add_argument("--purpose", default="", help="noted in the access log")

    def handle(self, *args: Any, **options: Any) -> None:
        """Log, then write."""
        what = "export with ID numbers" if options["with_id_numbers"] else "export"
        journal.log_access(
            by=journal.system("export"),
            kind="register",
            object_id=options["under"] or "all",
            what=what,
            purpose=options["purpose"],
        )
        kinds = options["kind"] or [kind.key for kind in KINDS]
        try:
            with open(options["file"], "wb", opener=_for_owner_only) as target:
                exchange.export_to(
                    target, kinds, organisations=_below(options["under"]), with_id_numbers=options["with_id_numbers"]
                )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        self.stdout.write(f"Written: {options['file']}")


def _for_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _below(code: str | None) -> QuerySet[Organisation]:
    if code is None:
        return Organisation.objects.all()
    top = Organisation.objects.filter(code=code).first()
    if top is None:
        raise CommandError(f"There is no organisation with code {code}.")
    return Organisation.objects.filter(lineage__contains=[top.pk])
