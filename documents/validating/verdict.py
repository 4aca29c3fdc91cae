"""Verdict (结论): what one validator says of one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# A validator's verdicts by the name of the file, or the sentence that says why it could not be asked.
Asked = Mapping[str, "Verdict"] | str


@dataclass(frozen=True)
class Verdict:
    """Whether a file is valid, and what is wrong with it."""

    valid: bool
    faults: Sequence[str] = ()

    @classmethod
    def of(cls, faults: Sequence[str]) -> Verdict:
        """Valid if there are no faults."""
        return cls(not faults, tuple(faults))
