"""What each kind of vote needs: the table of the rules, and one person on either side of each limit."""

from __future__ import annotations

import dataclasses

import pytest

from tests.votes.compared import ELECTION, MOTION, PACKS
from workflows.engine.votes.kinds import Kind, Voters, election_terms, motion_terms
from workflows.policy.terms import VotesTerms
from workflows.policy.thresholds import Base, Op, Threshold

# entitled: present for an ordinary vote, present for an admission, in favour for both, present for an election
NEEDED = {
    3: (2, 2, 2, 3), 5: (3, 3, 3, 4), 7: (4, 4, 4, 6), 9: (5, 5, 5, 8), 10: (5, 6, 6, 8), 11: (6, 6, 6, 9),
    15: (8, 8, 8, 12), 20: (10, 11, 11, 16), 50: (25, 26, 26, 40),
}  # fmt: skip
CN = "cn_2026"


@pytest.mark.parametrize("entitled", NEEDED)
def test_how_many_are_needed(entitled: int) -> None:
    ordinary, admission = MOTION[CN, "GM_GENERAL"], MOTION[CN, "GM_ADMISSION"]
    election = ELECTION[CN, "GM_ELECTION"]
    found = [terms.value.least(entitled) for terms in (ordinary.presence, admission.presence)]
    assert (*found, ordinary.approval.value.least(entitled), election.presence.value.least(entitled)) == NEEDED[
        entitled
    ]
    assert admission.approval.value.least(entitled) == ordinary.approval.value.least(entitled)


@pytest.mark.parametrize("kind", ["GM_GENERAL", "BC_MEETING"])
def test_exactly_half_is_a_quorum_here(kind: str) -> None:
    presence = MOTION[CN, kind].presence.value
    assert [presence.reached(n, 10) for n in (4, 5, 6)] == [False, True, True]
    assert [presence.reached(n, 11) for n in (5, 6)] == [False, True]


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("kind", ["GM_ADMISSION", "GM_DISPOSAL", "CM_APPROVAL"])
def test_exactly_half_is_no_quorum_here(pack: str, kind: str) -> None:
    presence = MOTION[pack, kind].presence.value
    assert [presence.reached(n, 10) for n in (4, 5, 6)] == [False, False, True]


def test_four_fifths_are_enough_today_and_were_not_before() -> None:
    assert [ELECTION[CN, "GM_ELECTION"].presence.value.reached(n, 10) for n in (7, 8, 9)] == [False, True, True]
    assert [ELECTION["seed_2005", "GM_ELECTION"].presence.value.reached(n, 10) for n in (7, 8, 9)] == [
        False,
        False,
        True,
    ]
    assert ELECTION["seed_2005", "GM_ELECTION"].presence.value.least(10) == 9


@pytest.mark.parametrize(("present", "least"), [(8, 5), (9, 5), (10, 6)])
def test_how_many_votes_elect_with_ten_entitled(present: int, least: int) -> None:
    approval = ELECTION[CN, "GM_ELECTION"].approval.value
    assert (approval.base, approval.least(present)) == (Base.PRESENT, least)


@pytest.mark.parametrize("op", Op)
@pytest.mark.parametrize(("part", "of"), [(1, 2), (2, 3), (4, 5), (1, 7)])
def test_the_least_number_is_the_first_that_is_enough(op: Op, part: int, of: int) -> None:
    threshold = Threshold(part, of, op, Base.ENTITLED)
    for base in range(1, 43):
        assert threshold.least(base) == next(n for n in range(base + 1) if threshold.reached(n, base))


@pytest.mark.parametrize(
    ("part", "of", "op"), [(0, 2, Op.GE), (3, 2, Op.GE), (1, 0, Op.GE), (-1, 2, Op.GE), (2, 2, Op.GT)]
)
def test_a_share_that_all_or_nobody_would_meet_is_no_threshold(part: int, of: int, op: Op) -> None:
    with pytest.raises(ValueError, match="no threshold"):
        Threshold(part, of, op, Base.ENTITLED)


def test_all_of_them_is_a_threshold() -> None:
    assert Threshold(1, 1, Op.GE, Base.ENTITLED).least(7) == 7


def test_the_kinds_are_those_of_the_packs() -> None:
    assert [field.name for field in dataclasses.fields(VotesTerms)] == list(Kind)
    committee = {Kind.BC_MEETING, Kind.CM_APPROVAL, Kind.BC_ELECTION}
    assert {kind for kind in Kind if kind.of_committee} == committee
    assert {kind for kind in Kind if kind.voters is Voters.COMMITTEE} == committee
    assert {kind for kind in Kind if kind.elects} == {Kind.GM_ELECTION, Kind.BC_ELECTION}
    assert Kind.GM_ELECTION.voters is Voters.ELECTORS
    assert Kind.GM_DISPOSAL.voters is Voters.MEMBERS


def test_a_kind_is_judged_by_rules_of_its_own_sort() -> None:
    votes = PACKS[CN].votes
    with pytest.raises(ValueError, match="GM_ELECTION decides no motion"):
        motion_terms(votes, Kind.GM_ELECTION)
    with pytest.raises(ValueError, match="BC_MEETING elects nobody"):
        election_terms(votes, Kind.BC_MEETING)


def test_what_each_kind_asks_besides() -> None:
    """Ballot, written opinions, one person at a time."""
    asked = {
        kind: (terms.ballot.value, terms.written_opinions.value, terms.one_at_a_time.value)
        for (pack, kind), terms in MOTION.items() if pack == CN
    }  # fmt: skip
    assert asked == {
        "GM_GENERAL": ("free", False, False),
        "GM_ADMISSION": ("secret", True, True),
        "GM_DISPOSAL": ("secret", False, True),
        "BC_MEETING": ("free", False, False),
        "CM_APPROVAL": ("free", False, True),
    }
    assert {terms.ballot.value for terms in ELECTION.values()} == {"secret"}
