"""A case as it will be (推演): the same case with decisions that nobody has made yet, on a day that has not come.

The engine's rules are asked of it as they are asked of a real case, so that what is foretold and what happens are
worked out by the same functions. It is a copy in memory; nothing of it is ever written.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any

from workflows.engine import signing_ahead
from workflows.engine.handling import Handling
from workflows.engine.models import Case, Decision
from workflows.engine.rounds import Round
from workflows.engine.said import Said
from workflows.engine.signing_ahead import Signatures
from workflows.engine.turns import person_of
from workflows.engine.words import Countersign, Step


def supposed(case: Case, on: dt.date, course: Any = None) -> Case:
    """A copy of a case to look ahead from, as it is on a day; under another course where one is named."""
    other = copy.copy(case)
    other.handling = (case.handling or Handling()).supposing(on)
    if course is not None and course is not case.flow_class:
        # Another course reads the answers with its own forms.
        other.flow_class, other.handling.typed = course, {}
    return other


def suppose_decided(
    case: Case, step: Step, outcome: str, on: dt.date, answers: Mapping[str, Any] | None = None
) -> None:
    """Suppose that a step of a supposed case is decided on a day; answers that are not given are those expected."""
    said, name = Said(case), step.name
    handling(case).on = on
    before = said(name) if name in said else {}
    given = {**before, **case.flow_class.expected(case, name)} if answers is None else answers
    decision = Decision(case=case, step=name, kind=step.kind, outcome=outcome, on=on, person=person_of(step, case))
    handling(case).decided(decision, given)


def suppose_signed(
    case: Case, step: Countersign, round_: Round | None, outcome: str, on: dt.date, *, once: bool = False
) -> Signatures:
    """Suppose that a step is signed from a day on by those who can, each with the same opinion; ``once``: by the next only.

    To be supposed before the step is decided by it. The case is then looked at on the day of the last signature.
    """
    at = handling(case)
    at.on = on
    found = signing_ahead.signatures(step, round_, case, outcome, at, once=once)
    at.opinions[step.name] = found.opinions
    at.ended[step.name] = outcome
    return found


def handling(case: Case) -> Handling:
    """What is supposed of a case; RuntimeError for a case that is really there."""
    if case.handling is None or case.handling.on is None:
        raise RuntimeError(f"{case.reference} is not supposed")
    return case.handling
