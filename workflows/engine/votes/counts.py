"""What tellers count in an election (计票结果), and whether it can be so."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.votes.faults import Fault, Wrong, over
from workflows.policy.terms import ElectionTerms


@dataclass(frozen=True)
class Line:
    """The votes for one name (得票); ``written_in``: he was no candidate (另选人)."""

    name: str
    votes_for: int
    votes_against: int = 0
    abstained: int = 0
    written_in: bool = False


@dataclass(frozen=True)
class Count:
    """The numbers of one ballot of an election (选举计票): electors, ballots handed out, collected, void, and the votes by name.

    ``entitled`` 应到会有选举权, ``present`` 实到会有选举权, ``issued`` 发出选票: whoever was given one voted (R-EL-01).
    """

    entitled: int
    present: int
    issued: int
    collected: int
    void: int
    lines: tuple[Line, ...]

    @property
    def valid(self) -> int:
        """How many ballots are valid (有效票)."""
        return self.collected - self.void


def faults(terms: ElectionTerms, count: Count, seats: int) -> tuple[Fault, ...]:
    """What cannot be so (核对); none if the numbers are possible.

    More ballots collected than handed out is no fault but an invalid election, in which nothing else is looked at.
    """
    if seats < 1:
        return (Fault("seats", Wrong.NO_SEATS),)
    if found := _of_ballots(count):
        return found
    return () if count.collected > count.issued else _of_lines(terms, count, seats)


def _of_ballots(count: Count) -> tuple[Fault, ...]:
    names = ("entitled", "present", "issued", "collected", "void")
    if below := tuple(Fault(name, Wrong.NEGATIVE) for name in names if getattr(count, name) < 0):
        return below
    if not count.entitled:
        return (Fault("entitled", Wrong.NOBODY_ENTITLED),)
    return (
        over([("present", count.present)], count.entitled, Wrong.MORE_PRESENT_THAN_ENTITLED)
        or over([("issued", count.issued)], count.present, Wrong.MORE_ISSUED_THAN_PRESENT)
        or over([("void", count.void)], count.collected, Wrong.MORE_VOID_THAN_COLLECTED)
    )


def _of_lines(terms: ElectionTerms, count: Count, seats: int) -> tuple[Fault, ...]:
    seen: set[str] = set()
    chosen = rejected = written = 0
    valid = count.valid
    for place, line in enumerate(count.lines):
        if wrong := _of_line(terms, line, valid, named_before=line.name in seen):
            return (
                Fault(f"lines.{place}", wrong, found=line.votes_for + line.votes_against + line.abstained, most=valid),
            )
        seen.add(line.name)
        chosen += line.votes_for
        rejected += line.votes_against
        written += line.votes_for if line.written_in else 0
    return over([("lines", chosen)], seats * valid, Wrong.MORE_CHOSEN_THAN_SEATS) or over(
        [("written_in", written)], rejected, Wrong.MORE_WRITTEN_IN_THAN_REJECTED
    )


def _of_line(terms: ElectionTerms, line: Line, valid: int, *, named_before: bool) -> Wrong | None:
    if line.votes_for < 0 or line.votes_against < 0 or line.abstained < 0:
        return Wrong.NEGATIVE
    if named_before:
        return Wrong.NAMED_TWICE
    if line.written_in and not terms.write_ins.value:
        return Wrong.NO_WRITE_INS
    if line.written_in and (line.votes_against or line.abstained):
        return Wrong.ONLY_CHOSEN
    marks = line.votes_for + line.votes_against + line.abstained
    return Wrong.MORE_MARKS_THAN_BALLOTS if marks > valid else None
