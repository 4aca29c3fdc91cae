"""Editions of the transfer that exist in tests only: its chapters read once more as one, with a sentence changed."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from django import forms

from forms.transfer import BranchCheck
from workflows.engine import catalogue
from workflows.engine.obligations import Obligation
from workflows.engine.words import Process, working_days
from workflows.processes import transfer

SINCE = dt.date(2026, 12, 1)
HEARD = Obligation("heard", "heard before the letter is approved", "条例（修订）第26条", own=True)

HEARING = """
    hearing = Step(
        forms.Consent, title="Hearing", asks="What does the member say?", article="条例（修订）第26条",
        to=Subject(recorded_by=BRANCH_SECRETARY), within=TO_REPLY,
        fields={"signed_on": ON_PAPER_ONLY, "witness_1": ON_PAPER_ONLY, "witness_2": ON_PAPER_ONLY},
    ).Meets(HEARD, on="confirm").On("confirm", this.approve).On("object", this.amend)

    approve = ("""


# The files of the course, each after those it takes something from.
CHAPTERS = ("posts", "request", "letter", "reception", "outside", "back", "__init__")
_OF_CHAPTERS = re.compile(
    rf"^from workflows\.processes\.transfer\.({'|'.join(CHAPTERS)}) import (\([^)]*\)|.*)\n", re.MULTILINE
)


def _in_one() -> str:
    """The whole course as the text of one module."""
    texts = [(Path(transfer.__file__).parent / f"{name}.py").read_text("utf-8") for name in CHAPTERS]
    future = "from __future__ import annotations\n"
    return future + "\n".join(_OF_CHAPTERS.sub("", text.replace(future, "")) for text in texts)


class StricterCheck(BranchCheck):
    """支部核对（修订）: one more question that must be answered."""

    asked_again = forms.CharField(label="Asked again", max_length=30)


def edition(name: str, *changes: tuple[str, str], since: dt.date | None = SINCE, **names: Any) -> type[Process]:
    """The course of a transfer with some passages changed, in force from a day, in a module of its own."""
    source = _in_one()
    day = f"dt.date({since.year}, {since.month}, {since.day})" if since else "None"
    for old, new in (('    name = "transfer"\n', f'    name = "transfer"\n    in_force_from = {day}\n'), *changes):
        assert old in source, old
        source = source.replace(old, new)
    module = ModuleType(f"workflows.processes.{name}")
    module.__dict__.update(dt=dt, **names)
    sys.modules[module.__name__] = module
    exec(compile(source, name, "exec"), module.__dict__)
    found: type[Process] = module.Transfer
    return found


SHORTER = edition(
    "transfer_shorter", ("IN_A_STEP = working_days(lambda pack: pack.desk.step_working_days, stops=True)", "IN_A_STEP = TWO_DAYS"),
    TWO_DAYS=working_days(lambda pack: replace(pack.desk.step_working_days, value=2), stops=True),
)  # fmt: skip
WITH_HEARING = edition(
    "transfer_hearing", ("\n    approve = (", HEARING), ('.On("pass", this.approve)', '.On("pass", this.hearing)'),
    ('.On("return", this.examine)', '.On("return", this.hearing)'),
    (".Needs(duties.CONFIRMED, duties.CHECKED, duties.PASSED_ON, duties.EXAMINED)\n", ".Needs(duties.CONFIRMED, duties.CHECKED, duties.PASSED_ON, duties.EXAMINED, HEARD)\n"),
    (".Undoes(*duties.OF_A_REQUEST)", ".Undoes(HEARD, *duties.OF_A_REQUEST)"),
    (".Undoes(duties.EXAMINED, duties.APPROVED,", ".Undoes(HEARD, duties.EXAMINED, duties.APPROVED,"),
    HEARD=HEARD,
)  # fmt: skip
RENAMED = edition("transfer_renamed", ("\n    hand_over = ", "\n    delivery = "), ("this.hand_over", "this.delivery"))
OTHER_SORT = edition("transfer_sort", ("to=HEAD, within=IN_A_HOP, kind=Decision.Kind.APPROVE,\n            guards=(rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID", "to=HEAD, within=IN_A_HOP, kind=Decision.Kind.RECORD,\n            guards=(rules.MUST_BE_ON_ROLL, rules.MUST_HAVE_PAID"))  # fmt: skip
STRICTER = edition("transfer_stricter", ("forms.BranchCheck", "STRICT"), STRICT=StricterCheck)
OTHER_POST = edition("transfer_post", ("article=rules.REGULATION, to=ORGANISER, within=IN_A_HOP,", "article=rules.REGULATION, to=HEAD, within=IN_A_HOP,"))  # fmt: skip


@contextmanager
def registered(*editions: type[Process]) -> Iterator[None]:
    """The catalogue with some editions more."""
    for one in editions:
        catalogue.register(one)
    try:
        yield
    finally:
        for one in editions:
            catalogue.forget(one)
