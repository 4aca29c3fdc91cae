"""What the machine checked, as a page shows it (系统核对): each check with the outcomes it bars, since few bar all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from workflows.engine.checking import Checked
from workflows.engine.words import Weight


@dataclass(frozen=True)
class Line:
    """One check with what it means for the step (核对结果).

    ``kind`` is ``ok``, ``doubt``, ``bars`` (the ordinary outcome, or every one) or ``aside`` (others only). ``outcomes``
    names what cannot be chosen, as one text; empty where nothing can be.
    """

    check: Checked
    kind: str
    outcomes: str = ""


def lines(found: Iterable[Checked], choices: Sequence[tuple[str, Any]], ordinary: str) -> list[Line]:
    """The checks of a step beside the outcomes that can be chosen there, in order. Pure.

    A check that would bar only what this case does not offer says nothing here, and is left out.
    """
    shown = (_line(check, choices, ordinary) for check in found)
    return [line for line in shown if line is not None]


def _line(check: Checked, choices: Sequence[tuple[str, Any]], ordinary: str) -> Line | None:
    if check.weight is not Weight.BLOCK or not check.protects:
        return Line(check, "ok" if check.weight is Weight.OK else "doubt")
    barred = [(code, label) for code, label in choices if code in check.protects]
    if not barred:
        return None
    kind = "bars" if any(code == ordinary for code, _label in barred) else "aside"
    if len(barred) == len(choices):
        return Line(check, "bars")
    return Line(check, kind, pgettext("list", ", ").join(str(label) for _code, label in barred))
