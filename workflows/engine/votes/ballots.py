"""Reading one ballot of an election (认定选票), handbook R-EL-02 and 03, and adding ballots up (计票)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workflows.engine.votes.counts import Line
from workflows.policy.terms import ElectionTerms


class Mark(StrEnum):
    """What stands in a candidate's row (画写); a row left empty is an abstention."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Struck(StrEnum):
    """Why a name written in does not count (另选人无效的原因); the rest of the ballot stays as it is."""

    NOT_ALLOWED = "not_allowed"
    NOT_REJECTED = "not_rejected"
    ON_THE_BALLOT = "on_the_ballot"
    TWICE = "twice"
    NOT_ELECTABLE = "not_electable"


@dataclass(frozen=True)
class Ballot:
    """One ballot (选票): marks by candidate, and by the row it stands in the name of another person (另选他人)."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A ballot read (选票认定). ``struck``: by row, why the name written there does not count."""

    valid: bool
    chosen: tuple[str, ...]
    written_in: tuple[str, ...]
    rejected: tuple[str, ...]
    abstained: tuple[str, ...]
    struck: Mapping[str, Struck]


def read(
    ballot: Ballot, candidates: Sequence[str], seats: int, terms: ElectionTerms, electable: Container[str]
) -> Reading:
    """A ballot as it counts (认定选票); ValueError for a row that the ballot does not have.

    It is void (无效) if more names are chosen on it than there are seats; as many or fewer are valid, none as well. A name
    that is struck is not chosen.
    """
    if odd := (ballot.marks.keys() | ballot.written.keys()) - set(candidates):
        raise ValueError(f"no such row: {', '.join(sorted(odd))}")
    by_mark = {mark: tuple(c for c in candidates if ballot.marks.get(c, Mark.ABSTAIN) is mark) for mark in Mark}
    struck, good = _written(ballot, candidates, terms, electable)
    return Reading(
        valid=len(by_mark[Mark.FOR]) + len(good) <= seats,
        chosen=by_mark[Mark.FOR],
        written_in=good,
        rejected=by_mark[Mark.AGAINST],
        abstained=by_mark[Mark.ABSTAIN],
        struck=struck,
    )


def _written(
    ballot: Ballot, candidates: Sequence[str], terms: ElectionTerms, electable: Container[str]
) -> tuple[dict[str, Struck], tuple[str, ...]]:
    """The names written in that do not count and why, and those that do, in the order of the rows."""
    struck: dict[str, Struck] = {}
    good: list[str] = []
    for row in (c for c in candidates if c in ballot.written):
        name = ballot.written[row]
        found = [
            (not terms.write_ins.value, Struck.NOT_ALLOWED),
            (ballot.marks.get(row) is not Mark.AGAINST, Struck.NOT_REJECTED),
            (name in candidates, Struck.ON_THE_BALLOT),
            (name in good, Struck.TWICE),
            (name not in electable, Struck.NOT_ELECTABLE),
        ]
        why = next((why for so, why in found if so), None)
        if why is None:
            good.append(name)
        else:
            struck[row] = why
    return struck, tuple(good)


def added_up(readings: Iterable[Reading], candidates: Sequence[str]) -> tuple[int, tuple[Line, ...]]:
    """How many ballots are void, and a line for each candidate, then for each name written in (计票); void ones count for nobody."""
    read_ = list(readings)
    valid = [reading for reading in read_ if reading.valid]
    chosen = Counter(name for reading in valid for name in reading.chosen)
    rejected = Counter(name for reading in valid for name in reading.rejected)
    abstained = Counter(name for reading in valid for name in reading.abstained)
    written = Counter(name for reading in valid for name in reading.written_in)
    lines = [Line(name, chosen[name], rejected[name], abstained[name]) for name in candidates]
    lines += [Line(name, written[name], written_in=True) for name in written]
    return len(read_) - len(valid), tuple(lines)
