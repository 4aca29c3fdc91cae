"""Two independent counts compared (两人计票核对): the same, or where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.engine.votes.counts import Count
from workflows.engine.votes.motions import Tally

OF_LINE = ("votes_for", "votes_against", "abstained")
OF_BALLOTS = ("entitled", "present", "issued", "collected", "void")


@dataclass(frozen=True)
class Difference:
    """One number on which two counts differ (不一致之处): of a name, or of the meeting where ``name`` is empty."""

    name: str
    field: str
    first: int
    second: int


def differences(first: Tally | Count, second: Tally | Count) -> tuple[Difference, ...]:
    """Where two counts of the same vote differ (核对), in the order of the form; none if they are the same.

    A name that stands in one of them only has no votes in the other. TypeError for a motion held against an election.
    """
    if type(first) is not type(second):
        raise TypeError("a motion and an election have nothing to compare")
    ones, others = _numbers(first), _numbers(second)
    keys = dict.fromkeys([*ones, *others])
    return tuple(
        Difference(*key, ones.get(key, 0), others.get(key, 0)) for key in keys if ones.get(key, 0) != others.get(key, 0)
    )


def _numbers(counted: Tally | Count) -> Mapping[tuple[str, str], int]:
    if isinstance(counted, Tally):
        return {("", name): number for name, number in vars(counted).items()}
    found = {("", name): getattr(counted, name) for name in OF_BALLOTS}
    return found | {(line.name, name): getattr(line, name) for line in counted.lines for name in OF_LINE}
