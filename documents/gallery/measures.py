"""Specimens measured (样张测量): each beside the figures of GB/T 9704-2012, as ``manage.py measure_paper`` does it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from documents.measuring import judge, reader
from documents.measuring.claim import claimed
from documents.measuring.findings import Finding
from documents.measuring.report import said
from documents.measuring.words import label


@dataclass(frozen=True)
class Outcome:
    """How many figures were compared, and those beyond their tolerance, as lines to read."""

    figures: int = 0
    deviations: list[str] = field(default_factory=list)


def measured(pdf: bytes) -> Outcome:
    """A paper of ours judged as what it says it is."""
    _paper, findings = judge.measure(reader.read(pdf), claimed(pdf))
    return Outcome(sum(found.target is not None for found in findings), list(map(_line, judge.deviations(findings))))


def _line(found: Finding) -> str:
    page = "" if found.page is None else f"{found.page}: "
    target = "" if found.target is None else f" ({said(found.target)})"
    return f"{page}{label(found.name)} {said(found.measured)}{target}"


def keep(outcome: Outcome, path: Path) -> None:
    """Write an outcome beside its specimen."""
    path.write_text(json.dumps(asdict(outcome), ensure_ascii=False), encoding="utf-8")


def kept(path: Path) -> Outcome:
    """Read it; an empty one where the specimen could not be made."""
    return Outcome(**json.loads(path.read_text("utf-8"))) if path.exists() else Outcome()


def total(outcomes: Iterable[Outcome]) -> str:
    """The sum as one line."""
    every = [one for one in outcomes if one.figures]
    figures, off = sum(one.figures for one in every), sum(len(one.deviations) for one in every)
    return f"{len(every)} papers measured, {figures} figures of GB/T 9704-2012, {off} beyond their tolerance"
