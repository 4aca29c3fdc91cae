"""``manage.py check_processes [PROCESS ...] [--json] [--write]``: is every way through every course as it must be?"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from workflows.engine import catalogue
from workflows.engine.soundness import proving
from workflows.engine.soundness.proving import Proof


class Command(BaseCommand):
    """Explore the courses, and keep the digest of the proof."""

    help = "Explore every way through every process and show that nothing happens that must not."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which processes, and how to answer."""
        parser.add_argument(
            "process", nargs="*", help="names of processes, or NAME-DATE for one edition; all if none is given"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument("--write", action="store_true", help="keep the digests, so that the server serves them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Explore, tell, keep."""
        if odd := [name for name in options["process"] if not catalogue.labelled(name)]:
            raise CommandError(_("There is no process called %(name)s.") % {"name": ", ".join(sorted(odd))})
        wanted = [edition for name in options["process"] for edition in catalogue.labelled(name)]
        proofs = [proving.prove(edition) for edition in wanted or catalogue.every_edition()]
        if options["json"]:
            self.stdout.write(json.dumps([proof.as_json() for proof in proofs], ensure_ascii=False, indent=1))
        else:
            for proof in proofs:
                self.tell(proof)
        if not all(proof.holds for proof in proofs):
            sys.exit(1)
        if options["write"]:
            proving.keep(proofs)

    def tell(self, proof: Proof) -> None:
        """A proof for people: one line, and the way to each fault."""
        counted = {
            "process": _title(proof.process),
            "states": proof.states,
            "moves": proof.moves,
            "packs": len(proof.packs),
        }
        self.stdout.write(_("%(process)s: %(states)s states, %(moves)s moves, %(packs)s packs") % counted)
        if proof.holds:
            self.stdout.write("  " + _("Every way ends, and none gets around an obligation."))
        for violation in proof.violations:
            self.stdout.write(f"  ✗ {violation.node}: {violation.sentence}")
            for number, stage in enumerate(violation.way, 1):
                self.stdout.write(f"      {number}. {stage}")


def _title(process: Any) -> str:
    """The title of a process, with the day from which a later edition is in force."""
    return f"{process.title} {process.in_force_from}" if process.in_force_from else str(process.title)
