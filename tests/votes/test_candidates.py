"""The lists before an election: margin, equal number, who counts, the order of the ballot."""

from __future__ import annotations

import pytest

from tests.votes import reference
from tests.votes.compared import ELECTION
from workflows.engine.votes.candidates import Purpose, candidate_faults, in_order, least_candidates, teller_faults
from workflows.engine.votes.faults import Wrong

MANY, EQUAL = ELECTION["cn_2026", "GM_ELECTION"], ELECTION["cn_2026", "BC_ELECTION"]
NAMES = list("甲乙丙丁戊己庚辛壬")


@pytest.mark.parametrize(
    ("seats", "least"), [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8), (7, 9), (10, 12), (11, 14)]
)
def test_a_fifth_more_candidates_than_seats_rounded_up(seats: int, least: int) -> None:
    assert least_candidates(MANY, seats, Purpose.COMMITTEE) == least


def test_both_ways_of_computing_the_margin_agree() -> None:
    for seats in range(1, 200):
        assert least_candidates(MANY, seats, Purpose.COMMITTEE) == reference.margin(seats)


def test_the_margin_binds_by_elections_of_several_seats_and_no_office() -> None:
    found = [least_candidates(MANY, seats, Purpose.BY_ELECTION) for seats in (1, 2, 3)]
    assert (found, [least_candidates(MANY, seats, Purpose.OFFICE) for seats in (1, 2)]) == ([1, 3, 4], [1, 2])


@pytest.mark.parametrize(
    ("seats", "many", "found"),
    [
        (3, 4, []),
        (3, 5, []),
        (3, 3, [("candidates", Wrong.TOO_FEW_CANDIDATES, 3, 4)]),
        (3, 0, [("candidates", Wrong.TOO_FEW_CANDIDATES, 0, 4)]),
        (0, 4, [("seats", Wrong.NO_SEATS, 0, 0)]),
    ],
)
def test_a_list_of_candidates(seats: int, many: int, found: list[tuple[str, Wrong, int, int]]) -> None:
    given = candidate_faults(MANY, seats, NAMES[:many], Purpose.COMMITTEE)
    assert [(f.field, f.wrong, f.found, f.least) for f in given] == found


@pytest.mark.parametrize("purpose", Purpose)
def test_a_committee_elects_one_candidate_for_each_seat(purpose: Purpose) -> None:
    found = {many: candidate_faults(EQUAL, 2, NAMES[:many], purpose) for many in (1, 2, 3)}
    assert [[(f.wrong, f.found, f.least) for f in faults] for faults in found.values()] == [
        [(Wrong.NOT_EQUAL_NUMBER, 1, 2)], [], [(Wrong.NOT_EQUAL_NUMBER, 3, 2)],
    ]  # fmt: skip


def test_nobody_stands_twice_on_a_list() -> None:
    given = candidate_faults(MANY, 1, ["甲", "乙", "甲", "乙"], Purpose.COMMITTEE)
    assert [(f.field, f.wrong) for f in given] == [("candidates.2", Wrong.NAMED_TWICE)]


@pytest.mark.parametrize(
    ("tellers", "found"),
    [
        (["庚", "辛"], []),
        ([], [("tellers", Wrong.NO_TELLERS)]),
        (["庚", "甲"], [("tellers.1", Wrong.TELLER_IS_CANDIDATE)]),
        (["癸", "庚"], [("tellers.0", Wrong.TELLER_IS_NO_ELECTOR)]),
        (["庚", "庚"], [("tellers.1", Wrong.NAMED_TWICE)]),
        (["甲", "癸"], [("tellers.0", Wrong.TELLER_IS_CANDIDATE), ("tellers.1", Wrong.TELLER_IS_NO_ELECTOR)]),
    ],
)
def test_who_counts_is_present_and_no_candidate(tellers: list[str], found: list[tuple[str, Wrong]]) -> None:
    assert [(f.field, f.wrong) for f in teller_faults(tellers, {"甲", "乙"}, set(NAMES))] == found


def test_the_ballot_is_in_order_of_strokes_and_equals_stay() -> None:
    strokes = {"王": 4, "李": 7, "丁": 2, "张": 7}
    assert in_order(["李", "王", "张", "丁"], strokes.__getitem__) == ["丁", "王", "李", "张"]
    assert in_order(["张", "李"], strokes.__getitem__) == ["张", "李"]
