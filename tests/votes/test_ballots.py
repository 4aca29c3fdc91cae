"""One ballot: valid or void, which names written in count; and ballots added up."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tests.votes import reference
from tests.votes.compared import ELECTION
from workflows.engine.votes import counts, elections
from workflows.engine.votes.ballots import Ballot, Mark, Struck, added_up, read
from workflows.engine.votes.counts import Count, Line

TERMS = ELECTION["cn_2026", "GM_ELECTION"]
NAMES = ["甲", "乙", "丙"]
ELECTABLE = {*NAMES, "庚", "辛"}
F, A, O = Mark.FOR, Mark.AGAINST, Mark.ABSTAIN  # noqa: E741 -- as in the table below


@pytest.mark.parametrize(
    ("marks", "written", "valid", "chosen", "struck"),
    [
        ((), {}, True, "", {}),
        ((F, F), {}, True, "甲乙", {}),
        ((F, F, F), {}, False, "甲乙丙", {}),
        ((F, F, A), {}, True, "甲乙", {}),
        ((F, A, O), {"乙": "庚"}, True, "甲庚", {}),
        ((F, F, A), {"丙": "庚"}, False, "甲乙庚", {}),
        ((A, A, A), {"甲": "庚", "乙": "辛"}, True, "庚辛", {}),
        ((F, O, O), {"乙": "庚"}, True, "甲", {"乙": Struck.NOT_REJECTED}),
        ((F, A), {"丙": "庚"}, True, "甲", {"丙": Struck.NOT_REJECTED}),
        ((F, F, O), {"甲": "庚"}, True, "甲乙", {"甲": Struck.NOT_REJECTED}),
        ((F, A), {"乙": "丙"}, True, "甲", {"乙": Struck.ON_THE_BALLOT}),
        ((F, A), {"乙": "乙"}, True, "甲", {"乙": Struck.ON_THE_BALLOT}),
        ((O, A, A), {"乙": "庚", "丙": "庚"}, True, "庚", {"丙": Struck.TWICE}),
        ((F, F, A), {"丙": "壬"}, True, "甲乙", {"丙": Struck.NOT_ELECTABLE}),
    ],
)
def test_a_ballot_for_two_seats(
    marks: tuple[Mark, ...], written: dict[str, str], valid: bool, chosen: str, struck: dict[str, Struck]
) -> None:
    found = read(Ballot(dict(zip(NAMES, marks, strict=False)), written), NAMES, 2, TERMS, ELECTABLE)
    assert (found.valid, "".join([*found.chosen, *found.written_in]), found.struck) == (valid, chosen, struck)


def test_a_row_left_empty_is_an_abstention() -> None:
    found = read(Ballot({"甲": F, "丙": A}), NAMES, 2, TERMS, ELECTABLE)
    assert (found.chosen, found.rejected, found.abstained) == (("甲",), ("丙",), ("乙",))


def test_where_nobody_can_be_written_in_the_name_is_struck() -> None:
    without = replace(TERMS, write_ins=replace(TERMS.write_ins, value=False))
    found = read(Ballot({"甲": A}, {"甲": "庚"}), NAMES, 2, without, ELECTABLE)
    assert (found.valid, found.written_in, found.struck) == (True, (), {"甲": Struck.NOT_ALLOWED})


@pytest.mark.parametrize("ballot", [Ballot({"庚": F}), Ballot({}, {"庚": "辛"})])
def test_a_row_that_the_ballot_does_not_have_is_an_error(ballot: Ballot) -> None:
    with pytest.raises(ValueError, match="no such row: 庚"):
        read(ballot, NAMES, 2, TERMS, ELECTABLE)


def test_ballots_are_added_up_and_void_ones_count_for_nobody() -> None:
    ballots = [
        Ballot({"甲": F, "乙": F}),
        Ballot({"甲": F, "乙": A, "丙": A}, {"乙": "庚"}),
        Ballot({"甲": F, "乙": F, "丙": F}),
        Ballot({"丙": A}, {"丙": "壬"}),
    ]
    void, lines = added_up([read(b, NAMES, 2, TERMS, ELECTABLE) for b in ballots], NAMES)
    assert (void, lines) == (
        1,
        (Line("甲", 2, 0, 1), Line("乙", 1, 1, 1), Line("丙", 0, 2, 1), Line("庚", 1, written_in=True)),
    )
    count = Count(5, 4, 4, 4, void, lines)
    assert counts.faults(TERMS, count, 2) == ()
    assert elections.judge(TERMS, count, 2).elected == ()


def test_no_ballots_are_no_votes() -> None:
    assert added_up([], NAMES) == (0, (Line("甲", 0), Line("乙", 0), Line("丙", 0)))


def papers() -> list[Ballot]:
    """Everything that can be drawn on two rows: a mark or none, and beside each nobody, a stranger, an electable one, a candidate."""
    rows = [(mark, name) for mark in (None, *Mark) for name in ("", "庚", "壬", "甲")]
    return [
        Ballot(
            {row: mark for row, (mark, _name) in zip(NAMES, drawn, strict=False) if mark},
            {row: name for row, (_mark, name) in zip(NAMES, drawn, strict=False) if name},
        )
        for drawn in product(rows, repeat=2)
    ]


@pytest.mark.parametrize("seats", [1, 2])
def test_both_ways_of_reading_agree_on_every_paper(seats: int) -> None:
    """256 papers; what is added up of all of them can be, and is what the names come to one by one."""
    names, good = NAMES[:2], {"甲", "乙", "庚"}
    wanted, readings = [], []
    for ballot in papers():
        readings.append(read(ballot, names, seats, TERMS, good))
        wanted.append(reference.paper(dict(ballot.marks), dict(ballot.written), names, seats, good))
        found = {*readings[-1].chosen, *readings[-1].written_in}
        assert (found if readings[-1].valid else None) == wanted[-1], ballot
    void, lines = added_up(readings, names)
    assert void == sum(1 for chosen in wanted if chosen is None)
    votes = {line.name: line.votes_for for line in lines}
    assert votes == {name: sum(1 for chosen in wanted if chosen and name in chosen) for name in ("甲", "乙", "庚")}
    assert counts.faults(TERMS, Count(256, 256, 256, 256, void, lines), seats) == ()
